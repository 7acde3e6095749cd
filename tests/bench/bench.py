"""`make bench`: start, memory, idle load, touch, core and paper, with Chromium beside it where it is installed.

Everything is measured in one run on the same display server (Xvfb, software drawing); ratios hold where absolute times
depend on the machine. Writes `bench.json` and `bench.md` and prints the table.
"""

import argparse
import contextlib
import json
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kiosk.rehearsal.observer import Observer
from kiosk.rehearsal.stage import PORTRAIT, Stage, TerminalOptions
from kiosk.rehearsal.xvfb import Xvfb
from tests.bench import chromium, core, eid_bench, outbox_bench, paper_bench, services_bench, slow_disk
from tests.bench.glass import Glass
from tests.bench.processes import idle_percent, pss_mb

KEY = (100, 1370)
"""A pixel of the start key, beside its words."""
PRIMARY = (11, 74, 143)
PRESSED = (7, 47, 92)
MINUTE_S = 60.0
"""The first page shows the time: a shorter look sees the change of the minute, or does not."""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--touches", type=int, default=30)
    parser.add_argument("--visits", type=int, default=12)
    options = parser.parse_args()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="bt-bench-") as name, Stage() as stage:
        folder = Path(name)
        rows += starts(stage, folder, options.rounds)
        rows += touches(stage, folder, options.touches)
        rows += paper(stage, folder, options.visits)
    rows += core.rows()
    rows += services_bench.rows()
    rows += paper_bench.rows()
    rows += outbox_bench.rows()
    rows += eid_bench.rows()
    rows += slow_disk.rows()
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "bench.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False), "utf-8")
    table = as_table(rows)
    (options.out / "bench.md").write_text(table, "utf-8")
    sys.stdout.write(table)
    return 0


def row(what: str, values: list[float], unit: str, budget: str, peer: list[float] | None = None) -> dict[str, Any]:
    """One line: median, 95th percentile, worst, the peer's median and the ratio to it."""
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    median = statistics.median(ordered)
    line: dict[str, Any] = {"what": what, "unit": unit, "median": median, "p95": p95, "worst": ordered[-1]}
    line |= {"n": len(values), "budget": budget}
    if peer:
        line |= {"peer": statistics.median(peer), "ratio": median / statistics.median(peer)}
    return line


# --- Start, memory, idle ---


def starts(stage: Stage, folder: Path, rounds: int) -> list[dict[str, Any]]:
    """Terminal and peer in turns; each on a fresh display server, so that no old pixel is taken for a new one."""
    ours: dict[str, list[float]] = {"start": [], "pss": [], "idle": [], "idle_home": []}
    peer: dict[str, list[float]] = {"start": [], "pss": [], "idle": []}
    browser = chromium.find()
    for number in range(rounds):
        last = number == rounds - 1
        with display(folder) as (name, glass):
            began = time.monotonic()
            child = stage.start_terminal(name)
            ours["start"].append(first_use(glass, began))
            time.sleep(2.0)
            ours["pss"].append(pss_mb(child.pid))
            if last:
                ours["idle_home"].append(idle_percent(child.pid, 12))
                time.sleep(90)  # warning and end of the visit: back on the first page
                ours["idle"].append(idle_percent(child.pid, MINUTE_S))
            child.end()
        if browser is not None:
            with display(folder) as (name, glass), tempfile.TemporaryDirectory(dir=folder) as profile:
                began = time.monotonic()
                process = chromium.start(browser, name, Path(profile))
                try:
                    peer["start"].append(first_use(glass, began))
                    time.sleep(2.0)
                    peer["pss"].append(pss_mb(process.pid))
                    if last:
                        peer["idle"].append(idle_percent(process.pid, MINUTE_S))
                finally:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                    time.sleep(0.5)
    return [
        row("start to first usable page", ours["start"], "s", "<= 1.5 x peer", peer["start"]),
        row("memory (PSS)", ours["pss"], "MB", "<= 0.5 x peer", peer["pss"]),
        row("idle CPU, first page", ours["idle"], "% of a core", "<= 0.5 %", peer["idle"]),
        row("idle CPU, home", ours["idle_home"], "% of a core", "<= 2 %"),
    ]


