"""EF.CardAccess and EF.CardSecurity: the published card of another implementation, every forgery with its own code."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from asn1crypto import cms, x509
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.eid import chip_authentication, der, restricted_identification
from devices.eid.curves import BP256, CURVES, KeyPair
from devices.eid.ec_parameters import explicit
from devices.eid.faults import EidError, FaultCode
from devices.eid.issuing import (
    StateSigner,
    Validity,
    make_authority,
    make_document_signer,
    sign_card_security,
)
from devices.eid.oids import bsi, oid_object
from devices.eid.outcomes import Refused, attempt
from devices.eid.passive_authentication import PassiveTrust, check_same_card, verify_card_security
from devices.eid.security_infos import (
    ChipAuthenticationInfo,
    PaceInfo,
    SecurityInfos,
    TerminalAuthenticationInfo,
    parse_card_access,
    parse_security_infos,
)
from devices.eid.tlv import encode
from tests.devices.eid.chip import access_of
from tests.devices.eid.pki import RI_SHA256, TODAY, Pki

PUBLISHED = json.loads((Path(__file__).parent / "published_card.json").read_text("utf-8"))
CARD_ACCESS, CARD_SECURITY = (bytes.fromhex(PUBLISHED[name]) for name in ("card_access", "card_security"))
CA = bsi(2, 2, 3, 2, 2)
PKI = Pki()
VALIDITY = Validity(date(2020, 1, 1), date(2033, 1, 1))
TRUST = PassiveTrust((PKI.csca.certificate,))
INFOS = SecurityInfos((*access_of().infos, TerminalAuthenticationInfo()))
OURS = sign_card_security(INFOS, PKI.signer)


# --- the published card ---


def content_of(raw: bytes) -> SecurityInfos:
    return parse_security_infos(cms.ContentInfo.load(raw)["content"]["encap_content_info"]["content"].native)


def test_the_published_card_access() -> None:
    access = parse_card_access(CARD_ACCESS)
    assert access.choose_pace() == PaceInfo(bsi(2, 2, 4, 2, 2), BP256)
    assert access.choose_chip_authentication() == (ChipAuthenticationInfo(CA, 41), BP256)
    assert [info.key_id for info in access.privileged if isinstance(info, ChipAuthenticationInfo)] == [45]
    assert parse_card_access(access.encode()) == access


def test_the_published_card_security_is_signed_but_its_authority_is_not_known() -> None:
    """Digest and signature are checked first; so this code says that both were right."""
    with pytest.raises(EidError, match="card_security_signer_unknown"):
        verify_card_security(CARD_SECURITY, TRUST, TODAY)
    forged = bytearray(CARD_SECURITY)
    forged[-1] ^= 1
    with pytest.raises(EidError, match="card_security_signature"):
        verify_card_security(bytes(forged), TRUST, TODAY)
    check_same_card(parse_card_access(CARD_ACCESS), content_of(CARD_SECURITY))


def test_the_published_chip_key_and_chip_authentication() -> None:
    key = KeyPair(int(PUBLISHED["chip_key"], 16), BP256.generator)
    assert key.public == content_of(CARD_SECURITY).chip_keys[0].point
    command, nonce = bytes.fromhex(PUBLISHED["ca_command"]), bytes.fromhex(PUBLISHED["ca_nonce"])
    answer = chip_authentication.answer_terminal(key, CA, command, command[5:37], nonce)
    assert answer.data.hex() == PUBLISHED["ca_answer"]
    with pytest.raises(EidError, match="ca_key_mismatch"):
        chip_authentication.answer_terminal(key, CA, command, bytes(32), nonce)


def test_the_published_restricted_identification() -> None:
    key = KeyPair(int(PUBLISHED["ri_keys"][0], 16), BP256.generator)
    command = bytes.fromhex(PUBLISHED["ri_command"])
    sector = restricted_identification.parse_sector_key(command[8:])
    assert sector.content() == command[8:]
    allowed = (bytes(32), sector.digest("sha256"))
    answer = restricted_identification.answer_sector(key, RI_SHA256, command, allowed, "sha256")
    assert answer.hex() == PUBLISHED["ri_answer"]
    assert restricted_identification.identifier(answer, RI_SHA256) == answer[4:]
    with pytest.raises(EidError, match="ri_sector_mismatch"):
        restricted_identification.answer_sector(key, RI_SHA256, command, (bytes(32),), "sha256")


# --- EF.CardAccess ---


def infos(*parts: bytes) -> bytes:
    return encode(der.SET, b"".join(parts))


def test_unknown_and_useless_infos_are_left_alone() -> None:
    known = PaceInfo(bsi(2, 2, 4, 2, 3), CURVES[5])
    unknown = der.sequence(oid_object(b"\x2a\x03\x04"), der.integer(1))
    no_such_curve = der.sequence(oid_object(bsi(2, 2, 4, 2, 2)), der.integer(2), der.integer(3))
    proprietary = der.sequence(oid_object(bsi(2, 2, 4, 2, 2)), der.integer(2))
    triple_des = der.sequence(oid_object(bsi(2, 2, 4, 2, 1)), der.integer(2), der.integer(13))
    parsed = parse_card_access(infos(unknown, no_such_curve, proprietary, triple_des, known.encode()))
    assert parsed.infos == (known,)
    assert parsed.choose_pace() is parsed.infos[0]


def test_several_pace_infos_the_first_usable_is_taken() -> None:
    old, first, second = PaceInfo(bsi(2, 2, 4, 2, 2), BP256, version=1), *access_of(CURVES[0]).pace, *access_of().pace
    assert parse_card_access(SecurityInfos((old, first, second)).encode()).choose_pace() == first


def test_explicit_parameters_of_a_chip_key() -> None:
    domain = der.sequence(oid_object(bsi(2, 2, 3, 2)), explicit(BP256), der.integer(65))
    method = ChipAuthenticationInfo(CA, 65)
    assert parse_card_access(infos(method.encode(), domain)).choose_chip_authentication() == (method, BP256)


def test_nothing_to_choose() -> None:
    access = parse_card_access(infos(TerminalAuthenticationInfo().encode()))
    for choose, code in (
        (access.choose_pace, FaultCode.PACE_UNSUPPORTED),
        (access.choose_chip_authentication, FaultCode.CA_UNSUPPORTED),
    ):
        with pytest.raises(EidError, match=code.value):
            choose()


@pytest.mark.parametrize("raw", ["", "3100", "3000", "310231003100", "31023000", "310530030201 01", "3106300404010102"])
def test_no_card_access(raw: str) -> None:
    with pytest.raises(EidError, match="card_access_malformed"):
        parse_card_access(bytes.fromhex(raw))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_changed_card_access_is_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from([CARD_ACCESS, INFOS.encode()])))
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    outcome = attempt(lambda: parse_card_access(bytes(raw)))
    assert not isinstance(outcome, Refused) or outcome.code is FaultCode.CARD_ACCESS_MALFORMED


# --- EF.CardSecurity ---


def code_of(raw: bytes, trust: PassiveTrust = TRUST, today: date = TODAY) -> FaultCode:
    with pytest.raises(EidError) as caught:
        verify_card_security(raw, trust, today)
    return caught.value.code


@pytest.mark.parametrize("curve", [c for c in CURVES if c.name != "brainpoolP224r1"], ids=lambda curve: curve.name)
@pytest.mark.parametrize("explicit_parameters", [True, False])
def test_signers_on_every_curve(curve, explicit_parameters: bool) -> None:
    authority = make_authority("CSCA", PKI.key(curve), VALIDITY, hash_name="sha512")
    signer = make_document_signer(
        "DS", PKI.key(curve), VALIDITY, authority, hash_name="sha384", explicit_parameters=explicit_parameters
    )
    trust = PassiveTrust((PKI.csca.certificate, authority.certificate))
    assert verify_card_security(sign_card_security(INFOS, signer), trust, TODAY) == INFOS


def signer_with(change: Callable[[x509.TbsCertificate], None]) -> StateSigner:
    """A document signer whose certificate was changed and signed again by the authority."""
    from devices.eid.signatures import plain_to_der, sign_plain

    certificate = x509.Certificate.load(PKI.signer.certificate)
    body = certificate["tbs_certificate"].copy()
    change(body)
    raw = body.dump(force=True)
    signature = plain_to_der(sign_plain(PKI.csca.key, PKI.csca.hash_name, raw))
    signed = x509.Certificate(
        {
            "tbs_certificate": x509.TbsCertificate.load(raw),
            "signature_algorithm": certificate["signature_algorithm"],
            "signature_value": signature,
        }
    )
    return replace(PKI.signer, certificate=signed.dump())


def without_extensions(body: x509.TbsCertificate) -> None:
    body["extensions"] = []


def with_usage_of_an_authority(body: x509.TbsCertificate) -> None:
    authority = x509.Certificate.load(PKI.csca.certificate)
    body["extensions"] = authority["tbs_certificate"]["extensions"].copy()


@pytest.mark.parametrize("change", [without_extensions, with_usage_of_an_authority])
def test_a_certificate_that_may_not_sign_documents(change: Callable[[x509.TbsCertificate], None]) -> None:
    raw = sign_card_security(INFOS, signer_with(change))
    assert code_of(raw) is FaultCode.CARD_SECURITY_SIGNER_USAGE


def test_an_authority_does_not_sign_cards_itself() -> None:
    assert code_of(sign_card_security(INFOS, PKI.csca)) is FaultCode.CARD_SECURITY_SIGNER_USAGE


@pytest.mark.parametrize("today", [date(2019, 12, 31), date(2033, 1, 2)])
def test_out_of_time(today: date) -> None:
    assert code_of(OURS, today=today) is FaultCode.CARD_SECURITY_SIGNER_EXPIRED


@pytest.mark.parametrize("today", [date(2020, 1, 1), date(2033, 1, 1)])
def test_first_and_last_day(today: date) -> None:
    assert verify_card_security(OURS, TRUST, today) == INFOS


def test_a_revoked_signer() -> None:
    assert code_of(OURS, PassiveTrust(TRUST.anchors, frozenset({2}))) is FaultCode.CARD_SECURITY_SIGNER_REVOKED
    assert verify_card_security(OURS, PassiveTrust(TRUST.anchors, frozenset({3})), TODAY) == INFOS


def test_another_state_and_a_copied_name() -> None:
    for name in ("OTHER CSCA", "TEST CSCA"):
        other = make_authority(name, PKI.key(BP256), VALIDITY)
        raw = sign_card_security(INFOS, make_document_signer("TEST DS", PKI.key(BP256), VALIDITY, other))
        assert code_of(raw) is FaultCode.CARD_SECURITY_SIGNER_UNKNOWN
    assert code_of(OURS, PassiveTrust(())) is FaultCode.CARD_SECURITY_SIGNER_UNKNOWN


def test_content_exchanged_under_the_signature() -> None:
    other = SecurityInfos((*INFOS.infos[:-1], TerminalAuthenticationInfo(1)))
    assert len(other.encode()) == len(INFOS.encode())
    assert code_of(OURS.replace(INFOS.encode(), other.encode())) is FaultCode.CARD_SECURITY_DIGEST


def test_signed_by_a_key_that_is_not_the_certificates() -> None:
    raw = sign_card_security(INFOS, replace(PKI.signer, key=PKI.key(BP256)))
    assert code_of(raw) is FaultCode.CARD_SECURITY_SIGNATURE


def test_content_that_is_no_info() -> None:
    class Nonsense(SecurityInfos):
        def encode(self) -> bytes:
            return b"nonsense"

    assert code_of(sign_card_security(Nonsense(()), PKI.signer)) is FaultCode.CARD_SECURITY_MALFORMED


@pytest.mark.parametrize(
    "raw", [b"", b"\x30\x00", bytes(40000), OURS[:-1], OURS + b"\x00", INFOS.encode(), b"\x30\x80"]
)
def test_no_signed_data(raw: bytes) -> None:
    assert code_of(raw) is FaultCode.CARD_SECURITY_MALFORMED


def test_any_flipped_bit_of_what_is_signed_is_refused() -> None:
    """What no signature covers (version numbers, the list of hashes, the case of names) may vary; nothing else."""
    frame = cms.ContentInfo.load(OURS)["content"]
    body = frame["certificates"][0].chosen["tbs_certificate"].dump()
    signer = frame["signer_infos"][0]
    signed = (INFOS.encode(), body, signer["signed_attrs"].contents, signer["signature"].contents)
    spans = [range(OURS.index(part), OURS.index(part) + len(part)) for part in signed]
    for at in range(8 * len(OURS)):
        forged = bytearray(OURS)
        forged[at // 8] ^= 1 << at % 8
        outcome = attempt(lambda forged=forged: verify_card_security(bytes(forged), TRUST, TODAY))
        if isinstance(outcome, Refused):
            assert outcome.code.value.startswith(("card_security", "algorithm", "curve", "point", "tlv")), outcome
        else:
            assert outcome == INFOS, "whatever is accepted says what was signed"
            assert not any(at // 8 in span for span in spans), at // 8


def test_card_access_has_to_be_part_of_card_security() -> None:
    check_same_card(access_of(), INFOS)
    for other in (
        access_of(CURVES[5]),
        access_of(bits=4),
        SecurityInfos(INFOS.infos, privileged=access_of(CURVES[0]).infos),
    ):
        with pytest.raises(EidError, match="card_security_differs"):
            check_same_card(other, INFOS)
