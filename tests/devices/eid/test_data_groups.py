"""Data groups: the published card's, every kind there and back, bad ones refused; dates with holes; comparisons."""

import json
import zlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.eid.auxiliary import AuxiliaryData, is_born_until, is_valid_on, lives_within, parse_auxiliary
from devices.eid.data_groups import (
    GROUPS,
    MAX_TEXT,
    FreetextPlace,
    GroupValue,
    NoPlace,
    OptionalItem,
    StructuredPlace,
    Text,
    decode_group,
    encode_group,
    group_tag,
)
from devices.eid.faults import EidError
from devices.eid.outcomes import Refused, attempt
from devices.eid.partial_date import PartialDate
from devices.eid.tlv import encode

PUBLISHED = json.loads((Path(__file__).parent / "published_card.json").read_text("utf-8"))
ERIKA = {
    "1": "ID",
    "2": "D",
    "3": PartialDate(2029, 10, 31),
    "4": "ERIKA",
    "5": "MUSTERMANN",
    "6": "",
    "7": "",
    "8": PartialDate(1964, 8, 12),
    "9": (FreetextPlace("BERLIN"),),
    "10": "D",
    "11": "F",
    "13": "GABLER",
    "15": PartialDate(2019, 11, 1),
    "17": (StructuredPlace("KÖLN", "D", street="HEIDESTRAẞE 17", zip_code="51147"),),
    "18": "02760503150000",
    "19": Text("RESIDENCE PERMIT 1"),
    "20": Text("RESIDENCE PERMIT 2"),
    "21": "tel:+49-030-1234567",
    "22": "erika@mustermann.de",
}


@pytest.mark.parametrize("number", PUBLISHED["groups"])
def test_the_published_card(number: str) -> None:
    raw = bytes.fromhex(PUBLISHED["groups"][number])
    value = decode_group(int(number), raw)
    if number in ERIKA:
        assert value == ERIKA[number]
    else:
        assert number == "12"
        assert isinstance(value, tuple)
        assert isinstance(value[0], OptionalItem)
    assert encode_group(int(number), value) == raw


LETTERS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40)
ASCII = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=40)
PLACES = st.one_of(
    st.builds(FreetextPlace, LETTERS),
    st.builds(NoPlace, LETTERS),
    st.builds(StructuredPlace, LETTERS, ASCII, street=LETTERS, state=LETTERS, zip_code=ASCII),
)
DATES = st.one_of(
    st.just(PartialDate()),
    st.builds(PartialDate, st.integers(1800, 2100)),
    st.builds(PartialDate, st.integers(1800, 2100), st.integers(1, 12)),
    st.dates(date(1800, 1, 1), date(2100, 1, 1)).map(PartialDate.of),
)
VALUES: dict[int, st.SearchStrategy[GroupValue]] = {
    **dict.fromkeys((1, 10, 11, 21, 22), ASCII),
    **dict.fromkeys((4, 5, 6, 7, 13), LETTERS),
    **dict.fromkeys((3, 8, 15), DATES),
    **{number: st.builds(Text, LETTERS, st.booleans()) for number in (19, 20)},
    2: st.one_of(ASCII, st.builds(StructuredPlace, LETTERS, ASCII)),
    9: st.tuples(PLACES),
    12: st.lists(st.builds(OptionalItem, st.binary(min_size=1, max_size=8)), max_size=3).map(tuple),
    14: st.binary(max_size=50),
    16: st.binary(max_size=50).map(lambda raw: encode(0x04, raw)),
    17: st.lists(PLACES, min_size=1, max_size=3).map(tuple),
    18: st.one_of(st.just(""), st.integers(0, 10**14 - 1).map(lambda number: f"{number:014d}")),
}


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_every_kind_there_and_back(data: st.DataObject) -> None:
    number = data.draw(st.sampled_from(GROUPS))
    value = data.draw(VALUES[number])
    assert decode_group(number, encode_group(number, value)) == value


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_changed_groups_are_read_or_refused(data: st.DataObject) -> None:
    number = data.draw(st.sampled_from(GROUPS))
    raw = bytearray(encode_group(number, data.draw(VALUES[number])))
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    outcome = attempt(lambda: decode_group(number, bytes(raw)))
    assert not isinstance(outcome, Refused) or outcome.code.value == "data_group_malformed"


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(GROUPS), st.binary(max_size=60))
def test_any_content_is_read_or_refused(number: int, raw: bytes) -> None:
    for each in (raw, encode(group_tag(number), raw)):
        outcome = attempt(lambda each=each: decode_group(number, each))
        assert not isinstance(outcome, Refused) or outcome.code.value == "data_group_malformed"


@pytest.mark.parametrize(
    ("number", "raw"),
    [
        (4, "65070C054552494B41"),  # another group's tag
        (4, "64070C054552494B4100"),  # something behind
        (4, "64040C02C328"),  # not UTF-8
        (4, "64030C0107"),  # a bell in a name
        (4, "64040C02C285"),  # a C1 control
        (1, "6104130249C4"),  # not ASCII
        (8, "680A12083139363430383332"),  # 32 August
        (8, "680A12082020202030383132"),  # a day without a year
        (8, "68091207" + b"1964081".hex()),
        (18, "7204040202A6"),  # too short
        (18, "720904070A760503150000"),  # not decimal
        (9, "6902A900"),
        (17, "71023000"),  # no city
        (20, "7404A2020400"),  # nothing to unpack
    ],
)
def test_refused(number: int, raw: str) -> None:
    with pytest.raises(EidError, match="data_group_malformed"):
        decode_group(number, bytes.fromhex(raw))


