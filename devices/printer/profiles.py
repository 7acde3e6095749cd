"""What is known about printer models: paper, code pages, abilities. Data, and choosing from it; knows no connection.

A profile claims only what is proven. For code page numbers that means the manufacturer's command reference, or a test
page of that model that somebody looked at; a page that is not listed is never selected, its letters are printed as
dots. An ability that is not listed costs speed or comfort, never correctness: without native QR codes the code is sent
as an image, without an id echo the barrier alone is believed.

    profile_of("epson-tm-t20iii")                 the one that settings name
    recognised("EPSON", "TM-T88VI")               the one whose names the printer gave (GS I 66 and 67), or None
    generic(32)                                   the least that a printer of so many columns can do

A new model is one entry in `PROFILES` and one look at its test page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from devices.printer.layout import PaperFormat, paper_format


@dataclass(frozen=True, slots=True)
class Profile:
    """One model, or one family that differs in nothing that matters here.

    Args:
        id: how settings name it.
        names: model names as the printer gives them (answer to GS I 67), compared without regard to case. Empty: nobody
            has seen its answer, or it does not give one; it has to be named in settings.
        maker: answer to GS I 66 that has to go with the name; empty: any.
        paper: columns of font A and dots of the print width.
        code_pages: Python codec -> number for ESC t, proven ones only. `cp1252` is in all of them: nothing is sent to a
            printer without it.
        native_qr: draws QR codes by itself (GS ( k, model 2). False: they are sent as images.
        cutter: has one. False: the paper is fed to the tear edge instead.
        near_end_sensor: notices the end of the roll in advance. False: PAPER_LOW never comes from this model, and the
            paper bits for it mean nothing.
        presenter: holds the slip in its mouth until it is taken, and answers `10 04 14` with six bytes. How long until
            it draws it in again is set in the printer: the commands for that differ from model to model.
        id_echo: answers GS ( H with the job's number when everything before it was processed.
        clear_command: drops its buffer on DLE DC4 fn 8, and says so. False: is known not to, and is not asked. None:
            nobody knows; it is asked, and believed if it confirms.
        recovers: goes on after a mended cutter on DLE ENQ 2.
        answers_while_open: answers status questions while the cover is open. False: no answer may just be the cover,
            and the log says so.
        reports_changes: sends automatic status (GS a) without being asked.
        one_client: serves one TCP connection at a time, so that an idle terminal must not hold it.
        feed_key_lock: knows ESC c 5, so that nobody in the foyer winds paper out.
    """

    id: str
    paper: PaperFormat
    code_pages: Mapping[str, int]
    names: tuple[str, ...] = ()
    maker: str = ""
    native_qr: bool = False
    cutter: bool = True
    near_end_sensor: bool = True
    presenter: bool = False
    id_echo: bool = False
    clear_command: bool | None = None
    recovers: bool = False
    answers_while_open: bool = False
    reports_changes: bool = True
    one_client: bool = True
    feed_key_lock: bool = False


_BASE: Mapping[str, int] = MappingProxyType({"cp1252": 16})
"""Page 16 is WPC1252 with every maker looked at."""

_EPSON_PAGES: Mapping[str, int] = MappingProxyType(
    {
        "cp1252": 16,
        "cp852": 18,
        "cp858": 19,
        "iso8859_2": 39,
        "iso8859_15": 40,
        "cp1250": 45,
        "cp1251": 46,
        "cp1253": 47,
        "cp1254": 48,
        "cp1257": 51,
    }
)
"""Epson's command reference, ESC t; left to right scripts only."""

_CLONE_PAGES: Mapping[str, int] = MappingProxyType(
    {
        "cp1252": 16,
        "cp1251": 6,
        "cp1253": 17,
        "cp852": 18,
        "cp858": 19,
        "cp1257": 25,
        "cp1250": 30,
        "cp1254": 32,
        "iso8859_2": 36,
        "iso8859_15": 44,
    }
)
"""Rongta RP326 and its many relatives: Epson's commands, other numbers for everything beyond page 19."""

PROFILES: tuple[Profile, ...] = (
    Profile(id="generic-80", paper=paper_format(48), code_pages=_BASE),
    Profile(id="generic-80-42", paper=paper_format(42), code_pages=_BASE),
    Profile(id="generic-58", paper=paper_format(32), code_pages=_BASE),
    Profile(
        id="epson-tm-t20iii",
        names=("TM-T20III", "TM-T20II", "TM-T20"),
        maker="EPSON",
        paper=paper_format(48),
        code_pages=_EPSON_PAGES,
        native_qr=True,
        id_echo=True,
        clear_command=True,
        recovers=True,
        answers_while_open=True,
        feed_key_lock=True,
    ),
    Profile(
        id="epson-tm-t88",
        names=("TM-T88V", "TM-T88VI", "TM-T88VII"),
        maker="EPSON",
        paper=paper_format(42),
        code_pages=_EPSON_PAGES,
        native_qr=True,
        id_echo=True,
        clear_command=True,
        recovers=True,
        answers_while_open=True,
        feed_key_lock=True,
    ),
    Profile(
        id="clone-80",
        paper=paper_format(48),
        code_pages=_CLONE_PAGES,
        native_qr=True,
        clear_command=False,
        near_end_sensor=False,
    ),
    Profile(
        id="custom-presenter",
        paper=paper_format(48),
        code_pages=_BASE,
        presenter=True,
        feed_key_lock=True,
    ),
)
"""Every model known. Order matters to nobody; ids and names are unique (a test keeps it)."""

_GENERIC = {48: "generic-80", 42: "generic-80-42", 32: "generic-58"}


def profile_ids() -> tuple[str, ...]:
    """The ids that settings may name."""
    return tuple(profile.id for profile in PROFILES)


def profile_of(profile_id: str) -> Profile:
    """Gives the profile with this id.

    Raises:
        ValueError: there is none; names the known ones.
    """
    for profile in PROFILES:
        if profile.id == profile_id:
            return profile
    raise ValueError(f"printer profile: {profile_id!r} is not one of {', '.join(profile_ids())}")


def generic(columns: int) -> Profile:
    """Gives the profile of a printer about which nothing is known but its columns.

    Raises:
        ValueError: no paper has so many columns; names the known ones.
    """
    paper_format(columns)
    return profile_of(_GENERIC[columns])


def recognised(maker: str, model: str) -> Profile | None:
    """Gives the profile whose names a printer gave about itself; None where it is not in the table."""
    for profile in PROFILES:
        known = any(model.strip().casefold() == name.casefold() for name in profile.names)
        if known and profile.maker.casefold() in ("", maker.strip().casefold()):
            return profile
    return None
