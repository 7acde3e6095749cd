"""Receipts: what is believed, and everything that must not be."""

import base64
import json
import time
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import ECKey, OctKey

from kiosk.outbox import PinnedKeys, Receipts, read_pinned
from kiosk.outbox.receipts import FORGED, OF_ANOTHER, TIME, TOLERANCE_S, UNREADABLE, UNSIGNED, Expected
from kiosk.portal import ApplicationReceipt, ApplicationRequest, SignedReceipt
from tests.kiosk.outbox.conftest import Portal

KEY = UUID("019a0000-0000-7000-8000-000000000001")
REQUEST = ApplicationRequest(jwe="a.b.c.d.e")
NOW = time.time()


EXPECTED = Expected(KEY, REQUEST)


def at(seconds):
    return datetime.fromtimestamp(seconds, tz=UTC)


@pytest.fixture
def check(pinned):
    """Checks a receipt now."""
    return lambda signed, now=NOW: Receipts(pinned).checked(signed, EXPECTED, now)


def test_true_one_is_believed(check, portal_keys):
    receipt = check(portal_keys.answer(KEY, REQUEST))
    assert isinstance(receipt, ApplicationReceipt)
    assert (receipt.idempotency_key, receipt.case_number) == (KEY, "MY-2026-004711")


@pytest.mark.parametrize(
    "changes",
    [{"idempotency_key": uuid4()}, {"digest": "0" * 64}],
    ids=lambda c: next(iter(c)),
)
def test_for_another_application(check, portal_keys, changes):
    assert check(portal_keys.answer(KEY, REQUEST, **changes)) == OF_ANOTHER


@pytest.mark.parametrize(
    ("received", "believed"), [(0, True), (TOLERANCE_S - 1, True), (TOLERANCE_S + 1, False), (86_400, False)]
)
def test_time_is_not_in_the_future(check, portal_keys, received, believed):
    answer = check(portal_keys.answer(KEY, REQUEST, received_at=at(int(NOW) + received)), now=int(NOW))
    assert (answer == TIME) is not believed
    assert isinstance(answer, ApplicationReceipt) is believed


def test_it_is_believed_however_long_ago_it_was_signed(check, portal_keys):
    """A repeat gives the receipt of the first time; when this terminal thinks it accepted proves nothing."""
    answer = portal_keys.answer(KEY, REQUEST)
    assert isinstance(check(answer, now=NOW + 20 * 86_400), ApplicationReceipt)


def signed_with(key, header=None, payload=None, algorithms=("ES256",)):
    head = {"alg": "ES256", "typ": "application-receipt+json", "kid": key.kid} | (header or {})
    head = {name: value for name, value in head.items() if value is not None}
    return SignedReceipt(receipt=jws.serialize_compact(head, payload or b"{}", key, algorithms=list(algorithms)))


def test_stranger_with_the_name_of_our_key_is_no_portal(check, portal_keys, tmp_path):
    stranger = Portal(tmp_path / "stranger").answer(KEY, REQUEST)
    assert check(stranger) == FORGED
    ours = portal_keys.keys.signing()
    other = ECKey.import_key({**ECKey.generate_key("P-256").as_dict(private=True), "kid": ours.kid})
    payload = base64.urlsafe_b64decode(stranger.receipt.split(".")[1] + "==")
    assert check(signed_with(other, payload=payload)) == FORGED


def test_public_key_is_no_secret_to_sign_with(check, portal_keys, pinned):
    """RFC 8725 section 2.1: an HMAC over the public key must not pass for a signature."""
    public = portal_keys.keys.signing()
    hmac = OctKey.import_key({"kty": "oct", "k": public.as_dict(private=False)["x"], "kid": public.kid})
    assert check(signed_with(hmac, {"alg": "HS256"}, algorithms=["HS256"])) == UNSIGNED


def test_other_kinds_of_jws_are_unsigned(check, portal_keys):
    key = portal_keys.keys.signing()
    payload = base64.urlsafe_b64decode(portal_keys.answer(KEY, REQUEST).receipt.split(".")[1] + "==")
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "application-receipt+json"}).encode())
    body = portal_keys.answer(KEY, REQUEST).receipt.split(".")[1]
    assert check(SignedReceipt(receipt=f"{none.decode().rstrip('=')}.{body}.AAAA")) == UNSIGNED
    assert check(signed_with(key, {"typ": "JWT"}, payload)) == UNSIGNED
    assert check(signed_with(key, {"typ": None}, payload)) == UNSIGNED
    assert check(signed_with(key, {"kid": None}, payload)) == FORGED
    assert isinstance(check(signed_with(key, payload=payload)), ApplicationReceipt)


def test_signed_rubbish_is_not_in_the_contract(check, portal_keys):
    for payload in (b"", b"{}", b"[1]", b"\xff", b'{"idempotency_key": 1}'):
        assert check(signed_with(portal_keys.keys.signing(), payload=payload)) == UNREADABLE


def test_every_changed_sign_breaks_it(check, portal_keys):
    """The last sign of a part may carry bits that are not read (RFC 4648 section 3.5): those are left alone."""
    whole = portal_keys.answer(KEY, REQUEST).receipt
    for place in range(0, len(whole) - 1, 7):
        if whole[place] == "." or whole[place + 1] == ".":
            continue
        changed = whole[:place] + ("B" if whole[place] == "A" else "A") + whole[place + 1 :]
        assert check(SignedReceipt(receipt=changed)) in (UNSIGNED, FORGED, UNREADABLE), place


@given(st.text("AZaz09-_.", max_size=60))
def test_nothing_escapes(text):
    keys = PinnedKeys("mayen.example", ())
    assert Receipts(keys).checked(SignedReceipt(receipt=text), EXPECTED, NOW) in (UNSIGNED, FORGED)


def test_sealing_key_signs_no_receipt(portal_keys, key_file):
    content = json.loads(key_file.read_bytes())
    enc, sig = content["keys"]
    swapped = [sig | {"kid": "spare"}, {**enc, "kid": sig["kid"]}]
    key_file.write_text(json.dumps(content | {"keys": swapped}))
    assert Receipts(read_pinned(key_file)).checked(portal_keys.answer(KEY, REQUEST), EXPECTED, NOW) == FORGED


def test_key_counts_on_the_day_on_which_it_signed(portal_keys, key_file):
    content = json.loads(key_file.read_bytes())
    content["keys"][1] |= {"nbf": int(NOW) - 100, "exp": int(NOW) - 10}
    key_file.write_text(json.dumps(content))
    receipts = Receipts(read_pinned(key_file))
    outcomes = [
        receipts.checked(portal_keys.answer(KEY, REQUEST, received_at=at(NOW + shift)), EXPECTED, NOW)
        for shift in (-101, -50, -9)
    ]
    assert [outcomes[0], outcomes[2]] == [FORGED, FORGED]
    assert isinstance(outcomes[1], ApplicationReceipt), "an old receipt that comes late"


def test_no_repr_shows_number_or_code(portal_keys):
    assert repr(portal_keys.answer(KEY, REQUEST)) == "SignedReceipt()"
