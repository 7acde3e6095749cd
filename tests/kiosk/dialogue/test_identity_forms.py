"""What was read, in the form: prefilled, marked, not asked again, sent with its reading; what is asked all the same."""

from dataclasses import replace

import msgspec
from jsonschema import Draft202012Validator

from kiosk.dialogue import phases as p
from kiosk.dialogue.events import IdentitySaid
from kiosk.dialogue.pages import nodes
from kiosk.identity import api
from kiosk.services.answers import NOTHING
from kiosk.services.dates import Day
from kiosk.services.form import ReadCard, schema, submission
from tests.kiosk.dialogue import identity_samples, samples
from tests.kiosk.dialogue.identity_person import (
    GONE,
    HERE,
    OPENED,
    READ,
    Person,
    at_pin,
    at_privacy,
    looked,
    read,
)
from tests.kiosk.dialogue.identity_samples import FIELDS, SESSION


def test_answers_of_the_card_are_not_asked_and_marked_and_sent_with_the_reading() -> None:
    person = read()
    filling = person.state.session.filling
    assert filling is not None
    assert filling.from_card() == ("familienname", "vornamen", "geburtsdatum", "strasse", "plz", "ort")
    assert next(question.id for question in filling.questions) == "halter.address"
    assert [field.id for field in filling.questions[0].fields] == ["adresszusatz"]
    assert "HEIDESTRAẞE 17" in person.said()
    person.state = replace(person.state, phase=p.Reviewing())
    assert "vom Ausweis" in person.said()
    shown = {node.id for node in nodes(person.page)}
    assert "review.value.familienname" in shown
    assert "change.halter.name" not in shown
    assert "change.halter.address" in shown


def test_a_datum_that_is_kept_back_is_not_released_and_asked_as_usual() -> None:
    person = at_privacy().press("privacy.next")
    assert isinstance(person, Person)
    person.hears(OPENED).press("identity.datum.date_of_birth", "identity.agree")
    person.happen(HERE)
    person.hears(looked(3)).enters(6)
    assert "eid.date_of_birth" not in person.proven()[0].released
    assert "eid.family_names" in person.proven()[0].released
    given = {name: value for name, value in FIELDS.items() if name != "eid.date_of_birth"}
    person.hears(replace(READ, fields=given)).press("identity.on")
    assert person.happen(GONE).page.id == "question.halter.geburtsdatum"


def test_no_address_on_the_card_is_asked() -> None:
    given = {name: value for name, value in FIELDS.items() if name not in ("eid.street", "eid.postcode", "eid.city")}
    person = read(given)
    assert person.page.id == "question.halter.address"
    assert {"field.strasse", "field.plz", "field.ort"} <= {node.id for node in nodes(person.page)}


def test_a_birth_date_without_day_stays_without() -> None:
    filling = read({**FIELDS, "eid.date_of_birth": "196408  "}).state.session.filling
    assert filling is not None
    assert filling.answers["geburtsdatum"] == Day(1964, 8)
    assert "geburtsdatum" in filling.from_card()
    unknown = read({**FIELDS, "eid.date_of_birth": "        "})
    assert unknown.page.id == "question.halter.geburtsdatum"


def test_what_does_not_fit_its_field_is_asked() -> None:
    person = read({**FIELDS, "eid.postcode": "A-1010", "eid.family_names": "X" * 300})
    filling = person.state.session.filling
    assert filling is not None
    assert not {"plz", "familienname"} & set(filling.from_card())
    assert person.page.id == "question.halter.name"


def test_the_card_gives_nothing_that_fits() -> None:
    person = at_pin().enters(6).hears(replace(READ, fields={}))
    assert person.page.id == "identity.known"
    assert "keine dieser Angaben" in person.said()


def test_typing_instead_where_the_law_allows() -> None:
    person = at_privacy().press("privacy.next")
    assert isinstance(person, Person)
    person.hears(OPENED)
    attempt = person.attempt
    assert person.press("identity.without").page.id == "question.halter.name"
    assert person.asked()[-1] == api.CloseAttempt(attempt)
    person.press("form.back", "intro.start")
    assert person.page.id == "question.halter.name"


def test_an_application_carries_its_reading_and_what_is_the_cards() -> None:
    filling = read().state.session.filling
    assert filling is not None
    content = submission(
        filling.service,
        filling.answers,
        given=(),
        version="1",
        lang="de",
        identity=ReadCard(filling.eid_session, filling.from_card()),
    )
    assert content["identity"] == {"eid_session": SESSION, "from_card": list(filling.from_card())}
    found = Draft202012Validator({**schema(filling.service), "required": ["identity"]})
    assert not _about_identity(found, content["identity"])
    assert _about_identity(found, {"eid_session": SESSION, "from_card": ["chipnummer"]})
    assert _about_identity(found, {"from_card": []})
    typed = submission(filling.service, filling.answers, given=(), version="1", lang="de")
    assert "identity" not in typed


def _about_identity(found: Draft202012Validator, identity: object) -> list[str]:
    """What the schema says against a reading."""
    errors = found.iter_errors({"identity": identity})
    return [error.message for error in errors if "identity" in error.absolute_path]


def test_what_the_file_lets_people_change_is_filled_in_and_asked() -> None:
    before = samples.filling()
    steps = tuple(
        msgspec.structs.replace(
            step,
            fields=tuple(msgspec.structs.replace(each, prefill_change=each.id == "strasse") for each in step.fields),
        )
        for step in before.service.steps
    )
    form = replace(before, service=msgspec.structs.replace(before.service, steps=steps))
    filling = identity_samples.read(form)
    assert "strasse" not in filling.locked
    assert "strasse" in {field.id for question in filling.questions for field in question.fields}
    assert "strasse" in filling.from_card()
    moved = replace(filling, answers={**filling.answers, "strasse": "Neuer Weg 1"})
    assert "strasse" not in moved.from_card()


def test_a_value_of_the_card_that_breaks_a_rule_is_shown_and_asked() -> None:
    future = read({**FIELDS, "eid.date_of_birth": "20990101"})
    filling = future.state.session.filling
    assert filling is not None
    assert "geburtsdatum" not in filling.card
    assert future.page.id == "question.halter.geburtsdatum"
    assert future.value("field.geburtsdatum.year") == "2099"


def test_no_repr_tells_what_was_read() -> None:
    person = at_pin().enters(6).hears(READ)
    told = repr(person.state) + repr(person.state.session) + repr(IdentitySaid(READ))
    assert not any(value in told for value in (*FIELDS.values(), SESSION))


def test_a_form_that_was_begun_by_typing_knows_no_reading() -> None:
    filling = samples.filling()
    assert filling.from_card() == ()
    assert filling.answers is NOTHING
    assert not filling.eid_session
