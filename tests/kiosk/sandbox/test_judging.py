"""What the town hall says about a content, a case and its options."""

from datetime import UTC, datetime

import pytest

from kiosk.portal.contract import FieldProblem
from kiosk.sandbox.options import options
from kiosk.sandbox.progress import STATES, TEXTS, CaseEvent, steps
from kiosk.sandbox.services import CatalogueServices
from kiosk.sandbox.validation import schema_problems

DAY = [datetime(2026, 11, day, tzinfo=UTC) for day in range(1, 6)]


@pytest.fixture(scope="module")
def services():
    return CatalogueServices()


def test_schema_problems_point_at_members_and_repeat_no_value():
    schema = {
        "type": "object",
        "properties": {
            "a/b": {"type": "integer", "maximum": 3},
            "list": {"type": "array", "items": {"type": "object", "required": ["x~y", "z"]}},
            "day": {"type": "string", "format": "date"},
            "hidden": False,
        },
        "required": ["missing"],
        "additionalProperties": False,
    }
    document = {"a/b": 7, "list": [{}, {"z": 1}], "day": "Zwetschge", "hidden": 1, "Zwetschge": 1}
    assert schema_problems(schema, document) == (
        FieldProblem(pointer="", code="not_expected"),
        FieldProblem(pointer="/a~1b", code="too_large"),
        FieldProblem(pointer="/day", code="not_in_form"),
        FieldProblem(pointer="/hidden", code="not_allowed"),
        FieldProblem(pointer="/list/0/x~0y", code="missing"),
        FieldProblem(pointer="/list/0/z", code="missing"),
        FieldProblem(pointer="/list/1/x~0y", code="missing"),
        FieldProblem(pointer="/missing", code="missing"),
    )
    assert schema_problems(schema, document | {"list": [{}] * 80})[99:] != ()
    assert len(schema_problems(schema, document | {"list": [{}] * 80})) == 100


def test_every_state_has_a_text_and_its_steps():
    shown = {}
    for state in STATES:
        assert TEXTS[state].en
        history = [CaseEvent("received", DAY[0])] + ([CaseEvent(state, DAY[1])] if state != "received" else [])
        shown[state] = [step.state for step in steps(history)]
    assert shown == {
        "received": ["done", "to_come", "to_come"],
        "in_progress": ["done", "running", "to_come"],
        "question": ["done", "running", "to_come"],
        "decided": ["done", "done", "done"],
        "closed": ["done", "done"],
    }


def test_closed_after_a_decision_keeps_its_day():
    history = [CaseEvent(state, at) for state, at in zip(("received", "in_progress", "decided", "closed"), DAY)]  # noqa: B905
    assert [step.at for step in steps(history)] == [DAY[0], DAY[2], DAY[2], DAY[3]]


def test_the_whole_catalogue_is_known(services):
    facts = services.facts("hund_anmelden")
    assert (facts.takes, facts.office.de) == (True, "Steueramt")
    assert facts.next_step.en
    assert not services.facts("vorgang_status").takes
    assert services.facts("katze_anmelden") is None


def test_options_of_the_portal_are_the_only_ones_taken(services):
    def problems(zone):
        content = {"service": "bewohnerparkausweis", "answers": {"zone": zone}}
        return [
            each.code for each in services.problems("bewohnerparkausweis", content) if each.pointer.endswith("zone")
        ]

    assert problems(options("parkzonen")[0].value) == []
    assert problems("Mond") == ["not_offered"]
    assert options("mondkrater") is None


def test_only_required_papers_are_missing(services):
    papers = [{"id": "a", "required": False, "state": "later"}]
    assert not services.papers_missing("hund_anmelden", {"attachments": papers})
    papers.append({"id": "b", "required": True, "state": "later"})
    assert services.papers_missing("hund_anmelden", {"attachments": papers})
