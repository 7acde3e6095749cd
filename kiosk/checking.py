"""`buergerterminal check`: proves that a configuration folder is usable, and names every mistake at once."""

import time
from pathlib import Path

from devices.printer import can_join, line_of, profile_of
from kiosk.about import check_about
from kiosk.outbox import SealError, out_of_date, read_pinned
from kiosk.services.load import check_services
from kiosk.settings import Settings, SettingsError, load_settings, shipped_config
from kiosk.settings.look import look_mistakes
from kiosk.staff import check_pin_file
from kiosk.texts import Catalogue, TextError, load

HIGHEST_CONTROL_MM = 370.0
"""No page has a control higher than this over the lower edge of the picture."""
NARROWEST_MM = 240.0
"""Eleven keys of 20 mm and their gaps: 21.5 inch upright."""
REACH_LIMIT_MM = 1220.0
"""EN 301 549 8.3.2.1: operable parts are not higher over the floor."""


class ConfigurationError(Exception):
    """The settings are well-formed but cannot work; one line a mistake."""


def require_rules(path: Path, settings: Settings) -> None:
    """The rules that a start must not pass over.

    Raises:
        ConfigurationError: with all mistakes.
    """
    mistakes = rules(path, settings)
    if mistakes:
        raise ConfigurationError("\n".join(mistakes))


def rules(path: Path, settings: Settings) -> list[str]:
    """Mistakes that the shape of the file does not show."""
    shape = [*_reach(path, settings), *_panel(path, settings), *_translations(path, settings)]
    return [*shape, *_icons(path, settings), *look_mistakes(path, settings), *_printer(path, settings)]


def check(folder: Path, *, on_terminal: bool = False) -> list[str]:
    """Checks `terminal.yaml` and its texts.

    Args:
        folder: holds `terminal.yaml` and perhaps `texts/`.
        on_terminal: also the files that exist on the terminal only (CA, token).

    Returns:
        One line a mistake: file, line, what, remedy. Empty when all is well.
    """
    path = folder / "terminal.yaml"
    try:
        settings = load_settings(path)
    except SettingsError as error:
        return [str(mistake) for mistake in error.mistakes]
    mistakes = [*rules(path, settings), *_texts(folder, settings), *_paper_texts(folder)]
    mistakes += check_about(folder, shipped_config(), settings.terminal.languages)
    mistakes += check_services(services_path(folder))
    mistakes += _staff_pin(path, settings, on_terminal=on_terminal)
    mistakes += _portal_keys(path, settings)
    if on_terminal:
        mistakes += [*_files(path, settings), *_drawing()]
    return mistakes


def services_path(folder: Path) -> Path:
    """The services: beside the settings, or the shipped ones."""
    own = folder / "services"
    return own if own.is_dir() else shipped_config() / "services"


def texts_path(folder: Path, lang: str) -> Path:
    """The catalogue of a language: beside the settings, or the shipped one."""
    own = folder / "texts" / f"{lang}.po"
    return own if own.exists() else shipped_config() / "texts" / f"{lang}.po"


def paper_texts_path(folder: Path, lang: str) -> Path:
    """The texts of printed documents in a language: beside the settings, or the shipped ones."""
    own = folder / "texts" / "paper" / f"{lang}.po"
    return own if own.exists() else shipped_config() / "texts" / "paper" / f"{lang}.po"


def _reach(path: Path, settings: Settings) -> list[str]:
    highest = settings.screen.bottom_mm + HIGHEST_CONTROL_MM
    if highest <= REACH_LIMIT_MM:
        return []
    remedy = f"mount the screen lower, at {REACH_LIMIT_MM - HIGHEST_CONTROL_MM:.0f} mm or less"
    what = f"keys would be {highest:.0f} mm over the floor, {REACH_LIMIT_MM:.0f} is the limit"
    return [f"{path}: screen.bottom_mm: {what}: {remedy}"]


def _panel(path: Path, settings: Settings) -> list[str]:
    narrow = min(settings.screen.width_px, settings.screen.height_px) / settings.screen.px_per_mm
    if narrow >= NARROWEST_MM:
        return []
    remedy = f"measure px_per_mm with a ruler; the panel needs {NARROWEST_MM:.0f} mm at least"
    return [f"{path}: screen: the panel would be {narrow:.0f} mm wide: {remedy}"]


def _icons(path: Path, settings: Settings) -> list[str]:
    known = shipped_config().parent / "screens" / "assets" / "icons"
    return [
        f"{path}: town.places[{number}].icon: there is no picture {place.icon!r}: take one of screens/assets/icons"
        for number, place in enumerate(settings.town.places, 1)
        if not (known / f"{place.icon}.svg").is_file()
    ]