def first_use(glass: Glass, began: float) -> float:
    """Seconds until the start key is on the glass *and* a tap on it changes the page."""
    glass.wait(*KEY, PRIMARY)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        glass.down(*KEY)
        glass.up()
        with contextlib.suppress(TimeoutError):
            glass.gone(*KEY, (PRIMARY, PRESSED), within_s=0.15)  # pressed is no page change: the key has to be gone
            return time.monotonic() - began
    raise TimeoutError("the start key does nothing")


@contextlib.contextmanager
def display(folder: Path) -> Iterator[tuple[str, Glass]]:
    """A display server of our own and a view on it."""
    with Xvfb(PORTRAIT, folder) as server:
        glass = Glass(server.display)
        try:
            yield server.display, glass
        finally:
            glass.close()


# --- Touch ---


def touches(stage: Stage, folder: Path, count: int) -> list[dict[str, Any]]:
    """Start key down until it looks pressed; up until home is there; then back to the first page."""
    pressed: list[float] = []
    pages: list[float] = []
    with display(folder) as (name, glass):
        child = stage.start_terminal(name)
        glass.wait(*KEY, PRIMARY)
        time.sleep(2.5)
        probe = glass.probe_ms()
        for _ in range(count):
            at = glass.down(*KEY)
            pressed.append((glass.wait(*KEY, PRESSED) - at) * 1000)
            time.sleep(0.05)
            at = glass.up()
            pages.append((glass.gone(*KEY, (PRIMARY, PRESSED)) - at) * 1000)
            time.sleep(0.6)
            glass.down(954, 1866)  # Beenden
            time.sleep(0.05)
            glass.up()
            glass.wait(*KEY, PRIMARY)
            time.sleep(0.6)
        child.end()
    return [
        row("touch to pressed key", pressed, "ms", "p95 <= 100 ms"),
        row("touch to new page", pages, "ms", "p95 <= 250 ms"),
        row("(cost of one look)", [probe], "ms", ""),
    ]


# --- Paper ---


