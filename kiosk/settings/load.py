"""Reads `terminal.yaml` and names every mistake with its line.

One look-up rule for checkout, wheel and terminal: the file that the command line names, otherwise
`config/terminal.yaml` beside the packages. Texts lie in `texts` beside that file, or, where a terminal has none of its
own, in the shipped folder.
"""

from pathlib import Path
from typing import Any, get_type_hints

import msgspec

import kiosk
from kiosk.settings.located import Kind, Located, LocatedError, Mistake, Steps, way_of
from kiosk.settings.model import Settings

_REMEDIES = (
    ("missing required field", "add it; config/terminal.yaml shows all of them with explanations"),
    ("unknown field", "remove it or mend its name; config/terminal.yaml shows all of them"),
    ("matching regex", "see the example in config/terminal.yaml"),
    ("Expected", "write a value of that kind"),
)


class SettingsError(LocatedError):
    """The settings are not usable; `mistakes` has all that were found."""


_KIND = Kind("settings", "name a file or folder that exists", "config/terminal.yaml", SettingsError)


def shipped_config() -> Path:
    """The folder `config` beside the packages."""
    return Path(kiosk.__file__).resolve().parents[1] / "config"


def located(path: Path) -> Located:
    """The settings file with the line of each of its parts.

    Raises:
        SettingsError: as `load_settings` for a file that is no mapping.
    """
    return Located(path, _KIND)


def load_settings(path: Path) -> Settings:
    """Reads and checks one settings file.

    Raises:
        SettingsError: with all mistakes of shape; the file is missing, too large, no YAML, no mapping.
    """
    source = located(path)
    mistakes: list[Mistake] = []
    for section, kind in get_type_hints(Settings).items():
        if section in source.data:
            mistakes += _check(source, source.data[section], kind, (section,))
    if not mistakes:
        try:
            return msgspec.convert(source.data, Settings)
        except msgspec.ValidationError as error:
            mistakes.append(_mistake(source, error, ()))
    raise SettingsError(tuple(mistakes))


def _check(source: Located, data: object, kind: Any, at: Steps) -> list[Mistake]:
    try:
        msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        return [_mistake(source, error, at)]
    return []


def _mistake(source: Located, error: msgspec.ValidationError, at: Steps) -> Mistake:
    what, way = way_of(error)
    remedy = next((remedy for sign, remedy in _REMEDIES if sign in what), "see config/terminal.yaml")
    return source.mistake((*at, *way), what, remedy)
