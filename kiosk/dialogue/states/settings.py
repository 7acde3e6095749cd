"""Overlay: how this visit wants to see the pages. Every choice holds at once and is gone at the end of the visit."""

from dataclasses import replace
from typing import Any

from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.frame import UTILITY_SIZE, button, frame, heading, text, wording
from kiosk.dialogue.nodes import Mark, Node, Role
from kiosk.dialogue.pages import Appearance, Block, KeyRow, Nav, NavSplit, Page, Size, Spring, Theme
from kiosk.dialogue.phases import Settings
from kiosk.dialogue.room import low_parts
from kiosk.dialogue.settings_blocks import OptionRow, Preview, Sample, Switches
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.texts import Wording

_BRIGHTNESS = (1, 2)
"""Software can only darken; brighter than normal is the backlight's business."""


def on_event(_context: Context, state: State, phase: Settings, event: Event) -> Step:
    """Options change the look, switches toggle, "Fertig" leads back."""
    match event:
        case Pressed(node=node) if node in ("settings.done", UTILITY_SIZE):
            return go(state, phase.under)
        case Pressed(node="settings.more"):
            return go(state, replace(phase, page=phase.page + 1))
        case Pressed(node="settings.reset"):
            plain = replace(state.session.default, lang=state.session.appearance.lang)
            session = replace(state.session, appearance=plain, more_time=False)
            return stay(replace(state, session=session))
        case Pressed(node="switch.more_time"):
            return stay(replace(state, session=replace(state.session, more_time=not state.session.more_time)))
        case Pressed(node=node):
            return stay(with_appearance(state, **_change(state.session.appearance, node)))
        case _:
            return stay(state)


def with_appearance(state: State, **changes: Any) -> State:
    """The same state seen in another way."""
    appearance = replace(state.session.appearance, **changes)
    return replace(state, session=replace(state.session, appearance=appearance))


def next_theme(state: State) -> State:
    """The colours after these: standard, dark, strong contrast, and round again."""
    themes = list(Theme)
    return with_appearance(state, theme=themes[(themes.index(state.session.appearance.theme) + 1) % len(themes)])


def _change(now: Appearance, node: str) -> dict[str, Any]:
    kind, _, value = node.partition(".")
    match kind:
        case "size":
            return {"size": Size(value)}
        case "theme":
            return {"theme": Theme(value)}
        case "brightness":
            return {"brightness": int(value)}
        case "switch" if value == "reach":
            return {"reach": not now.reach}
        case "switch" if value == "spacing":
            return {"spacing": not now.spacing}
        case _:
            return {}


def page(context: Context, state: State, phase: Settings) -> Page:
    """03: preview, sizes, colours, brightness, help; large text that lies low has them on several pages."""
    w = wording(context, state)
    now = state.session.appearance
    sample = Node(
        id="settings.sample", role=Role.TEXT, name=w("settings.sample"), value=w("settings.sample.hint"), icon="dog"
    )
    parts: tuple[tuple[Block, ...], ...] = (
        (_row(w, "size", [each.value for each in Size], now.size.value, Sample.LETTER),),
        (
            _row(w, "theme", [each.value for each in Theme], now.theme.value, Sample.COLOURS),
            _row(w, "brightness", [str(each) for each in _BRIGHTNESS], str(now.brightness), Sample.SUN),
        ),
        (_switches(w, state),),
    )
    content, number, focus = tuple(block for part in parts for block in part), 0, f"size.{now.size.value}"
    if low_parts(now):
        number = phase.page % len(parts)
        more = button("settings.more", w("key.more_of", page=number + 1, pages=len(parts)), icon="down")
        content = (*parts[number], KeyRow((more,), columns=1))
        focus = focus if number == 0 else "settings.more"
    return Page(
        id="settings",
        appearance=now,
        frame=frame(context, state),
        spring=Spring.PANEL,
        panel=Preview(
            heading("settings.title", w("settings.title")),
            text("settings.text", w("settings.text")),
            text("settings.caption", w("settings.caption")),
            sample,
        ),
        content=content,
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=button("settings.reset", w("settings.reset"), icon="restart"),
            primary=button("settings.done", w("settings.done"), icon="check"),
        ),
        focus=focus,
        part=number,
    )


def _switches(w: Wording, state: State) -> Switches:
    now = state.session.appearance
    return Switches(
        (
            _switch(w, "reach", "low-reach", on=now.reach),
            _switch(w, "spacing", "spacing", on=now.spacing),
            _switch(w, "more_time", "clock", on=state.session.more_time),
        )
    )


def _row(w: Wording, kind: str, values: list[str], chosen: str, sample: Sample) -> OptionRow:
    keys = tuple(
        button(
            f"{kind}.{value}",
            w(f"settings.{kind}.{value}"),
            marks=frozenset({Mark.SELECTED}) if value == chosen else frozenset(),
        )
        for value in values
    )
    title = heading(f"settings.{kind}", w(f"settings.{kind}"))
    return OptionRow(title, text(f"settings.{kind}.now", w(f"settings.{kind}.{chosen}")), keys, sample)


def _switch(w: Wording, name: str, icon: str, *, on: bool) -> Node:
    return Node(
        id=f"switch.{name}",
        role=Role.SWITCH,
        name=w(f"settings.{name}"),
        value=w("settings.on") if on else w("settings.off"),
        icon=icon,
        marks=frozenset({Mark.SELECTED}) if on else frozenset[Mark](),
    )
