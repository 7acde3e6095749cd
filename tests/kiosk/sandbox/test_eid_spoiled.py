"""Whatever a terminal or a card sends, the eID service answers with a code of the contract and never breaks."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.portal.eid_contract import EID_PROBLEMS, EidBatch, EidOpening, EidReleased, EidStep
from kiosk.sandbox.eid_refusals import EidRefusal
from tests.kiosk.sandbox.eid_house import EidHouse
from tests.kiosk.sandbox.eid_visit import ERIKA, Visit

SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
RESPONSE = st.binary(min_size=2, max_size=80) | st.sampled_from([b"\x90\x00", b"\x63\x00", b"\x69\x88", b"\x6a\x82"])


def refused(answer: object) -> None:
    assert isinstance(answer, EidRefusal), answer
    assert answer.code in EID_PROBLEMS


@pytest.fixture(scope="module")
def pulled(eid_authorities, catalogue_services, tmp_path_factory):
    """A house that many examples share; each begins a visit of its own."""
    house = EidHouse(tmp_path_factory.mktemp("house"), eid_authorities, catalogue_services)
    yield house
    house.store.close()


def begun(house) -> Visit:
    visit: Visit = house.visit()
    visit.begin()
    return visit


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(
    access=st.binary(min_size=2, max_size=300),
    name=st.binary(min_size=20, max_size=66),
    challenge=st.binary(min_size=8, max_size=8),
    cars=st.lists(st.binary(min_size=8, max_size=16), min_size=1, max_size=2),
    chat=st.binary(min_size=5, max_size=64),
)
def test_rubbish_for_an_opening(pulled, access, name, challenge, cars, chat):
    visit = begun(pulled)
    released, granted = visit.granted()
    opening = EidOpening(
        card_access=access,
        id_picc=name,
        challenge=challenge,
        cars=tuple(cars),
        chat=chat,
        released=released,
    )
    refused(visit.send(EidStep(number=1, opening=opening)))
    visit = begun(pulled)
    refused(visit.send(EidStep(number=1, opening=msgspec.structs.replace(opening, chat=granted.encode()))))


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(responses=st.lists(RESPONSE, max_size=64))
def test_rubbish_for_answers(pulled, responses):
    visit = begun(pulled)
    assert isinstance(visit.send(visit.opening()), EidBatch)
    refused(visit.send(EidStep(number=2, responses=tuple(responses))))


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(data=st.data(), second=st.booleans())
def test_a_spoiled_answer_among_true_ones_never_gives_other_data(pulled, data, second):
    visit = begun(pulled)
    step = visit.carry(visit.send(visit.opening()))
    if second:
        step = visit.carry(visit.send(step))
    place = data.draw(st.integers(0, len(step.responses) - 1))
    true = step.responses[place]
    match data.draw(st.sampled_from(["cut", "flip", "other", "missing", "doubled"])):
        case "cut":
            spoilt = [true[: max(2, len(true) - data.draw(st.integers(1, len(true))))]]
        case "flip":
            at = data.draw(st.integers(0, len(true) - 1))
            spoilt = [true[:at] + bytes([true[at] ^ data.draw(st.integers(1, 255))]) + true[at + 1 :]]
        case "other":
            spoilt = [data.draw(RESPONSE)]
        case "missing":
            spoilt = []
        case _:
            spoilt = [true, true]
    responses = (*step.responses[:place], *spoilt, *step.responses[place + 1 :])
    answer = visit.send(msgspec.structs.replace(step, responses=responses))
    while isinstance(answer, EidBatch):
        answer = visit.send(visit.carry(answer))
    if isinstance(answer, EidReleased):  # the bit was one that nothing depends on: a status word outside the seal
        assert answer.released == ERIKA
    else:
        refused(answer)
