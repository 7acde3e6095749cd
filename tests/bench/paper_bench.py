"""Paper: milliseconds and bytes of each document, warm, in one process. Part of the table, or run alone."""

import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from devices.printer.document import Document
from devices.printer.profiles import profile_of
from devices.printer.render import Renderer
from kiosk.wiring import PAPER_FONTS
from tests.kiosk.documents.samples import document

KINDS = ("queue_ticket", "receipt", "appointment", "check_list", "payment_receipt")
LATIN = "p95 <= 5 ms, <= 1024 bytes"
DRAWN = "p95 <= 40 ms"
"""What rendering may take of the 500 ms between the tap and the first paper."""


def rows(rounds: int = 20) -> list[dict[str, Any]]:
    """Layout and rendering of each document: letters that the printer has, and everything drawn."""
    native = Renderer(profile_of("epson-tm-t20iii"), PAPER_FONTS)
    plain = Renderer(profile_of("generic-80"), PAPER_FONTS)
    native.load()
    plain.load()
    found = []
    for kind in KINDS:
        found += [
            _row(f"paper: {kind} de, native QR code", native, document(kind, "de"), rounds, LATIN),
            _row(f"paper: {kind} de, QR code as image", plain, document(kind, "de"), rounds, DRAWN),
            _row(f"paper: {kind} ar, drawn", plain, document(kind, "ar"), rounds, DRAWN),
            _row(f"paper: {kind} ar, drawn, large print", plain, document(kind, "ar", large=True), rounds, ""),
        ]
    return found


def _row(what: str, renderer: Renderer, paper: Document, rounds: int, budget: str) -> dict[str, Any]:
    size = len(renderer.render(renderer.lines(paper)))
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        renderer.render(renderer.lines(paper))
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    high = times[min(len(times) - 1, int(0.95 * len(times)))]
    line = {"what": f"{what}, {size} bytes", "unit": "ms", "median": times[len(times) // 2], "p95": high}
    return {**line, "worst": times[-1], "n": len(times), "budget": budget}


if __name__ == "__main__":
    for line in rows():
        sys.stdout.write("{what}: median {median:.2f}, p95 {p95:.2f}, worst {worst:.2f} ms; {budget}\n".format(**line))
