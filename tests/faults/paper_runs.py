"""One run with random trouble: the real owner and driver over TCP, a virtual printer, people who come and help.

Everything that chance decides comes from the seed: model, limits of paper and line, which trouble meets which job after
how many bytes or millimetres, and what staff do when. What the run then says about itself is compared with the paper.
"""

import json
import queue
import random
import shutil
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from devices.printer import (
    Document,
    Figure,
    FontFiles,
    Limits,
    MemoryJournal,
    NotPrinted,
    Pair,
    Paragraph,
    Printed,
    PrinterOwner,
    PrintJob,
    PrintOutcome,
    Qr,
    Unknown,
    open_printer,
)
from devices.printer.virtual import MODELS, VirtualPrinter
from devices.printer.virtual.situations import Situations

JOBS = 5
PATIENCE_S = 30.0
_LIMITS = Limits(
    ready_s=0.6,
    connect_s=0.5,
    settle_s=0.02,
    reply_s=0.3,
    identify_s=0.1,
    barrier_s=0.8,
    slowest_mm_per_s=150.0,
    slowest_bytes_per_s=20_000.0,
    clear_s=0.3,
    drain_s=0.2,
)
_COLUMNS = {384: 32, 512: 42, 576: 48}
_NOW = ("stale", "wrong", "slow", "slow_line", "jam", "paper_low")
_LATER = ("cover_open", "paper_out", "off", "mute", "half_open", "hang_up", "offline", "hot", "broken")
_MENDED = ("cover_closed", "paper_in", "on", "unmute", "reading", "online", "cool", "repair", "normal_speed")


@dataclass
class Told:
    """What became of a key, as the driver said it, in order."""

    key: str
    outcomes: list[PrintOutcome] = field(default_factory=list)


@dataclass
class Run:
    """A run and what is wrong with it. `faults` is empty when all is well."""

    seed: int
    faults: list[str] = field(default_factory=list)
    printed: int = 0
    unknown: int = 0
    not_printed: int = 0


