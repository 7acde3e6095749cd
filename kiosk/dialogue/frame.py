"""Frame of every page: head band and utility bar, and short ways to write nodes."""

from kiosk.dialogue.pages import Frame, Mark, Node, Role, Theme
from kiosk.dialogue.phases import (
    About,
    Attract,
    CardLeft,
    Help,
    Language,
    Leaving,
    OutOfService,
    Phase,
    Sending,
    Settings,
    Staff,
    StaffNotices,
    StaffPin,
    TimeWarning,
)
from kiosk.dialogue.state import Context, State
from kiosk.texts import Wording

PRODUCT = "Bürgerterminal"

UTILITY_LANGUAGE = "utility.language"
UTILITY_SIZE = "utility.size"
UTILITY_THEME = "utility.theme"
UTILITY_REACH = "utility.reach"
UTILITY_HELP = "utility.help"
UTILITY_END = "utility.end"

_NONE = frozenset[Mark]()
_ACTIVE = frozenset({Mark.ACTIVE})


def wording(context: Context, state: State) -> Wording:
    """The texts in the language of this visit."""
    return context.wordings[state.session.appearance.lang]


def heading(id_: str, name: str, value: str = "") -> Node:
    """A heading."""
    return Node(id=id_, role=Role.HEADING, name=name, value=value)


def text(id_: str, name: str, value: str = "", icon: str = "") -> Node:
    """Something to read."""
    return Node(id=id_, role=Role.TEXT, name=name, value=value, icon=icon)


def button(id_: str, name: str, value: str = "", icon: str = "", marks: frozenset[Mark] = _NONE) -> Node:
    """Something to press."""
    return Node(id=id_, role=Role.BUTTON, name=name, value=value, icon=icon, marks=marks)


def frame(context: Context, state: State) -> Frame:
    """Head band and utility bar for where the conversation stands; fields that would do nothing leave a gap."""
    w = wording(context, state)
    now = state.now.wall
    staff = isinstance(state.phase, StaffPin | Staff | StaffNotices)
    return Frame(
        town=w("staff.head") if staff else context.setup.town,
        product=w("staff.product") if staff else PRODUCT,
        time=w.time(now),
        date=context.setup.terminal if staff else w.day(now),
        utility=_utility(w, state, several_languages=len(context.setup.languages) > 1),
        staff=staff,
    )


def _utility(w: Wording, state: State, *, several_languages: bool) -> tuple[Node | None, ...]:
    """Sprache · Schrift · Farbe · Vorlesen · Niedrig · Hilfe · Beenden; what is not built yet leaves its gap."""
    phase, look = state.phase, state.session.appearance
    interrupted = isinstance(phase, TimeWarning | Leaving | StaffPin | Staff | StaffNotices)
    language = theme = size = reach = help_ = end = None
    if several_languages and not interrupted:
        language = _field(UTILITY_LANGUAGE, w("utility.language"), "language", on=isinstance(phase, Language))
    if not interrupted:
        size = _field(UTILITY_SIZE, w("utility.size"), "text-size", on=isinstance(phase, Settings))
        theme = _field(UTILITY_THEME, w("utility.theme"), "contrast", on=look.theme is not Theme.STANDARD)
        reach = _field(UTILITY_REACH, w("utility.reach"), "low-reach", on=look.reach)
    if not interrupted and not isinstance(phase, OutOfService):
        help_ = _field(UTILITY_HELP, w("utility.help"), "help", on=isinstance(phase, Help | About))
    if _somebody_is_there(phase):
        end = button(UTILITY_END, w("utility.end"), icon="exit")
    return (language, size, theme, None, reach, help_, end)


def _field(id_: str, name: str, icon: str, *, on: bool) -> Node:
    return button(id_, name, icon=icon, marks=_ACTIVE if on else _NONE)


def _somebody_is_there(phase: Phase) -> bool:
    match phase:
        case Attract() | OutOfService() | StaffPin() | Staff() | StaffNotices():
            return False
        case CardLeft() | TimeWarning() | Leaving() | Sending():
            return False
        case Language(under=under) | Help(under=under) | About(under=under) | Settings(under=under):
            return _somebody_is_there(under)
        case _:
            return True
