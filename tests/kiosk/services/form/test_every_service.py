"""Every service, with random people: to the end, back, changed, and sent; the schema and the engine agree."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from kiosk.services.answers import NOTHING, Answers
from kiosk.services.form import (
    AskPortal,
    Due,
    Question,
    attachments,
    check_entries,
    check_form,
    consents,
    costs,
    missing_consents,
    normalise,
    questions,
    schema,
    stop_after,
    submission,
    visible,
)
from kiosk.services.form.problems import Code
from kiosk.services.model import Service, Stop
from tests.kiosk.services.form.people import entry
from tests.kiosk.services.shipped import IDS, TODAY, service

EXAMPLES = 150 if os.environ.get("BT_FULL") else 4
DAYS = st.one_of(st.just(date(2024, 2, 29)), st.integers(0, 900).map(lambda days: TODAY + timedelta(days=days)))
MOST_TRIES = 12

Draw = Callable[[st.SearchStrategy[Any]], Any]
patient = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def answer(form: Service, question: Question, answers: Answers, today: date, draw: Draw) -> Answers | None:
    """Fills in a page until it has no problem; None if the rules leave this person no way."""
    for _ in range(MOST_TRIES):
        entries = {field.id: entry(field, draw, today) for field in question.fields}
        checked = check_entries(form, question.fields, entries, answers, today)
        assert {problem.code for problem in checked.problems} <= {Code.RULE}, (entries, checked.problems)
        if not checked.problems:
            return checked.answers
    return None


def fill_in(form: Service, answers: Answers, today: date, draw: Draw, done: set[str]) -> tuple[Answers, Stop | None]:
    """Walks from page to page; pages that appear on the way are filled in, pages that vanish are not."""
    while True:
        open_ = [question for question in questions(form, answers) if question.id not in done]
        if not open_:
            return answers, next(filter(None, (stop_after(form, answers, step.id) for step in form.steps)), None)
        updated = answer(form, open_[0], answers, today, draw)
        if updated is None:
            return answers, Stop(None, None, ())  # type: ignore[arg-type]  # stands for "cannot go on"
        answers = updated
        done.add(open_[0].id)


def send(form: Service, answers: Answers, today: date) -> dict[str, Any]:
    """Checks everything and sends; the schema accepts it."""
    assert check_form(form, answers, today) == ()
    given = [consent.id for consent in consents(form, answers) if consent.required]
    assert missing_consents(form, answers, given) == ()
    sent: dict[str, Any] = submission(form, answers, given=given, version="1.1.0", lang="de")
    errors = list(Draft202012Validator(schema(form)).iter_errors(sent))
    assert errors == [], errors[0].message
    return sent


@pytest.mark.parametrize("id_", IDS)
@patient
@given(data=st.data(), today=DAYS)
def test_random_people_reach_the_end(id_: str, data: st.DataObject, today: date) -> None:
    form = service(id_)
    done: set[str] = set()
    answers, stop = fill_in(form, NOTHING, today, data.draw, done)
    asked = [field.id for question in questions(form, answers) for field in question.fields]
    assert sorted(asked) == sorted(field.id for field in visible(form, answers))
    assert len(set(asked)) == len(asked)
    fee = costs(form, answers)
    assert (fee.amount if isinstance(fee, Due) else fee.low) >= 0
    assert isinstance(fee, Due) or fee.low <= fee.high
    if stop is not None:
        return
    sent = send(form, answers, today)
    assert set(sent["answers"]) <= set(asked)
    # Back to any page, another answer, on to the end again: what became hidden is not sent, what appeared is asked.
    if asked:
        back = data.draw(st.sampled_from(questions(form, answers)))
        changed = answer(form, back, answers, today, data.draw)
        if changed is not None:
            answers, stop = fill_in(form, changed, today, data.draw, done)
            if stop is None and not check_form(form, answers, today):
                sent = send(form, answers, today)
                assert set(sent["answers"]) <= {field.id for field in visible(form, answers)}
                assert len(sent["attachments"]) == len(attachments(form, answers))


@pytest.mark.parametrize("id_", IDS)
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_normalising_twice_changes_nothing(id_: str, data: st.DataObject) -> None:
    for field in service(id_).fields:
        once = normalise(field, entry(field, data.draw, TODAY))
        assert normalise(field, once) == once, field.id


@pytest.mark.parametrize("id_", IDS)
def test_schemas_are_schemas(id_: str) -> None:
    Draft202012Validator.check_schema(schema(service(id_)))


@pytest.mark.parametrize("id_", [id_ for id_ in IDS if service(id_).steps])
def test_an_untouched_form_says_what_is_missing(id_: str) -> None:
    form = service(id_)
    problems = check_form(form, NOTHING, TODAY)
    assert {problem.code for problem in problems} & {Code.RULE} == set()
    wanted = [field.id for field in visible(form, NOTHING) if field.required]
    assert {problem.field for problem in problems} <= set(wanted)


def test_portal_fees_stay_with_the_portal() -> None:
    assert isinstance(costs(service("ferienprogramm"), NOTHING), AskPortal)
