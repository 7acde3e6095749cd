"""Colours by meaning, and the three themes that give them a value (facts/ux 5.3, mock-ups 3).

Layout speaks of inks only; painting looks them up in the palette of the page's theme. High contrast has no tints:
what is a tinted ground in the standard theme is the plain ground there, and lines do the work."""

from collections.abc import Mapping
from enum import Enum

from kiosk.dialogue.pages import Theme


class Ink(Enum):
    """What a colour stands for."""

    BG = "bg"
    SURFACE = "surface"
    SURFACE2 = "surface2"
    TEXT = "text"
    MUTED = "muted"
    UNAVAILABLE = "unavailable"
    """Words on a key that only says why it does nothing now."""
    PRIMARY = "primary"
    ON_PRIMARY = "on_primary"
    PRESSED = "pressed"
    ON_PRESSED = "on_pressed"
    PRIMARY_EDGE = "primary_edge"
    BORDER = "border"
    DIVIDER = "divider"
    ZONE_LINE = "zone_line"
    """Line between zones; in the standard theme the zones' grounds do that, so it has no colour there."""
    FRAME = "frame"
    ON_FRAME = "on_frame"
    FRAME_ACTIVE = "frame_active"
    ON_FRAME_ACTIVE = "on_frame_active"
    STAFF_FRAME = "staff_frame"
    ICON = "icon"
    GHOST = "ghost"
    """The big quiet icon in the panel."""
    FOCUS_DARK = "focus_dark"
    FOCUS_BRIGHT = "focus_bright"
    DANGER = "danger"
    DANGER_BG = "danger_bg"
    SUCCESS = "success"
    SUCCESS_BG = "success_bg"
    WARN = "warn"
    WARN_BG = "warn_bg"
    INFO = "info"
    INFO_BG = "info_bg"
    ON_TONE = "on_tone"
    """Icon on a disc of the tone's colour."""
    PLATE = "plate"
    """Ground of drawings and QR codes: white in every theme."""
    DRAWING = "drawing"
    """The strong colour of drawings; in strong contrast they lie on white plates and keep it."""
    CODE = "code"
    SAMPLE_EDGE = "sample_edge"
    SAMPLE_TEXT = "sample_text"
    SAMPLE_BRIGHT = "sample_bright"
    """Colours of the samples on the settings page: the same in every theme."""


Rgb = tuple[int, int, int]
Palette = Mapping[Ink, Rgb | None]


def rgb(value: str) -> Rgb:
    """ "#0B4A8F" as three numbers."""
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def _palette(**colours: str | None) -> Palette:
    return {Ink(name): None if value is None else rgb(value) for name, value in colours.items()}


STANDARD = _palette(
    bg="#FFFFFF", surface="#EEF2F7", surface2="#DCE4ED", text="#0B1B2B", muted="#3D4F61", unavailable="#52606D",
    primary="#0B4A8F", on_primary="#FFFFFF", pressed="#072F5C", on_pressed="#FFFFFF", primary_edge="#072F5C",
    border="#5A6B7B", divider="#DCE4ED", zone_line=None,
    frame="#0B4A8F", on_frame="#FFFFFF", frame_active="#FFFFFF", on_frame_active="#0B4A8F", staff_frame="#0B1B2B",
    icon="#0B4A8F", ghost="#C5D2E0", focus_dark="#0B1B2B", focus_bright="#FFD500",
    danger="#A3150F", danger_bg="#FDECEA", success="#0B5E3B", success_bg="#E6F4EC",
    warn="#7A4300", warn_bg="#FFF3DC", info="#0A5578", info_bg="#E3F3FA", on_tone="#FFFFFF",
    plate="#FFFFFF", drawing="#0B4A8F", code="#000000",
    sample_edge="#5A6B7B", sample_text="#0B1B2B", sample_bright="#FFE600",
)  # fmt: skip

HC_DARK = _palette(
    bg="#000000", surface="#000000", surface2="#1A1A1A", text="#FFFFFF", muted="#FFFFFF", unavailable="#C8C8C8",
    primary="#FFE600", on_primary="#000000", pressed="#FFFFFF", on_pressed="#000000", primary_edge="#FFE600",
    border="#FFFFFF", divider="#FFFFFF", zone_line="#FFFFFF",
    frame="#000000", on_frame="#FFFFFF", frame_active="#FFE600", on_frame_active="#000000", staff_frame="#000000",
    icon="#FFE600", ghost=None, focus_dark="#000000", focus_bright="#00E5FF",
    danger="#FF9A8A", danger_bg="#000000", success="#7CFFB2", success_bg="#000000",
    warn="#FFE600", warn_bg="#000000", info="#8FD8FF", info_bg="#000000", on_tone="#000000",
    plate="#FFFFFF", drawing="#0B4A8F", code="#000000",
    sample_edge="#5A6B7B", sample_text="#0B1B2B", sample_bright="#FFE600",
)  # fmt: skip

HC_LIGHT = _palette(
    bg="#FFFFFF", surface="#FFFFFF", surface2="#F2F2F2", text="#000000", muted="#000000", unavailable="#333333",
    primary="#000000", on_primary="#FFFFFF", pressed="#333333", on_pressed="#FFFFFF", primary_edge="#000000",
    border="#000000", divider="#000000", zone_line="#000000",
    frame="#000000", on_frame="#FFFFFF", frame_active="#FFFFFF", on_frame_active="#000000", staff_frame="#000000",
    icon="#000000", ghost=None, focus_dark="#000000", focus_bright="#FFD500",
    danger="#8A0000", danger_bg="#FFFFFF", success="#004D2A", success_bg="#FFFFFF",
    warn="#5C3200", warn_bg="#FFFFFF", info="#003A5C", info_bg="#FFFFFF", on_tone="#FFFFFF",
    plate="#FFFFFF", drawing="#0B4A8F", code="#000000",
    sample_edge="#5A6B7B", sample_text="#0B1B2B", sample_bright="#FFE600",
)  # fmt: skip

VEIL: Mapping[int, float] = {1: 0.32}
"""How much black lies over everything at a brightness; every text keeps 4.5 to 1 under it. What is not named: none."""

PALETTES: Mapping[Theme, Palette] = {Theme.STANDARD: STANDARD, Theme.HC_DARK: HC_DARK, Theme.HC_LIGHT: HC_LIGHT}


def town_palettes(primary: Rgb, pressed: Rgb) -> Mapping[Theme, Palette]:
    """The palettes with a town's colours in the standard theme; strong contrast belongs to nobody.

    Args:
        primary: wherever the shipped blue is: filled keys, frame, edges of what is chosen, icons, drawings.
        pressed: a key under a finger, and the lower edge of a filled one.
    """
    towns = {STANDARD[Ink.PRIMARY]: primary, STANDARD[Ink.PRESSED]: pressed}
    return {**PALETTES, Theme.STANDARD: {ink: towns.get(value, value) for ink, value in STANDARD.items()}}


GROUNDS = frozenset(
    {Ink.BG, Ink.SURFACE, Ink.SURFACE2, Ink.INFO_BG, Ink.PRIMARY, Ink.SUCCESS_BG, Ink.WARN_BG, Ink.DANGER_BG}
)
"""Inks that lie under something: they turn into `pressed` while the key is held, all others into white."""
FIXED = frozenset({Ink.PLATE, Ink.CODE, Ink.SAMPLE_EDGE, Ink.SAMPLE_TEXT, Ink.SAMPLE_BRIGHT})
"""Inks that keep their colour in every theme and while a key is held: samples would show nothing otherwise."""