def paper(stage: Stage, folder: Path, visits: int) -> list[dict[str, Any]]:
    """Whole visits through the glass: from the taps to the number, to first dots and cut, and to "the printer does not
    answer" when it falls silent at the moment of the tap."""
    shown_ms: list[float] = []
    dots_ms: list[float] = []
    cut_ms: list[float] = []
    take_ms: list[float] = []
    size: list[float] = []
    with display(folder) as (name, glass), Observer(folder / "observe.sock") as observer:
        child = stage.start_terminal(name, TerminalOptions(observe=folder / "observe.sock"))
        observer.follow(child.pid)
        for number in range(visits):
            shown_ms.append(draw(glass, observer))
            at = tap(glass, observer, "queue.ticket", "slip.print")
            wait(observer, lambda: ended(observer))
            take_ms.append((observer.page_since - at) * 1000)
            slip = slip_of(stage, number)
            dots_ms.append((slip["first_dot_monotonic"] - at) * 1000)
            cut_ms.append((slip["cut_monotonic"] - at) * 1000)
            size.append(float(max(stage.paper.glob("*.bin")).stat().st_size))
            tap(glass, observer, "queue.ticket", "ticket.end")
        silent_ms = [silent(stage, glass, observer) for _ in range(max(1, visits // 3))]
        child.end()
    return [
        row("tap on draw to number on the glass", shown_ms, "ms", ""),
        row("tap on print to first dots on paper", dots_ms, "ms", "p95 <= 500 ms"),
        row("tap on print to the cut", cut_ms, "ms", "p95 <= 2000 ms"),
        row('tap on print to "take your slip" on the glass', take_ms, "ms", ""),
        row("tap on print to the word that the printer is silent", silent_ms, "ms", "p95 <= 1500 ms"),
        row("size of a Latin document", size, "bytes", "<= 1000"),
    ]


def draw(glass: Glass, observer: Observer) -> float:
    """A visitor up to the number; gives the milliseconds from the tap on draw until it is there."""
    tap(glass, observer, "attract", "attract.start")
    tap(glass, observer, "home", "home.queue")
    tap(glass, observer, "queue.choice", "queue.service.id_documents")
    at = tap(glass, observer, "queue.choice", "queue.draw")
    wait(observer, lambda: page(observer) == "queue.ticket")
    return (observer.page_since - at) * 1000


def silent(stage: Stage, glass: Glass, observer: Observer) -> float:
    """The printer falls silent while the person decides; gives the milliseconds from the tap until the page says so."""
    draw(glass, observer)
    wait(observer, lambda: "slip.print" in shown_keys(observer))
    stage.controls.printer.do("mute")
    at = tap(glass, observer, "queue.ticket", "slip.print")
    wait(observer, lambda: ended(observer))
    known = (observer.page_since - at) * 1000
    shown = observer.now
    assert shown is not None
    assert any(node.id == "ticket.code" for node in shown.nodes), "the page does not say that there is no slip"
    stage.controls.printer.do("unmute")
    tap(glass, observer, "queue.ticket", "ticket.end")
    return known


def ended(observer: Observer) -> bool:
    """Whether the page shows what became of the slip."""
    return page(observer) == "queue.ticket" and observer.now is not None and observer.now.part == 2


def slip_of(stage: Stage, number: int) -> dict[str, Any]:
    """What the printer wrote down of the newest slip; its files come a moment after the cut."""
    deadline = time.monotonic() + 10
    while len(list(stage.paper.glob("*.json"))) <= number:
        if time.monotonic() > deadline:
            raise TimeoutError("no paper")
        time.sleep(0.05)
    found: dict[str, Any] = json.loads(max(stage.paper.glob("*.json")).read_text("utf-8"))
    return found


def page(observer: Observer) -> str:
    shown = observer.now
    return shown.page if shown is not None else ""


def shown_keys(observer: Observer) -> set[str]:
    shown = observer.now
    return {each.id for each in shown.nodes if each.pressable} if shown is not None else set()


def wait(observer: Observer, until: Any, within_s: float = 15.0) -> None:
    if not observer.wait(until, time.monotonic() + within_s):
        raise TimeoutError(f"the page is {page(observer)}")


def tap(glass: Glass, observer: Observer, on: str, node: str) -> float:
    """Waits for the page, taps the node as a person would; gives the time of the finger's lift."""
    wait(observer, lambda: page(observer) == on and node in shown_keys(observer))
    time.sleep(max(0.25, observer.page_since + 0.4 - time.monotonic()))
    shown = observer.now
    assert shown is not None
    rect = next(each.rect for each in shown.nodes if each.id == node)
    assert rect is not None
    glass.down(int(rect[0] + rect[2] / 2), int(rect[1] + rect[3] / 2))
    time.sleep(0.06)
    return glass.up()


# --- Table ---


def as_table(rows: list[dict[str, Any]]) -> str:
    """Markdown, one line a figure."""
    lines = ["| what | median | p95 | worst | n | peer | ratio | budget |", "| --- " * 8 + "|"]
    for each in rows:
        peer = f"{each['peer']:.2f}" if "peer" in each else ""
        ratio = f"{each['ratio']:.2f}" if "ratio" in each else ""
        cells = [f"{each['what']} ({each['unit']})"] + [f"{each[key]:.2f}" for key in ("median", "p95", "worst")]
        lines.append("| " + " | ".join([*cells, str(each["n"]), peer, ratio, each["budget"]]) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
