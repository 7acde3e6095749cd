"""How far a case is, told from what has happened to it and from nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from kiosk.portal.contract import CaseState, CaseStep, StepState, Text

STATES: tuple[CaseState, ...] = get_args(CaseState)


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """A case came into a state."""

    state: CaseState
    at: datetime


TEXTS: dict[CaseState, Text] = {
    "received": Text(
        de="Ihr Antrag ist eingegangen. Die Bearbeitung hat noch nicht begonnen.",
        en="Your application has arrived. Nobody has started to work on it yet.",
    ),
    "in_progress": Text(de="Ihr Antrag wird bearbeitet.", en="Your application is being processed."),
    "question": Text(
        de="Das Amt hat eine Frage an Sie. Es meldet sich bei Ihnen.",
        en="The office has a question for you. It will contact you.",
    ),
    "decided": Text(de="Über Ihren Antrag ist entschieden.", en="Your application has been decided."),
    "closed": Text(de="Ihr Vorgang ist abgeschlossen.", en="Your case is closed."),
}

_RECEIVED = Text(de="Antrag eingegangen", en="Application received")
_CHECK = Text(de="Angaben werden geprüft", en="Details are checked")
_CHECKED = Text(de="Angaben geprüft", en="Details checked")
_QUESTION = Text(de="Frage an Sie", en="Question for you")
_DECISION = Text(de="Entscheidung", en="Decision")
_CLOSED = Text(de="Abgeschlossen", en="Closed")


def steps(history: Sequence[CaseEvent]) -> tuple[CaseStep, ...]:
    """The steps of a case.

    Args:
        history: what happened, oldest first; the first event is the arrival.
    """
    last = history[-1]
    decided = next((event for event in reversed(history) if event.state == "decided"), None)
    shown = [_step(_RECEIVED, "done", history[0].at)]
    match last.state:
        case "received":
            shown += [_step(_CHECK, "to_come"), _step(_DECISION, "to_come")]
        case "in_progress":
            shown += [_step(_CHECK, "running", last.at), _step(_DECISION, "to_come")]
        case "question":
            shown += [_step(_QUESTION, "running", last.at), _step(_DECISION, "to_come")]
        case "decided":
            shown += [_step(_CHECKED, "done", last.at), _step(_DECISION, "done", last.at)]
        case "closed" if decided is not None:
            shown += [_step(_CHECKED, "done", decided.at), _step(_DECISION, "done", decided.at)]
            shown += [_step(_CLOSED, "done", last.at)]
        case "closed":  # withdrawn, or settled without a decision
            shown += [_step(_CLOSED, "done", last.at)]
    return tuple(shown)


def _step(name: Text, state: StepState, at: datetime | None = None) -> CaseStep:
    return CaseStep(name=name, state=state, at=at)
