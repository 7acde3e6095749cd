"""The paper: strips come out one after another, a cut makes a slip and leaves its files.

    NN.png   what is on it, 1 bit, as wide as the print head
    NN.txt   what a person reads on it, UTF-8
    NN.bin   the bytes that made it
    NN.json  figures and events; times are CLOCK_MONOTONIC, the same clock for all processes of a machine

Each file is written beside its place and renamed, the .json last: once it is there, all four are. Cutter and head are
apart: what lies between them when a cut comes without a feed belongs to the next slip.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from devices.printer.virtual.models import MachineSettings

HEAD_TO_CUTTER_MM = 12
_MOST_LISTED = 100


@dataclass
class _Slip:
    strips: list[Image.Image] = field(default_factory=list)
    height: int = 0
    reads: list[tuple[int, str]] = field(default_factory=list)
    """Row where it begins, text."""
    raw: bytearray = field(default_factory=bytearray)
    unknown: int = 0
    unknown_at: list[dict[str, Any]] = field(default_factory=list)
    ignored: list[dict[str, Any]] = field(default_factory=list)
    jobs: int = 0
    first_dot: float | None = None
    low_at_mm: float | None = None
    events: list[dict[str, Any]] = field(default_factory=list)

    def add(self, strip: Image.Image) -> None:
        self.strips.append(strip)
        self.height += strip.height

    def picture(self, dots: int) -> Image.Image:
        whole = Image.new("1", (dots, self.height), 1)
        top = 0
        for strip in self.strips:
            whole.paste(strip, (0, top))
            top += strip.height
        return whole


class Paper:
    """A roll of paper that ends in `out`. Used under the machine's lock only."""

    def __init__(self, built: MachineSettings, out: Path) -> None:
        self._built = built
        self._out = out
        self.head_to_cutter = round(HEAD_TO_CUTTER_MM * built.dots_per_mm)
        out.mkdir(parents=True, exist_ok=True)
        self._number = max((int(old.stem) for old in out.glob("[0-9][0-9]*.json")), default=0)
        self._slip = _Slip()
        self._slip.add(self._white(self.head_to_cutter))

    @property
    def uncut_mm(self) -> float:
        """What came past the head since the last cut."""
        return (self._slip.height - self.head_to_cutter) / self._built.dots_per_mm

    @property
    def uncut_text(self) -> str:
        """What a person reads on it."""
        return "".join(f"{text}\n" for _, text in self._slip.reads)

    def burn(self, strip: Image.Image, now: float) -> None:
        """A strip comes out at `now`."""
        if self._slip.first_dot is None and _inked(strip):
            self._slip.first_dot = now
        self._slip.add(strip)

    def feed(self, rows: int) -> None:
        """White paper comes out."""
        self._slip.add(self._white(rows))

    def read(self, text: str) -> None:
        """What a person reads on the strips that begin here."""
        self._slip.reads.append((self._slip.height, text))

    def note(self, event: str, now: float) -> None:
        """Something happened while this slip was in the machine."""
        if event == "initialised":
            self._slip.jobs += 1
        if event == "paper low":
            self._slip.low_at_mm = round(self.uncut_mm, 1)
        self._slip.events.append({"t": now, "event": event, "mm": round(self.uncut_mm, 1)})

    def account(self, raw: bytes) -> None:
        """These bytes went into this slip."""
        self._slip.raw += raw

    def unknown(self, raw: bytes, at: int) -> None:
        """These were not understood."""
        self._slip.unknown += len(raw)
        _listed(self._slip.unknown_at, {"at": at, "hex": raw[:32].hex()})

    def ignored(self, what: str, at: int) -> None:
        """This was understood and had no effect."""
        _listed(self._slip.ignored, {"at": at, "what": what})

    def cut(self, now: float, feed: int | None) -> str | None:
        """Cuts behind `feed` more dots than to the cutter, or (None) where the paper stands.

        Gives the name of the slip; None where no paper is in front of the cutter.
        """
        if feed is not None:
            self._slip.add(self._white(feed + self.head_to_cutter))
        return self._part(now, cuts=1) if self.uncut_mm > 0 else None

    def tear(self, now: float) -> str | None:
        """Somebody tears off what hangs out or lies before the cutter; gives its name, None where all is white."""
        if self.uncut_mm <= 0 and not any(map(_inked, self._slip.strips)):
            return None
        self._slip.add(self._white(self.head_to_cutter))
        return self._part(now, cuts=0)

    def _part(self, now: float, cuts: int) -> str:
        slip, self._slip = self._slip, _Slip()
        border = slip.height - self.head_to_cutter
        whole = slip.picture(self._built.dots)
        behind = whole.crop((0, border, whole.width, whole.height))
        self._slip.add(behind)
        self._slip.reads = [(row - border, text) for row, text in slip.reads if row >= border]
        slip.reads = [(row, text) for row, text in slip.reads if row < border]
        return self._leave(slip, whole.crop((0, 0, whole.width, border)), now, cuts)

    def _leave(self, slip: _Slip, picture: Image.Image, now: float, cuts: int) -> str:
        self._number += 1
        name = f"{self._number:02d}"
        self._write(f"{name}.txt", "".join(f"{line}\n" for _, line in slip.reads).encode())
        self._write(f"{name}.bin", bytes(slip.raw))
        self._write_picture(f"{name}.png", picture)
        facts = {
            "slip": self._number,
            "cuts": cuts,
            "model": self._built.name,
            "dots": self._built.dots,
            "mm": round(picture.height / self._built.dots_per_mm, 1),
            "jobs": slip.jobs,
            "bytes": len(slip.raw),
            "unknown_bytes": slip.unknown,
            "unknown": slip.unknown_at,
            "ignored": slip.ignored,
            "low_at_mm": slip.low_at_mm,
            "first_dot_monotonic": slip.first_dot,
            "cut_monotonic": now,
            "events": slip.events,
        }
        self._write(f"{name}.json", (json.dumps(facts, indent=1) + "\n").encode())
        return name

    def _white(self, rows: int) -> Image.Image:
        return Image.new("1", (self._built.dots, rows), 1)

    def _write(self, name: str, data: bytes) -> None:
        beside = self._out / f".{name}.part"
        beside.write_bytes(data)
        os.replace(beside, self._out / name)

    def _write_picture(self, name: str, picture: Image.Image) -> None:
        beside = self._out / f".{name}.part"
        picture.save(beside, format="PNG", dpi=(self._built.dpi, self._built.dpi))
        os.replace(beside, self._out / name)


def _inked(strip: Image.Image) -> bool:
    return strip.convert("L").getextrema()[0] == 0


def _listed(entries: list[dict[str, Any]], entry: dict[str, Any]) -> None:
    if len(entries) < _MOST_LISTED:
        entries.append(entry)
