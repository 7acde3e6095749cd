"""From data groups to fields of a form, and from service files to what is read."""

from pathlib import Path

import pytest
import yaml

import kiosk
from devices.eid.data_groups import FreetextPlace, NoPlace, StructuredPlace, Text
from devices.eid.partial_date import PartialDate
from kiosk.portal.eid_contract import EidField
from kiosk.sandbox.eid_data import MAX_VALUE, eid_field, released
from kiosk.sandbox.eid_demand import demand
from kiosk.services.load import load_services
from kiosk.services.model import Level

CONFIG = Path(kiosk.__file__).parents[1] / "config" / "services"
HOME = StructuredPlace("KÖLN", "D", "HEIDESTRAẞE 17", "", "51147")
ADDRESS = ("eid.street", "eid.postcode", "eid.city", "eid.country")


@pytest.mark.parametrize(
    ("groups", "name", "value"),
    [
        ({5: "WEIẞMÜLLER-STRAUẞ"}, "eid.family_names", "WEIẞMÜLLER-STRAUẞ"),
        ({4: "ANNA  MARIA"}, "eid.given_names", "ANNA  MARIA"),
        ({8: PartialDate(1964, 8, 12)}, "eid.date_of_birth", "19640812"),
        ({8: PartialDate(1964, 8)}, "eid.date_of_birth", "196408  "),
        ({8: PartialDate(1964)}, "eid.date_of_birth", "1964    "),
        ({8: PartialDate()}, "eid.date_of_birth", "        "),
        ({7: ""}, "eid.academic_title", None),
        ({6: ""}, "eid.artistic_name", None),
        ({}, "eid.birth_name", None),
        ({9: (FreetextPlace("BERLIN, MITTE"),)}, "eid.place_of_birth", "BERLIN, MITTE"),
        ({9: (HOME,)}, "eid.place_of_birth", "KÖLN"),
        ({9: (NoPlace("UNBEKANNT"),)}, "eid.place_of_birth", None),
        ({2: "D"}, "eid.issuing_state", "D"),
        ({2: HOME}, "eid.issuing_state", "D"),
        ({10: "UTO"}, "eid.nationality", "UTO"),
        ({18: "02760503150000"}, "eid.community_id", "02760503150000"),
        ({19: Text("ERSTENS\r\nZWEITENS", compressed=True)}, "eid.residence_permit", "ERSTENS ZWEITENS"),
        ({5: "A" * MAX_VALUE}, "eid.family_names", "A" * MAX_VALUE),
        ({5: "A" * (MAX_VALUE + 1)}, "eid.family_names", None),
    ],
)
def test_values_are_as_the_card_writes_them(groups, name, value):
    assert released(groups, [name]) == ({} if value is None else {name: value})


@pytest.mark.parametrize(
    "residence",
    [
        (NoPlace("KEINE HAUPTWOHNUNG IN DEUTSCHLAND"),),
        (FreetextPlace("BEI DEN GROSSELTERN, KÖLN"),),
        (HOME, HOME),
    ],
    ids=["none", "freetext", "two"],
)
def test_an_address_that_is_not_one_stays_absent(residence):
    assert released({17: residence}, ADDRESS) == {}


def test_an_address_in_its_parts():
    assert list(released({17: (HOME,)}, ADDRESS).values()) == ["HEIDESTRAẞE 17", "51147", "KÖLN", "D"]
    village = StructuredPlace("KLEINDORF", "D")
    assert released({17: (village,)}, ADDRESS) == {"eid.city": "KLEINDORF", "eid.country": "D"}


def test_only_the_fields_that_were_asked_for_are_given():
    assert released({4: "A", 5: "B", 17: (HOME,)}, ["eid.city", "eid.given_names"]) == {
        "eid.city": "KÖLN",
        "eid.given_names": "A",
    }


def test_data_groups_are_those_of_the_catalogue():
    known = yaml.safe_load((CONFIG / "shared" / "eid_fields.yaml").read_text("utf-8"))
    for name, about in known.items():
        expected = None if about["dg"] is None else EidField(name=f"eid.{name}", group=about["dg"])
        assert eid_field(name) == expected, name


@pytest.fixture(scope="module")
def services():
    return load_services(CONFIG, live_only=False).services


def asked(services, name):
    found = demand(services[name], "Amt")
    return (
        [each.name.removeprefix("eid.") for each in found.required],
        [each.name.removeprefix("eid.") for each in found.optional],
        found.chat.groups,
        found.proof_needed,
    )


@pytest.mark.parametrize(
    ("service", "required", "optional", "groups", "proof_needed"),
    [
        (
            "hund_anmelden",
            ["family_names", "given_names", "date_of_birth", "street", "postcode", "city"],
            [],
            (4, 5, 8, 17),
            False,
        ),
        ("handwerkerparkausweis", ["family_names", "given_names"], [], (4, 5), False),
        (
            "eheurkunde",
            ["family_names", "given_names", "date_of_birth"],
            ["birth_name", "street", "postcode", "city"],
            (4, 5, 8, 13, 17),
            True,
        ),
        ("wohnsitz_aenderung", ["family_names", "given_names"], ["street", "postcode", "city"], (4, 5, 17), False),
        ("buergeranregung", [], [], (), False),
    ],
)
def test_the_least_is_asked_and_what_is_not_always_needed_can_be_left_out(
    services, service, required, optional, groups, proof_needed
):
    assert asked(services, service) == (required, optional, groups, proof_needed)


def test_the_whole_catalogue_asks_for_nothing_beyond_its_forms(services):
    for service in services.values():
        found = demand(service, "Amt")
        taken = {f"eid.{field.prefill}" for field in service.fields if field.prefill}
        assert {each.name for each in (*found.required, *found.optional)} <= taken
        assert not {each.name for each in found.required} & {each.name for each in found.optional}
        assert all(right.group for right in found.chat.rights)
        if service.identification in (Level.SUBSTANTIAL, Level.HIGH):
            assert found.proof_needed, service.id
