"""Shape of `terminal.yaml`. Unknown keys are mistakes: a setting that does nothing must not look as if it did."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Line = Annotated[str, Meta(min_length=1, max_length=120)]
Code = Annotated[str, Meta(pattern="^[a-z]{2}$")]
Colour = Annotated[str, Meta(pattern="^#[0-9A-Fa-f]{6}$")]
Positive = Annotated[float, Meta(gt=0)]
Translated = dict[Code, Line]


class PlaceSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who helps: icon, name and way, by language."""

    icon: Line
    name: Translated
    text: Translated


class ColourSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The town's colours in the standard theme; `kiosk.settings.colours` says which pairs are possible."""

    primary: Colour
    pressed: Colour


class TownSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Who this terminal belongs to. `arms`: picture file; None for the drawing and the colours that ship."""

    name: Line
    office: Line
    opening: Translated
    municipality: str
    places: Annotated[tuple[PlaceSettings, ...], Meta(min_length=1, max_length=4)]
    arms: Line | None = None
    colours: ColourSettings | None = None


class TerminalSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Which terminal this is."""

    id: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{0,39}$")]
    name: Line
    languages: Annotated[tuple[Code, ...], Meta(min_length=1, max_length=8)]


class ScreenSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The panel."""

    width_px: Annotated[int, Meta(ge=320, le=8192)]
    height_px: Annotated[int, Meta(ge=320, le=8192)]
    px_per_mm: Annotated[float, Meta(ge=0.5, le=20)]
    bottom_mm: Annotated[float, Meta(ge=300, le=1600)]
    fullscreen: bool = True


class PortalFiles(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the town's portal is and how both sides prove who they are."""

    url: Annotated[str, Meta(pattern="^https://[^/]+$")]
    ca_file: Line
    token_file: Line
    seal_key_file: Line
    public_url: Annotated[str, Meta(pattern="^https://[^/]+$")]


class PrinterSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The receipt printer. `kiosk.checking` reads the rest of the URL and the name of the profile."""

    url: Annotated[str, Meta(pattern="^(tcp|usb-lp|usb|serial)://.+$", max_length=200)]
    columns: Literal[32, 42, 48] = 48
    profile: Annotated[str, Meta(pattern="^[a-z0-9-]*$", max_length=40)] = ""


class CardSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The card reader. `identification`: ID cards are read with it, for services that name data in `prefill`."""

    reader: str = ""
    identification: bool = True


class StaffSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The staff area."""

    pin_file: Line


class PathSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Folders of the running program."""

    state_dir: Line
    log_dir: Line


class DelaySettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Overrides of `kiosk.dialogue.delays`; None keeps the default."""

    idle_s: Positive | None = None
    idle_done_s: Positive | None = None
    idle_form_s: Positive | None = None
    warning_form_s: Annotated[float, Meta(ge=20)] | None = None
    patience_s: Positive | None = None
    warning_s: Annotated[float, Meta(ge=20)] | None = None
    visit_cap_s: Positive | None = None
    pause_retry_s: Positive | None = None
    card_grace_s: Positive | None = None
    card_staff_s: Positive | None = None


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """All of `terminal.yaml`."""

    town: TownSettings
    terminal: TerminalSettings
    screen: ScreenSettings
    portal: PortalFiles
    printer: PrinterSettings
    card: CardSettings
    paths: PathSettings
    delays: DelaySettings = DelaySettings()
    staff: StaffSettings | None = None
