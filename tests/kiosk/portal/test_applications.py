"""What terminal and portal derive alike, and what applications may look like on the wire."""

from uuid import UUID, uuid4

import msgspec
import pytest

from kiosk.portal import ApplicationRequest, CaseStatus, StatusQuery, provisional_code, provisional_number
from kiosk.portal.contract import CODE_SIGNS, AccessCode, CaseNumber, plain

KEY = UUID("019aa000-0000-7000-8000-000000000001")


def test_provisional_number_never_changes():
    """Slips are out there: another derivation would make them worthless."""
    assert (provisional_number(KEY), provisional_code(KEY)) == ("63FWE-M2BML", "NZVMD6DL")


def test_provisional_numbers_differ_and_can_be_read_aloud():
    keys = [uuid4() for _ in range(2000)]
    numbers = {provisional_number(key) for key in keys}
    assert len(numbers) == len(keys)
    assert set("".join(numbers)) == {*CODE_SIGNS, "-"}
    assert not set("01OI") & set(CODE_SIGNS)
    assert not any(provisional_code(key) in provisional_number(key).replace("-", "") for key in keys)
    msgspec.convert([provisional_code(key) for key in keys], list[AccessCode])


def test_provisional_number_is_no_case_number():
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(provisional_number(KEY), CaseNumber)
    assert len(plain(provisional_number(KEY))) != len(plain("MY-2026-004711"))


@pytest.mark.parametrize("typed", ["MY-2026-004711", "my 2026 004711", " My2026004711\n", "MY–2026–004711"])
def test_people_type_numbers_as_they_like(typed):
    assert plain(typed) == "MY2026004711"


@pytest.mark.parametrize("jwe", ["", "a.b.c.d", "a.b.c.d.e.f", "a.b..d.e", "a.b.c.d.e\n", "ä.b.c.d.e", "a" * 400_001])
def test_what_is_no_compact_jwe_is_refused(jwe):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"jwe": jwe}, ApplicationRequest)


def test_digest_is_sha_256_in_hex():
    """FIPS 180-4: the digest of "abc", here of a compact form."""
    request = ApplicationRequest(jwe="abc")
    assert request.digest() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_no_repr_opens_a_case():
    query = StatusQuery(case_number="MY-2026-004711", access_code="K7F3P9ZZ")
    assert repr(query) == "StatusQuery()"
    assert "4711" not in repr(ApplicationRequest(jwe="a.b.c.d.4711"))
    assert "__repr__" in CaseStatus.__dict__
