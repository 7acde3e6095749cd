"""The settings page with the texts of mock-up 03, and how it looks where there is less room."""

from collections.abc import Callable

from kiosk.dialogue.pages import Appearance, Mark, Nav, NavSplit, Node, Page, Role, Section, Size, Spring
from kiosk.dialogue.settings_blocks import OptionRow, Preview, Sample, Switches
from tests.screens.sample_pages import SELECTED, frame, key, text, title

Builder = Callable[[Appearance], Page]

_NAMES = {
    "de": {
        "size": ("Schriftgröße", "Klein", "Normal", "Groß", "Sehr groß"),
        "theme": ("Farben", "Standard", "Dunkel", "Starker Kontrast"),
        "brightness": ("Helligkeit", "Dunkler", "Mittel", "Heller"),
    },
    "en": {
        "size": ("Text size", "Small", "Normal", "Large", "Extra large"),
        "theme": ("Colours", "Standard", "Dark", "Strong contrast"),
        "brightness": ("Brightness", "Darker", "Medium", "Brighter"),
    },
}


def _row(look: Appearance, kind: str, chosen: int, sample: Sample) -> OptionRow:
    name, *options = _NAMES[look.lang][kind]
    keys = tuple(
        key(f"{kind}.{i}", option, marks=SELECTED if i == chosen else frozenset()) for i, option in enumerate(options)
    )
    return OptionRow(title(f"settings.{kind}", name), text(f"settings.{kind}.now", options[chosen]), keys, sample)


def _switch(id: str, name: str, icon: str, *, on: bool = False) -> Node:
    marks = frozenset({Mark.SELECTED}) if on else frozenset[Mark]()
    return Node(id=id, role=Role.SWITCH, name=name, value="an" if on else "aus", icon=icon, marks=marks)


def settings(look: Appearance) -> Page:
    """03: in large text and in reach mode with the three switches that the dialogue has now; with both, without."""
    few = look.reach or look.size in (Size.L, Size.XL)
    switches = (
        _switch("switch.speech", "Vorlesen", "speech"),
        _switch("switch.reach", "Niedrige Bedienung", "low-reach", on=look.reach),
        _switch("switch.spacing", "Mehr Abstand", "spacing", on=look.spacing),
        _switch("switch.more_time", "Mehr Zeit", "clock", on=True),
        _switch("switch.calm", "Ohne Bewegung", "calm", on=look.calm),
        _switch("switch.hand", "Ruhige Hand", "touch"),
    )
    large = look.size in (Size.L, Size.XL)
    help_ = (
        ()
        if look.reach and large
        else (Switches(switches[1:4]),)
        if few
        else (Section(title("settings.help", "Hilfen")), Switches(switches))
    )
    return Page(
        id="settings",
        appearance=look,
        frame=frame(look, active="size"),
        spring=Spring.PANEL,
        panel=Preview(
            title("settings.title", "Anzeige und Bedienung"),
            text("settings.text", "Ihre Wahl gilt sofort. Am Ende Ihres Besuchs wird sie zurückgesetzt."),
            text("settings.caption", "So sieht ein Text aus"),
            text("settings.sample", "Wie heißt Ihr Hund?", "Zum Beispiel: Bello", "dog"),
        ),
        content=(
            _row(look, "size", list(Size).index(look.size), Sample.LETTER),
            _row(look, "theme", 0, Sample.COLOURS),
            _row(look, "brightness", look.brightness - 1, Sample.SUN),
            *help_,
        ),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            key("settings.reset", "Zurücksetzen" if look.lang == "de" else "Reset", "restart"),
            key("settings.done", "Fertig" if look.lang == "de" else "Done", "check"),
        ),
    )


PAGES: dict[str, Builder] = {"settings": settings}
MOCKUPS = {"settings": "03-einstellungen"}
"""Names of the reference pictures, as in `sample_pages`."""
