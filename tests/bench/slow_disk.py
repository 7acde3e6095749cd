"""Whether the window stands still while the disk takes two seconds for an fsync: the terminal under strace.

strace holds up every fsync and fdatasync of the real terminal, and by looking at each system call it slows everything
else a little; the same journey under strace with a quick disk is the peer.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.processes import family

JOURNEY = Path(__file__).with_name("slow_disk.yaml")
COMMAND = Path(sys.executable).with_name("buergerterminal")
DELAY_US = 2_000_000
PATIENCE_S = 300.0


def rows() -> list[dict[str, Any]]:
    """Touch to page for every touch of the journey, with the slow disk and with the machine's own."""
    slow, quick = _played(DELAY_US), _played(0)
    what = "touch to page while an fsync takes 2 s (under strace); peer: the machine's disk"
    return [_row(what, slow, quick, "<= 100 ms above the peer")]


def _played(delay_us: int) -> list[float]:
    with tempfile.TemporaryDirectory(prefix="bt-bench-") as name:
        command = [str(COMMAND), "rehearse", str(JOURNEY), "--evidence", name]
        playing = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        strace = _attached(_terminal(playing.pid), delay_us)
        said, _ = playing.communicate(timeout=PATIENCE_S)
        strace.wait(10)
        if playing.returncode != 0:
            raise RuntimeError(said)
        timings = json.loads((Path(name) / "slow_disk" / "timings.json").read_text("utf-8"))
    return [touch["to_page_ms"] for touch in timings["touches"] if touch["to_page_ms"] is not None]


def _terminal(rehearsal: int) -> int:
    """The terminal's process, as soon as it runs."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for pid in family(rehearsal):
            try:
                words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if words[1:4] == [b"-m", b"kiosk", b"run"]:
                return pid
        time.sleep(0.05)
    raise RuntimeError("no terminal has started")


def _attached(pid: int, delay_us: int) -> "subprocess.Popen[bytes]":
    delay = [f"--inject=fsync,fdatasync:delay_enter={delay_us}"] if delay_us else []
    command = ["strace", "-f", "-q", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", *delay, "-p", str(pid)]
    return subprocess.Popen(command)


def _row(what: str, values: list[float], peer: list[float], budget: str) -> dict[str, Any]:
    ordered, other = sorted(values), sorted(peer)
    middle, beside = ordered[len(ordered) // 2], other[len(other) // 2]
    line: dict[str, Any] = {"what": what, "unit": "ms", "median": middle, "p95": ordered[int(0.95 * len(ordered))]}
    return line | {"worst": ordered[-1], "n": len(ordered), "peer": beside, "ratio": middle / beside, "budget": budget}
