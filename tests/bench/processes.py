"""What a process and its children cost: proportional memory and processor time, from /proc."""

import os
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """The process and all below it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(after_name[1]), []).append(int(entry.name))
    found, todo = [], [pid]
    while todo:
        each = todo.pop()
        found.append(each)
        todo += parents.get(each, [])
    return found


def pss_mb(pid: int) -> float:
    """Proportional set size of the whole family in MB."""
    return _rolled_up_mb(pid, "Pss:")


def own_mb(pid: int) -> float:
    """What of it belongs to no file: the share in libraries depends on who else has them open, this does not."""
    return _rolled_up_mb(pid, "Pss_Anon:", "Pss_Shmem:")


def _rolled_up_mb(pid: int, *rows: str) -> float:
    total = 0
    for each in family(pid):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith(rows))
    return total / 1024


def cpu_s(pid: int) -> float:
    """Processor time of the whole family so far."""
    total = 0
    for each in family(pid):
        try:
            after_name = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(after_name[11]) + int(after_name[12])
    return total / TICK


def idle_percent(pid: int, seconds: float) -> float:
    """Share of one core while nothing happens."""
    before, began = cpu_s(pid), time.monotonic()
    time.sleep(seconds)
    return 100 * (cpu_s(pid) - before) / (time.monotonic() - began)
