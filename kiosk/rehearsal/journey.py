"""A written journey: what is on the screen, step by step, and what the person does there.

    journey: wartenummer
    start: {lang: de, clock: 2026-11-24T10:24:00}      # also size, theme, orientation, speed
    steps:
      - page: attract
        do: [{tap: attract.start}]                      # id of a node, or what stands on the key
      - page: queue.ticket
        shows: [B 047]
        not: [Entnehmen Sie den Zettel]
        within_s: 30
    end: {tickets: 1, papers: 1, page: attract}

A step waits until its page is there with every text of `shows`; pages in between pass by. No text of `not` may be seen
on that page, from the moment it appears until the step's actions are done. Texts are looked for in names and values of
the page's nodes, without soft hyphens, line breaks as spaces.

Actions: `tap`, `double_tap` (id or visible name), `touch: [x_mm, y_mm]` (beside all keys, from the upper left corner),
`type` (on keyboard or pad of the screen), `key` (`Tab`, `Shift+Tab`, `Return`), `wait_s` (divided by the speed),
`card`, `printer` (with `after_bytes` or `after_mm`: not now but then), `portal` (`slow` with `seconds`), `network`.

What the town hall makes up can be typed too, once it was read off the screen as a person does; nothing writes it down:

    do: [{remember: {code: {node: done.code, pattern: "[A-Z0-9]{8}"}}}]     # the part of name or value that matches
    do: [{type: {remembered: code}}]

`end` counts what is left in the world: `applications` and `tickets` that the portal has (each number that was drawn,
given back or not, however often it was delivered), `papers` cut off by the printer, and the `page`. `within_s` is how
long what is still under way may take to arrive, in true seconds. Bytes that the printer does not understand are a
failure in every journey.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from msgspec import Meta, Struct, ValidationError, convert, field

from kiosk.rehearsal.actions import Action, ActionFile, Remember, TypeRemembered, action_of
from kiosk.rehearsal.errors import JourneyError
from kiosk.settings.located import Kind, Located, Mistake, Steps, way_of

_T = TypeVar("_T")

SizeCode = Literal["S", "M", "L", "XL"]
ThemeCode = Literal["standard", "hc_dark", "hc_light"]
Orientation = Literal["portrait", "landscape"]
_Seconds = Annotated[float, Meta(gt=0, le=3600)]
_Count = Annotated[int, Meta(ge=0)]
_Text = Annotated[str, Meta(min_length=1)]
_PageId = Annotated[str, Meta(pattern=r"^[a-z0-9]+(?:[._-][a-z0-9]+)*$")]
_Name = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]

_KIND = Kind("journey", "name an existing journey", "tests/journeys/wartenummer.yaml", JourneyError)

_REMEDIES = (
    ("unknown field", "remove it or mend its name; kiosk/rehearsal/journey.py explains all of them"),
    ("missing required field", "add it; kiosk/rehearsal/journey.py shows an example"),
    ("Invalid RFC3339", "write it like 2026-11-24T10:24:00"),
    ("Invalid enum value", "kiosk/rehearsal/journey.py and actions.py name the possible words"),
    ("matching regex", "small letters, digits and . _ - only"),
    ("Expected `str`", "write text, in quotes if it looks like something else"),
    ("to remember", 'write one name with its node: {remember: {code: {node: done.code, pattern: "[A-Z0-9]{8}"}}}'),
    ("names", "write exactly one action: {tap: home.queue}"),
    ("no regular expression", "mend it, in quotes"),
    ("goes with", "remove it here"),
    ("X knows no key", "for example Tab, Shift+Tab, Return, Escape, Down"),
    ("Expected", "write a value of that kind"),
)


class Start(Struct, frozen=True, forbid_unknown_fields=True):
    """How the journey begins; None leaves it to the configuration.

    Args:
        person: whose card is put on the reader by `{card: insert}`: a name of devices/eid/virtual_card/persons.
        clock: what the clocks of terminal and town hall show at the start; without offset it is the town's time.
        speed: divides every wait of terminal and journey, never a measured time.
    """

    lang: Annotated[str, Meta(pattern="^[a-z]{2}$")] | None = None
    size: SizeCode | None = None
    theme: ThemeCode | None = None
    orientation: Orientation = "portrait"
    person: str | None = None
    clock: datetime | None = None
    speed: Annotated[float, Meta(ge=1, le=100)] = 1.0


class End(Struct, frozen=True, forbid_unknown_fields=True):
    """What is left in the world; None is not looked at. See the module for what is counted and waited for."""

    applications: _Count | None = None
    tickets: _Count | None = None
    papers: _Count | None = None
    page: _PageId | None = None
    within_s: _Seconds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: what is expected, then what is done.

    Args:
        line: where it stands in the file.
        page: id of the page.
        shows: texts that are there.
        never: texts that are not there (`not` in the file).
        do: actions in order.
        within_s: how long the page may take, in seconds of the journey (the speed divides them).
    """

    line: int
    page: str
    shows: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    do: tuple[Action, ...] = ()
    within_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A journey as written in `path`."""

    path: Path
    name: str
    start: Start
    steps: tuple[Step, ...]
    end: End


class _JourneyFile(Struct, forbid_unknown_fields=True):
    journey: _Name
    steps: Annotated[tuple[dict[str, Any], ...], Meta(min_length=1)]
    start: dict[str, Any] = {}
    end: dict[str, Any] = {}


class _StepFile(Struct, forbid_unknown_fields=True):
    page: _PageId
    shows: tuple[_Text, ...] = ()
    never: tuple[_Text, ...] = field(default=(), name="not")
    do: tuple[dict[str, Any], ...] = ()
    within_s: _Seconds | None = None


def load_journey(path: Path) -> Journey:
    """Reads and checks one journey.

    Raises:
        JourneyError: with all mistakes that were found.
    """
    return _Reader(Located(path, _KIND)).journey()


class _Reader:
    """Collects mistakes part by part, so that one call names them all."""

    def __init__(self, located: Located) -> None:
        self._located = located
        self._mistakes: list[Mistake] = []

    def journey(self) -> Journey:
        raw = self._part(self._located.data, _JourneyFile, ())
        if raw is None:
            raise JourneyError(tuple(self._mistakes))
        start = self._part(raw.start, Start, ("start",)) or Start()
        steps = [self._step(step, number) for number, step in enumerate(raw.steps)]
        self._unknown_memories(steps)
        end = self._part(raw.end, End, ("end",)) or End()
        if self._mistakes:
            raise JourneyError(tuple(self._mistakes))
        return Journey(path=self._located.path, name=raw.journey, start=start, steps=tuple(steps), end=end)

    def _step(self, raw: dict[str, Any], number: int) -> Step:
        at: Steps = ("steps", number)
        step = self._part(raw, _StepFile, at) or _StepFile(page="")
        actions = [self._action(action, (*at, "do", place)) for place, action in enumerate(step.do)]
        return Step(
            line=self._located.line(at),
            page=step.page,
            shows=step.shows,
            never=step.never,
            do=tuple(action for action in actions if action is not None),
            within_s=step.within_s,
        )

    def _action(self, raw: dict[str, Any], at: Steps) -> Action | None:
        written = self._part(raw, ActionFile, at)
        if written is None:
            return None
        try:
            return action_of(written)
        except ValueError as error:
            self._say(at, str(error), _remedy(str(error)))
            return None

    def _unknown_memories(self, steps: list[Step]) -> None:
        known: set[str] = set()
        for number, step in enumerate(steps):
            for action in step.do:
                if isinstance(action, Remember):
                    known.add(action.name)
                elif isinstance(action, TypeRemembered) and action.name not in known:
                    what = f"nothing was remembered as {action.name!r} before"
                    self._say(("steps", number), what, "remember it on an earlier page")

    def _part(self, raw: object, kind: type[_T], at: Steps) -> _T | None:
        try:
            return convert(raw, kind)
        except ValidationError as error:
            what, way = way_of(error)
            self._say((*at, *way), what, _remedy(what))
            return None

    def _say(self, at: Steps, what: str, remedy: str) -> None:
        self._mistakes.append(self._located.mistake(at, what, remedy))


def _remedy(what: str) -> str:
    return next((remedy for sign, remedy in _REMEDIES if sign in what), "see kiosk/rehearsal/journey.py")