def _printer(path: Path, settings: Settings) -> list[str]:
    """A wire that exists and a model that is known, said before the first slip is due."""
    mistakes = []
    try:
        line_of(settings.printer.url)
    except ValueError as error:
        mistakes.append(f"{path}: printer.url: {error}")
    try:
        if settings.printer.profile:
            profile_of(settings.printer.profile)
    except ValueError as error:
        remedy = "take one of them, or leave it empty: then the printer is asked which model it is"
        mistakes.append(f"{path}: printer.profile: {error}: {remedy}")
    return mistakes


def _translations(path: Path, settings: Settings) -> list[str]:
    repeated = len(set(settings.terminal.languages)) < len(settings.terminal.languages)
    twice = [f"{path}: terminal.languages: a language is there twice: keep one"] if repeated else []
    shown = {"town.opening": settings.town.opening}
    for number, place in enumerate(settings.town.places, 1):
        shown |= {f"town.places[{number}].name": place.name, f"town.places[{number}].text": place.text}
    return twice + [
        f"{path}: {where}: the text in {lang!r} is missing: add it"
        for where, texts in shown.items()
        for lang in dict.fromkeys(("de", *settings.terminal.languages))
        if lang not in texts
    ]


def _texts(folder: Path, settings: Settings) -> list[str]:
    mistakes: list[str] = []
    catalogues: dict[str, Catalogue] = {}
    for lang in dict.fromkeys(("de", *settings.terminal.languages)):
        try:
            catalogues[lang] = load(texts_path(folder, lang))
        except TextError as error:
            mistakes.append(str(error))
    german = catalogues.get("de")
    if german is None:
        return mistakes
    for lang, catalogue in catalogues.items():
        if lang != "de":
            mistakes += compare(german, catalogue)
    return mistakes


def _paper_texts(folder: Path) -> list[str]:
    """All languages of paper, offered on the screen or not: each is complete by itself."""
    folders = (shipped_config() / "texts" / "paper", folder / "texts" / "paper")
    known = sorted({file.stem for each in folders for file in each.glob("*.po")} - {"de"})
    try:
        german = load(paper_texts_path(folder, "de"))
        others = [load(paper_texts_path(folder, lang)) for lang in known]
    except TextError as error:
        return [str(error)]
    return [mistake for other in others for mistake in compare(german, other)]


def _drawing() -> list[str]:
    """What paper needs of the machine."""
    if can_join():
        return []
    return ["printer: Arabic letters cannot be joined on paper: install the Debian package libfribidi0"]


def compare(german: Catalogue, other: Catalogue) -> list[str]:
    """What a translation lacks, has too much, or fills in differently."""
    mistakes = [f"{other.path}: the text {key!r} is missing: translate it" for key in german.texts.keys() - other.texts]
    for key, line in other.lines.items():
        if key not in german.texts:
            mistakes.append(f"{other.path}:{line}: the text {key!r} is not used: remove it")
        elif german.placeholders(key) != other.placeholders(key):
            wanted = ", ".join(sorted(german.placeholders(key))) or "none"
            mistakes.append(f"{other.path}:{line}: the text {key!r} fills in other values: use {wanted}")
    return sorted(mistakes)


def _staff_pin(path: Path, settings: Settings, *, on_terminal: bool) -> list[str]:
    """The file with the hash of the PIN; away from the terminal only if it happens to be there."""
    if settings.staff is None:
        return []
    file = path.parent / settings.staff.pin_file
    mistakes = check_pin_file(file) if on_terminal or file.exists() else []
    return [f"{path}: staff.pin_file: {mistake}" for mistake in mistakes]


def _portal_keys(path: Path, settings: Settings) -> list[str]:
    """The keys that the terminal pins; away from the terminal only if they happen to be there."""
    file = path.parent / settings.portal.seal_key_file
    if not file.is_file():
        return []
    try:
        lacking = out_of_date(read_pinned(file), time.time())
    except SealError as error:
        return [f"{path}: portal.seal_key_file: {error}"]
    return [f"{path}: portal.seal_key_file: {file}: {mistake}" for mistake in lacking]


def _files(path: Path, settings: Settings) -> list[str]:
    portal = settings.portal
    named = {
        "portal.ca_file": portal.ca_file,
        "portal.token_file": portal.token_file,
        "portal.seal_key_file": portal.seal_key_file,
    }
    return [
        f"{path}: {key}: {path.parent / name} does not exist: put the file there"
        for key, name in named.items()
        if not (path.parent / name).is_file()
    ]
