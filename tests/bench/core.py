"""step + view of the dialogue: on the queue's choice, and typing into the form of the largest service."""

import time
from dataclasses import replace
from typing import Any

from kiosk.dialogue import phases
from kiosk.dialogue.dispatch import view
from kiosk.dialogue.events import Pressed
from kiosk.dialogue.forms.filling import Filling
from kiosk.dialogue.machine import step
from kiosk.dialogue.pages import focus_order
from kiosk.dialogue.state import Context, State
from kiosk.services.fields import TextField
from kiosk.services.load import load_services
from kiosk.settings import shipped_config
from tests.kiosk.dialogue import samples


def rows(count: int = 3000) -> list[dict[str, Any]]:
    """Presses on the queue's choice, and letters typed into the form of the largest service."""
    context = samples.context()
    page = view(context, samples.at(samples.CHOICE))
    choices = [key for key in focus_order(page) if key.startswith("queue.service.")]
    largest = load_services(shipped_config() / "services", live_only=False).services["gewerbe_anmelden"]
    filling = Filling(largest, samples.A_TICKET)
    question = next(each for each in filling.questions if isinstance(each.fields[0], TextField))
    typing = samples.at(phases.Asking(question.id))
    typing = replace(typing, session=replace(typing.session, filling=filling))
    return [
        _row("step + view, queue choice", context, samples.at(samples.CHOICE), choices, count),
        _row("step + view, a letter in the largest form", context, typing, ["keyboard.a", "keyboard.delete"], count),
    ]


def _row(what: str, context: Context, state: State, keys: list[str], count: int) -> dict[str, Any]:
    page = view(context, state)
    times: list[float] = []
    for number in range(count):
        began = time.perf_counter()
        state, _ = step(context, state, Pressed(page.id, keys[number % len(keys)]), samples.stamp(1.0, number))
        page = view(context, state)
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    line: dict[str, Any] = {"what": f"{what}, p99 in the p95 column", "unit": "ms", "median": times[len(times) // 2]}
    return line | {"p95": times[int(0.99 * len(times))], "worst": times[-1], "n": count, "budget": "p99 <= 1 ms"}