class _Foyer:
    """The world of one run."""

    def __init__(self, seed: int, folder: Path, fonts: FontFiles) -> None:
        self.chance = random.Random(seed)
        self.out = folder / f"{seed}"
        model = MODELS[self.chance.choice(list(MODELS))]
        settings = replace(model, mm_per_s=self.chance.choice((300.0, 1000.0, 3000.0)), cut_s=0.002)
        self.printer = VirtualPrinter("127.0.0.1", 0, self.out, settings)
        self.situations = Situations(self.printer)
        self._fonts = fonts
        self._columns = _COLUMNS[settings.dots]
        self._journal = MemoryJournal()
        self.told: dict[str, Told] = {}
        self._ended: queue.Queue[str] = queue.Queue()
        self.printer.start()
        self.owner = self._new_owner()

    def do(self, name: str, **arguments: Any) -> dict[str, Any]:
        return dict(self.situations({"do": name, **arguments}))

    def _new_owner(self) -> PrinterOwner:
        host, port = self.printer.address
        driver = open_printer(
            f"tcp://{host}:{port}",
            columns=self._columns,
            fonts=self._fonts,
            limits=_LIMITS,
            journal=self._journal,
        )
        owner = PrinterOwner(
            driver,
            lambda status: None,
            interval_s=0.3,
            trouble_s=0.1,
            prepare=driver.prepare,
            watch=driver.watch,
            close=driver.close,
        )
        owner.start()
        return owner

    def restart_terminal(self) -> None:
        """The program ends in order and starts again; only the journal remembers."""
        self.owner.stop(PATIENCE_S)
        self.owner = self._new_owner()

    def submit(self, key: str) -> None:
        told = self.told.setdefault(key, Told(key))

        def done(outcome: PrintOutcome) -> None:
            told.outcomes.append(outcome)
            self._ended.put(key)

        self.owner.submit(PrintJob(document(key), key, done))

    def wait(self) -> str | None:
        """The key of the next job that ends; None when it takes far too long."""
        try:
            return self._ended.get(timeout=PATIENCE_S)
        except queue.Empty:
            return None

    # -- trouble and help -----------------------------------------------------------------------------------------

    def trouble(self) -> None:
        chance = self.chance
        if chance.random() < 0.6:
            name = chance.choice(_LATER)
            unit = chance.choice(("after_bytes", "after_received", "after_mm", None))
            amount = {"after_bytes": 500, "after_received": 700, "after_mm": 130, None: 1}[unit]
            self.do(name, **({unit: chance.randint(1, amount)} if unit else {}))
        else:
            self._odd(chance.choice(_NOW))

    def _odd(self, name: str) -> None:
        chance = self.chance
        match name:
            case "stale":
                self.do(name, hex=chance.choice(("00", "12", "12121212", "372500", "10000000", "38000000", "5f4100")))
            case "wrong":
                self.do(name, hex=chance.choice(("12", "ff", "1a", "00", "")), times=chance.randint(1, 4))
            case "slow":
                self.do(name, mm_per_s=chance.choice((15, 60, 150)))
            case "slow_line":
                self.do(name, bytes_per_s=chance.choice((150, 600, 3000)))
            case _:
                self.do(name)

    def staff(self, *, while_printing: bool) -> None:
        """Somebody comes, does something sensible, and not always all of it.

        Nobody tears paper that is being printed on: no driver could notice.
        """
        chance = self.chance
        deeds = list(_MENDED)
        chance.shuffle(deeds)
        for deed in deeds[: chance.choice((2, 5, len(deeds)))]:
            self.do(deed)
        if chance.random() < 0.2:
            self.do("off")
            self.do("on")
        if chance.random() < 0.2 and not while_printing:
            self.do("tear")
        if chance.random() < 0.3:
            self.do("take_slip")

    def mend_all(self) -> None:
        self.do("reset_counters")
        for deed in (*_MENDED, "normal_line", "right", "take_slip"):
            self.do(deed)
        state = self.do("state")
        if state["broken"] or state["cutter"] != "ok":
            self.do("off")
            self.do("on")

    def rest(self) -> bool:
        """Whether the printer came to rest with everything mended."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            state = self.do("state")
            if not state["busy"] and not state["waiting_bytes"]:
                return True
            time.sleep(0.01)
        return False

    def stop(self) -> None:
        self.owner.stop(PATIENCE_S)
        self.printer.stop()


def document(key: str) -> Document:
    """A slip with its key on the first and on the last line."""
    parts = (
        Paragraph(f"Anfang {key}"),
        Figure("B 047"),
        Pair("Raum", "EG"),
        Qr(f"https://mayen.example/{key}"),
        Paragraph(f"Ende {key}"),
    )
    return Document("queue_ticket", parts)


def run(seed: int, folder: Path, fonts: FontFiles) -> Run:
    """Plays one run and judges it; the paper of a run without fault is thrown away."""
    foyer, result = _Foyer(seed, folder, fonts), Run(seed)
    try:
        _play(foyer, result)
        foyer.owner.stop(PATIENCE_S)
        foyer.mend_all()
        if not foyer.rest():
            result.faults.append(f"printer never came to rest: {foyer.do('state')}")
        foyer.do("tear")
        _judge(foyer, result)
    finally:
        foyer.stop()
    if not result.faults:
        shutil.rmtree(foyer.out)
    return result


def _play(foyer: _Foyer, result: Run) -> None:
    chance, keys = foyer.chance, [f"{foyer.chance.randrange(16**6):06x}" for _ in range(JOBS)]
    for key in keys:
        for _ in range(chance.choice((0, 1, 1, 2))):
            foyer.trouble()
        foyer.submit(key)
        waiting = 1
        if chance.random() < 0.3:
            time.sleep(chance.random() * 0.1)
            foyer.staff(while_printing=True)
        if chance.random() < 0.3:  # an impatient finger
            foyer.submit(chance.choice(keys[: keys.index(key) + 1]))
            waiting += 1
        if chance.random() < 0.15:
            foyer.restart_terminal()
        for _ in range(waiting):
            if foyer.wait() is None:
                result.faults.append(f"a job of {key} never ended: {foyer.do('state')}")
                return
        foyer.staff(while_printing=False)
    _usable_again(foyer, result)


def _usable_again(foyer: _Foyer, result: Run) -> None:
    """When all is mended a slip comes out; a first try may still meet what is left of the trouble."""
    foyer.mend_all()
    tries: list[Any] = []
    for number in range(4):
        key = f"last{number}{foyer.chance.randrange(16**4):04x}"
        foyer.submit(key)
        if foyer.wait() is None:
            result.faults.append(f"{key} never ended")
            return
        tries += foyer.told[key].outcomes
        if isinstance(tries[-1], Printed):
            return
        foyer.mend_all()
        time.sleep(0.2)
    result.faults.append(f"everything is mended and nothing is printed: {tries} {foyer.do('state')}")


def _judge(foyer: _Foyer, result: Run) -> None:
    slips = [(path.read_text(), _cuts(path)) for path in sorted(foyer.out.glob("[0-9]*.txt"))]
    paper = "".join(text for text, _ in slips)
    for key, told in foyer.told.items():
        begun, ended = (paper.count(f"{word} {key}\n") for word in ("Anfang", "Ende"))
        if begun > 1 or ended > 1:
            result.faults.append(f"{key}: {begun} beginnings, {ended} ends on paper; told {told.outcomes}")
        last = told.outcomes[-1] if told.outcomes else None
        match last:
            case Printed():
                result.printed += 1
                if not any(cuts and _whole(text, key) for text, cuts in slips):
                    found = [(text, cuts) for text, cuts in slips if key in text]
                    result.faults.append(f"{key}: printed, but not whole and cut on any slip: {found}")
            case Unknown():
                result.unknown += 1
            case NotPrinted():
                result.not_printed += 1
                if begun or ended:
                    result.faults.append(f"{key}: not printed, but {begun} beginnings, {ended} ends on paper")
            case None:
                result.faults.append(f"{key}: no outcome")
        said = [type(outcome) for outcome in told.outcomes if not isinstance(outcome, NotPrinted)]
        if len(set(said)) > 1:
            result.faults.append(f"{key}: told {told.outcomes}")
    unknown = foyer.do("state")["unknown"]
    if unknown:
        result.faults.append(f"bytes not understood after all was mended: {unknown}")


def _whole(text: str, key: str) -> bool:
    """Whether a slip is the document of this key and nothing else, all of it in order."""
    lines = [line.strip() for line in text.splitlines()]
    code = [line for line in lines if line.startswith(("[QR ", "[picture "))]
    return (
        lines[:2] == [f"Anfang {key}", "B 047"]
        and lines[-1] == f"Ende {key}"
        and any(line.split() == ["Raum", "EG"] for line in lines)
        and bool(code)
        and (code[0] == f"[QR https://mayen.example/{key}]" or code[0].startswith("[picture"))
    )


def _cuts(path: Path) -> int:
    cuts: int = json.loads(path.with_suffix(".json").read_text())["cuts"]
    return cuts
