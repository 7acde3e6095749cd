"""Services: load and check, a page of the largest form, a key of the search. Part of the table, or run alone."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kiosk.services.form import check_entries, check_form, questions
from kiosk.services.load import check_services, load_services
from kiosk.services.search import search, search_index
from tests.kiosk.services.shipped import FOLDER, TODAY, catalogue

TYPED = ("Hundesteuer", "geburtsukrunde", "ich möchte mein auto ummelden", "wohngelt", "xyzqqq", "lagerfeuer")


def rows(rounds: int = 15) -> list[dict[str, Any]]:
    """Times everything; p99 stands in the p95 column where the budget is a p99."""
    services = catalogue().services.values()
    largest = max(services, key=lambda service: len(service.fields))
    answers = {field.id: True for field in largest.fields if type(field).__name__ == "YesNoField"}
    pages = questions(largest, answers)
    index = search_index(services)
    keys = [text[:end] for text in TYPED for end in range(1, len(text) + 1)]

    def page() -> None:
        for question in pages:
            check_entries(largest, question.fields, {field.id: "x" for field in question.fields}, answers, TODAY)
            questions(largest, answers)

    return [
        _row("services: load + check all 72", _times(lambda: check_services(FOLDER), rounds), "<= 300 ms"),
        _row("services: start, live ones only", _times(lambda: load_services(FOLDER), rounds), ""),
        _row(
            f"form: one page of {largest.id} ({len(largest.fields)} fields), check + questions, p99",
            [took / len(pages) for took in _times(page, 60)],
            "p99 <= 1 ms with step + view",
            0.99,
        ),
        _row(f"form: check all of {largest.id}", _times(lambda: check_form(largest, answers, TODAY), 300), "", 0.99),
        _row("search: one key, p99", [t for k in keys for t in _times(lambda k=k: search(index, k, "de"), 5)],
             "<= 50 ms", 0.99),
        _row("search: index of all 72", _times(lambda: search_index(services), rounds), ""),
    ]  # fmt: skip


def _times(work: Callable[[], object], count: int) -> list[float]:
    found = []
    for _ in range(count):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return found


def _row(what: str, times: list[float], budget: str, share: float = 0.95) -> dict[str, Any]:
    times = sorted(times)
    high = times[min(len(times) - 1, int(share * len(times)))]
    line = {"what": what, "unit": "ms", "median": times[len(times) // 2], "p95": high, "worst": times[-1]}
    return {**line, "n": len(times), "budget": budget}


if __name__ == "__main__":
    for line in rows():
        sys.stdout.write(
            "{what}: median {median:.2f}, p95/p99 {p95:.2f}, worst {worst:.2f} ms; {budget}\n".format(**line)
        )
