"""Return codes: both signs, the vendor's numbers, nothing unknown that could stop the watcher."""

import pytest
from smartcard import scard

from devices.card.codes import PcscCode, StateBit, Verdict, name_of, verdict

VENDOR_NAMES = {
    "SUCCESS": "SCARD_S_SUCCESS",
    "INTERNAL_ERROR": "SCARD_F_INTERNAL_ERROR",
    "COMM_ERROR": "SCARD_F_COMM_ERROR",
    "UNKNOWN_ERROR": "SCARD_F_UNKNOWN_ERROR",
    "REMOVED_CARD": "SCARD_W_REMOVED_CARD",
    "UNSUPPORTED_CARD": "SCARD_W_UNSUPPORTED_CARD",
    "UNRESPONSIVE_CARD": "SCARD_W_UNRESPONSIVE_CARD",
    "UNPOWERED_CARD": "SCARD_W_UNPOWERED_CARD",
    "RESET_CARD": "SCARD_W_RESET_CARD",
    "NO_READERS": "SCARD_E_NO_READERS_AVAILABLE",
}


@pytest.mark.parametrize("code", PcscCode)
def test_numbers_are_the_vendors(code):
    assert getattr(scard, VENDOR_NAMES.get(code.name, f"SCARD_E_{code.name}")) & 0xFFFFFFFF == code


@pytest.mark.parametrize("bit", StateBit)
def test_state_bits_are_the_vendors(bit):
    assert getattr(scard, f"SCARD_STATE_{bit.name}") == bit


@pytest.mark.parametrize("raw", [0x8010001D, 0x8010001D - 2**32])
def test_signed_and_unsigned_are_the_same_code(raw):
    assert PcscCode.of(raw) is PcscCode.NO_SERVICE


def test_an_unknown_number_is_a_fault_of_the_service_and_keeps_its_number_for_the_log():
    code = PcscCode.of(-0x7FEF0000 + 0x77)
    assert verdict(code) is Verdict.SERVICE_GONE
    assert name_of(code) == "0x80110077"


@pytest.mark.parametrize("code", PcscCode)
def test_every_code_is_judged(code):
    assert verdict(code) in Verdict
    assert name_of(code) == code.name.lower()


@pytest.mark.parametrize(
    ("code", "judged"),
    [
        (PcscCode.SUCCESS, Verdict.FINE),
        (PcscCode.TIMEOUT, Verdict.NOTHING_NEW),
        (PcscCode.CANCELLED, Verdict.CANCELLED),
        (PcscCode.UNKNOWN_READER, Verdict.READER_GONE),
        (PcscCode.NO_READERS, Verdict.READER_GONE),
        (PcscCode.NO_SERVICE, Verdict.SERVICE_GONE),
        (PcscCode.COMM_ERROR, Verdict.SERVICE_GONE),
        (PcscCode.INVALID_HANDLE, Verdict.SERVICE_GONE),
    ],
)
def test_verdicts(code, judged):
    assert verdict(code) is judged