def compressed(text: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return encode(0x73, encode(0xA2, encode(0x04, packer.compress(text) + packer.flush())))


def test_a_text_that_unpacks_without_end() -> None:
    assert decode_group(19, compressed(b"A" * MAX_TEXT)) == Text("A" * MAX_TEXT, compressed=True)
    for bomb in (compressed(b"A" * (MAX_TEXT + 1)), compressed(b"A" * 30_000_000)):
        with pytest.raises(EidError, match="data_group_malformed"):
            decode_group(19, bomb)


def test_a_residence_permit_has_lines() -> None:
    assert decode_group(19, encode_group(19, Text("EINS\nZWEI"))) == Text("EINS\nZWEI")


@pytest.mark.parametrize(
    ("number", "value"),
    [(4, PartialDate(1964)), (3, "20291031"), (9, (FreetextPlace("A"), FreetextPlace("B"))), (9, ()), (17, ()),
     (14, "x"), (12, (FreetextPlace("A"),)), (17, (OptionalItem(b"\x01"),))],
)  # fmt: skip
def test_values_of_another_kind(number: int, value: GroupValue) -> None:
    with pytest.raises(ValueError, match=r"data group|born"):
        encode_group(number, value)


@pytest.mark.parametrize("number", [0, 23])
def test_there_are_22(number: int) -> None:
    with pytest.raises(ValueError, match="no data group"):
        decode_group(number, b"")


@pytest.mark.parametrize("value", [ERIKA["8"], *ERIKA["9"], *ERIKA["17"], NoPlace("keine Hauptwohnung"), ERIKA["19"]])
def test_a_person_has_no_repr(value: object) -> None:
    shown = repr(value)
    assert not [secret for secret in ("1964", "BERLIN", "KÖLN", "HEIDE", "keine", "RESID") if secret in shown]


# --- dates with holes ---


@pytest.mark.parametrize(
    ("text", "exact", "latest"),
    [
        ("19640812", date(1964, 8, 12), date(1964, 8, 12)),
        ("196408  ", None, date(1964, 8, 31)),
        ("196402  ", None, date(1964, 2, 29)),
        ("1964    ", None, date(1964, 12, 31)),
        ("        ", None, None),
    ],
)
def test_partial_dates(text: str, exact: date | None, latest: date | None) -> None:
    found = PartialDate.parse(text)
    assert (str(found), found.exact, found.latest) == (text, exact, latest)


@pytest.mark.parametrize("text", ["", "1964", "1964081", "1964 812", "19641301", "    0812", "1964  12", "١٩٦٤٠٨١٢"])
def test_no_dates(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("born", "reference", "holds"),
    [
        ("20080504", date(2008, 5, 4), True),
        ("20080505", date(2008, 5, 4), False),
        ("200805  ", date(2008, 5, 30), False),
        ("200805  ", date(2008, 5, 31), True),
        ("2008    ", date(2008, 12, 30), False),
        ("2008    ", date(2008, 12, 31), True),
        ("        ", date(2026, 5, 4), False),
    ],
)
def test_the_age_check_never_makes_older(born: str, reference: date, holds: bool) -> None:
    assert is_born_until(PartialDate.parse(born), reference) is holds


def test_validity_and_municipality() -> None:
    expiry = PartialDate(2029, 10, 31)
    assert is_valid_on(expiry, date(2029, 10, 31))
    assert not is_valid_on(expiry, date(2029, 11, 1))
    assert lives_within("02760503150000", "027605")
    assert not lives_within("02760503150000", "027606")
    assert not lives_within("", "")


# --- auxiliary data ---


def test_the_bytes_of_auxiliary_data() -> None:
    data = AuxiliaryData(date(2008, 5, 4), date(2026, 5, 4), "0276")
    birth = "7315" + "060904007f000703010401" + "5308" + b"20080504".hex()
    expiry = "7315" + "060904007f000703010402" + "5308" + b"20260504".hex()
    municipality = "730f" + "060904007f000703010403" + "5302" + "0276"
    assert data.encode().hex() == "673f" + birth + expiry + municipality
    assert parse_auxiliary(data.encode()) == data
    assert AuxiliaryData().encode() == b""


@given(st.binary(max_size=60))
def test_any_bytes_are_auxiliary_data_or_refused(raw: bytes) -> None:
    outcome = attempt(lambda: parse_auxiliary(encode(0x67, raw)))
    assert not isinstance(outcome, Refused) or outcome.code.value == "auxiliary_malformed"


@pytest.mark.parametrize(
    "raw",
    ["", "6700FF", "67027300", "6715" + "7313060904007f0007030104015306" + "323030383035",
     "672E" + ("7315060904007f0007030104015308" + b"20080504".hex()) * 2,
     "6717" + "7315060904007f0007030104015308" + b"200805  ".hex()],
)  # fmt: skip
def test_broken_auxiliary_data(raw: str) -> None:
    with pytest.raises(EidError, match="auxiliary_malformed"):
        parse_auxiliary(bytes.fromhex(raw))
