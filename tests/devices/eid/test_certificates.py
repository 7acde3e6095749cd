"""CHAT, card-verifiable certificates, chains and descriptions: each rule of the chip, each forgery."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.eid.certificate_description import (
    CertificateDescription,
    description_hash,
    parse_description,
    verified_description,
)
from devices.eid.chat import Chat, Right, Role, effective_rights, parse_bits, parse_chat
from devices.eid.curves import BP256, CURVES, Curve
from devices.eid.cv_certificate import (
    CvCertificate,
    CvPublicKey,
    Extensions,
    issue,
    parse_certificate,
    parse_content,
)
from devices.eid.cv_chain import Verifier, build_chain, trust_point
from devices.eid.faults import EidError, FaultCode
from devices.eid.oids import bsi
from devices.eid.outcomes import Refused, attempt
from devices.eid.signatures import sign_plain
from devices.eid.tlv import encode, parse_one
from tests.devices.eid.pki import AT, CVCA_1, CVCA_2, DV, TA_SHA256, TODAY, Pki

PKI = Pki()

# --- rights ---


def test_the_example_of_the_guideline() -> None:
    rights = (Right.read(1), Right.read(4), Right.read(5), Right.read(17), Right.AGE_VERIFICATION)
    assert Chat.of(*rights).bits == bytes.fromhex("0001001901")
    assert Chat.of(*rights).encode() == bytes.fromhex("7F4C12060904007F000703010202530500010019 01".replace(" ", ""))
    assert Chat.of(*rights).groups == (1, 4, 5, 17)


@given(st.sets(st.sampled_from(Right)), st.sampled_from(Role))
def test_rights_there_and_back(rights: set[Right], role: Role) -> None:
    chat = Chat(frozenset(rights), role)
    assert parse_chat(chat.encode()) == chat
    assert chat.within(Chat(frozenset(Right)))
    assert chat.without(Right).rights == frozenset()


@pytest.mark.parametrize("group", range(1, 23))
def test_groups_and_their_bits(group: int) -> None:
    assert Right.read(group).value == 7 + group
    assert Right.read(group).group == group


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "7F4C00",
        "7F4C12060904007F0007030102015305" + "00" * 5,  # inspection system
        "7F4C11060904007F0007030102025304" + "00" * 4,
        "7F4C12060904007F0007030102025305" + "0080000000",  # reserved bit
        "7F4C12060904007F0007030102025305" + "00" * 5 + "00",
    ],
)
def test_other_chats_are_refused(raw: str) -> None:
    with pytest.raises(EidError, match="chat_malformed"):
        parse_chat(bytes.fromhex(raw))


def test_effective_rights_are_what_all_grant() -> None:
    chats = [Chat.of(Right.READ_DG4, Right.READ_DG5), Chat.of(Right.READ_DG4), Chat(frozenset(Right))]
    assert effective_rights(chats) == {Right.READ_DG4}
    assert effective_rights([]) == frozenset()
    assert parse_bits(bytes(5)).rights == frozenset()


# --- certificates ---


@pytest.mark.parametrize(
    "certificate", [PKI.root, PKI.link, PKI.dv_certificate, PKI.terminal], ids=lambda c: c.chr.decode()
)
def test_certificates_there_and_back(certificate: CvCertificate) -> None:
    assert parse_certificate(certificate.encode()) == certificate
    assert parse_content(certificate.content) == certificate


def test_any_flipped_bit_breaks_form_or_signature() -> None:
    raw = PKI.terminal.encode()
    issuer = PKI.dv.public
    for at in range(8 * len(raw)):
        forged = bytearray(raw)
        forged[at // 8] ^= 1 << at % 8
        match attempt(lambda forged=forged: parse_certificate(bytes(forged))):
            case CvCertificate() as certificate:
                assert not certificate.signed_by(issuer, "sha256"), f"bit {at}"
            case outcome:
                assert outcome == Refused(FaultCode.CERTIFICATE_MALFORMED)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_refused(raw: bytes) -> None:
    for each in (raw, encode(0x7F21, raw), encode(0x7F21, encode(0x7F4E, raw) + encode(0x5F37, bytes(64)))):
        with pytest.raises(EidError, match="certificate_malformed"):
            parse_certificate(each)


START = encode(0x5F25, bytes([2, 6, 0, 5, 0, 1]))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (encode(0x5F29, b"\x00"), encode(0x5F29, b"\x01")),  # another profile
        (START, encode(0x5F25, bytes([2, 6, 0, 5, 0, 10]))),  # not a digit
        (START, encode(0x5F25, bytes([2, 6, 1, 3, 0, 1]))),  # thirteenth month
        (START, encode(0x5F25, bytes([2, 6, 0, 6, 0, 1]))),  # begins after its end
        (START, encode(0x5F25, bytes([2, 6, 0, 5, 0]))),
        (START, b""),
        (START, START * 2),
        (START, START + encode(0x99, b"\x00")),
        (encode(0x42, DV), encode(0x42, b"DE00001")),  # too short a name
        (encode(0x42, DV), encode(0x42, DV + b"MUCHTOOLONG")),
    ],
)
def test_bodies_that_are_none(old: bytes, new: bytes) -> None:
    inner = parse_one(PKI.terminal.body, 0x7F4E).value
    assert inner.count(old) == 1
    forged = encode(0x7F21, encode(0x7F4E, inner.replace(old, new)) + encode(0x5F37, bytes(64)))
    with pytest.raises(EidError, match="certificate_malformed"):
        parse_certificate(forged)


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
def test_keys_on_every_curve(curve: Curve) -> None:
    key = CvPublicKey(TA_SHA256, curve.generator.encode(), curve)
    certificate = issue(
        car=CVCA_1,
        chr=CVCA_1,
        public_key=key,
        chat=Chat(frozenset(), Role.CVCA),
        start=TODAY,
        end=TODAY,
        sign=lambda _: b"",
    )
    assert parse_certificate(certificate.encode()).public_key == key


def test_a_hash_that_is_not_accepted_any_more() -> None:
    with pytest.raises(EidError, match="algorithm_unknown"):
        _ = CvPublicKey(bsi(2, 2, 2, 2, 1), b"").hash_name


def test_a_key_without_a_curve() -> None:
    with pytest.raises(EidError, match="curve_unknown"):
        PKI.terminal.public_key.point()


# --- chains ---


def accepted(verifier: Verifier, *chain: CvCertificate) -> Verifier:
    for certificate in chain:
        verifier = verifier.accept(certificate, certificate.car)
    return verifier


def test_a_link_a_verifier_and_a_terminal() -> None:
    chain = build_chain([PKI.root, PKI.link, PKI.dv_certificate], PKI.terminal, [CVCA_1])
    assert [each.chr for each in chain] == [CVCA_2, DV, AT]
    after = accepted(PKI.verifier(), *chain)
    assert [point.name for point in after.trust_points] == [CVCA_2, CVCA_1]
    assert after.rights() == frozenset(Right)
    found = after.terminal_key(AT)
    assert found is not None
    assert found[1] == PKI.at.public
    assert after.terminal_key(DV) is None
    assert after.today == date(2026, 5, 1), "the estimate moves to the terminal's first day"


def test_the_newest_known_key_makes_the_shortest_chain() -> None:
    chain = build_chain([PKI.root, PKI.link, PKI.dv_certificate], PKI.terminal, [CVCA_2, CVCA_1])
    assert [each.chr for each in chain] == [DV, AT]


@pytest.mark.parametrize("anchors", [[], [b"XXOTHER00001"]])
def test_no_way_to_a_known_key(anchors: list[bytes]) -> None:
    with pytest.raises(EidError, match="certificate_issuer_unknown"):
        build_chain([PKI.root, PKI.link, PKI.dv_certificate], PKI.terminal, anchors)


def test_certificates_that_issue_each_other_end() -> None:
    one = PKI.certify(b"DEAAAA00001", PKI.dv, b"DEBBBB00001", PKI.dv, Role.DV_DOMESTIC)
    two = PKI.certify(b"DEBBBB00001", PKI.dv, b"DEAAAA00001", PKI.dv, Role.DV_DOMESTIC)
    leaf = PKI.certify(b"DEAAAA00001", PKI.dv, AT, PKI.at, Role.TERMINAL)
    with pytest.raises(EidError, match="certificate_issuer_unknown"):
        build_chain([one, two], leaf, [CVCA_1])


def test_rights_shrink_along_the_chain() -> None:
    few = frozenset({Right.READ_DG4, Right.READ_DG5})
    verifier = PKI.certify(CVCA_2, PKI.cvca_2, DV, PKI.dv, Role.DV_DOMESTIC, rights=few)
    terminal = PKI.certify(DV, PKI.dv, AT, PKI.at, Role.TERMINAL, rights=frozenset({Right.READ_DG5, Right.READ_DG8}))
    assert accepted(PKI.verifier(), PKI.link, verifier, terminal).rights() == {Right.READ_DG5}
    assert accepted(PKI.verifier(), PKI.link, verifier).rights() == frozenset()


def refused_by(verifier: Verifier, certificate: CvCertificate, name: bytes | None = None) -> FaultCode:
    with pytest.raises(EidError) as caught:
        verifier.accept(certificate, certificate.car if name is None else name)
    return caught.value.code


def test_each_refusal_of_the_chip() -> None:
    fresh, linked = PKI.verifier(), accepted(PKI.verifier(), PKI.link)
    ready = accepted(linked, PKI.dv_certificate)
    assert refused_by(fresh, PKI.dv_certificate) is FaultCode.CERTIFICATE_ISSUER_UNKNOWN
    assert refused_by(ready, PKI.terminal, CVCA_2) is FaultCode.CERTIFICATE_ISSUER_UNKNOWN
    forged = replace(PKI.terminal, signature=bytes([PKI.terminal.signature[0] ^ 1]) + PKI.terminal.signature[1:])
    assert refused_by(ready, forged) is FaultCode.CERTIFICATE_SIGNATURE
    # Signed by the key, but of a role that this issuer may not certify.
    direct = PKI.certify(CVCA_2, PKI.cvca_2, AT, PKI.at, Role.TERMINAL)
    assert refused_by(linked, direct) is FaultCode.CERTIFICATE_ROLE
    upward = PKI.certify(DV, PKI.dv, b"DEEVILDV00001", PKI.at, Role.DV_DOMESTIC)
    assert refused_by(ready, upward) is FaultCode.CERTIFICATE_ROLE
    sub = PKI.certify(AT, PKI.at, b"DEEVIL00001", PKI.at, Role.TERMINAL)
    assert refused_by(accepted(ready, PKI.terminal), sub) is FaultCode.CERTIFICATE_ROLE
    late = accepted(Verifier(fresh.trust_points, date(2026, 5, 11)), PKI.link)
    assert refused_by(late, PKI.dv_certificate) is FaultCode.CERTIFICATE_EXPIRED


def test_an_expired_link_is_accepted() -> None:
    """Cards sleep in drawers for years."""
    assert PKI.link.end < PKI.verifier().today
    assert accepted(PKI.verifier(), PKI.link).knows(CVCA_2)


def test_a_link_without_parameters_is_none() -> None:
    link = issue(
        car=CVCA_1,
        chr=CVCA_2,
        public_key=CvPublicKey(TA_SHA256, PKI.cvca_2.public.encode()),
        chat=Chat(frozenset(Right), Role.CVCA),
        start=TODAY,
        end=TODAY,
        sign=lambda body: sign_plain(PKI.cvca_1, "sha256", body),
    )
    assert refused_by(PKI.verifier(), link) is FaultCode.CERTIFICATE_ROLE


def test_a_foreign_verifiers_terminal_does_not_move_the_date() -> None:
    foreign = PKI.certify(CVCA_2, PKI.cvca_2, DV, PKI.dv, Role.DV_FOREIGN)
    before = accepted(PKI.verifier(), PKI.link)
    after = accepted(before, foreign, PKI.terminal)
    assert after.today == before.today


def test_roots_that_are_none() -> None:
    for wrong, code in (
        (PKI.link, FaultCode.CERTIFICATE_ROLE),
        (replace(PKI.root, signature=bytes(64)), FaultCode.CERTIFICATE_SIGNATURE),
    ):
        with pytest.raises(EidError, match=code.value):
            trust_point(wrong)


# --- descriptions ---

LONG = CertificateDescription(
    "Muster-VDA", "Stadt Köln ẞ", "Zweck\n" * 100, "https://vda.example", "https://koeln.example"
)


def test_a_description_belongs_to_its_certificate() -> None:
    assert parse_description(LONG.encode()) == LONG
    hashed = replace(PKI.terminal, extensions=Extensions(description_hash(LONG.encode(), "sha256")))
    assert verified_description(LONG.encode(), hashed) == LONG
    other = replace(LONG, subject="Stadt Bonn").encode()
    for raw, certificate in ((other, hashed), (LONG.encode(), replace(PKI.terminal, extensions=Extensions()))):
        with pytest.raises(EidError, match="description_mismatch"):
            verified_description(raw, certificate)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.binary(max_size=60).map(lambda raw: encode(0x30, raw))))
def test_any_bytes_are_no_description(raw: bytes) -> None:
    with pytest.raises(EidError, match="certificate_malformed"):
        parse_description(raw)


def test_a_description_as_html_is_not_shown() -> None:
    raw = LONG.encode().replace(bsi(3, 1, 3, 1, 1), bsi(3, 1, 3, 1, 2))
    with pytest.raises(EidError, match="certificate_malformed"):
        parse_description(raw)


# --- certificates that others have made: the test PKI of the BSI ---

PUBLISHED = {
    name: parse_certificate(bytes.fromhex(value))
    for name, value in json.loads((Path(__file__).parent / "published_certificates.json").read_text("utf-8")).items()
    if name != "source"
}


def test_the_published_root_and_its_links() -> None:
    root, six, seven = (PUBLISHED[name] for name in ("root_5", "link_6", "link_7"))
    after = accepted(Verifier((trust_point(root),), date(2016, 1, 1)), six, seven)
    assert [point.name for point in after.trust_points] == [b"DETESTeID00007", b"DETESTeID00006"]
    assert after.today == date(2020, 10, 13)
    assert (root.start, root.end) == (date(2015, 5, 4), date(2018, 5, 4))
    assert root.chat.role is Role.CVCA
    assert Right.read(4) in root.chat.rights
    assert Right.PRIVILEGED_TERMINAL in root.chat.rights
    assert build_chain([root, six, seven], seven, [b"DETESTeID00005"]) == [six, seven]


def test_the_published_terminal_certificate() -> None:
    terminal = PUBLISHED["terminal_2016"]
    assert (terminal.car, terminal.chr) == (b"DEDVtIDGVNK00012", b"DESECTST00017")
    assert terminal.chat.role is Role.TERMINAL
    assert terminal.chat.groups == (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 17, 19)
    assert {Right.AGE_VERIFICATION, Right.RESTRICTED_IDENTIFICATION} <= terminal.chat.rights
    assert (terminal.start, terminal.end) == (date(2016, 7, 9), date(2016, 8, 8))
    assert terminal.extensions.description_hash is not None
    assert len(terminal.extensions.description_hash) == 32
    assert len(terminal.extensions.sector_hashes) == 1
    assert terminal.public_key.point(BP256).encode() == terminal.public_key.encoded


@pytest.mark.parametrize("certificate", PUBLISHED.values(), ids=PUBLISHED)
def test_published_certificates_are_written_as_they_were_read(certificate: CvCertificate) -> None:
    again = issue(
        car=certificate.car,
        chr=certificate.chr,
        public_key=certificate.public_key,
        chat=certificate.chat,
        start=certificate.start,
        end=certificate.end,
        sign=lambda _: certificate.signature,
        extensions=certificate.extensions,
    )
    assert again == certificate
