"""The card factory: a person, a generation and the state's signer become a card's memory."""

import hashlib

import msgspec

from devices.eid import der
from devices.eid.curves import Curve, KeyPair, RandomBytes, generate
from devices.eid.issuing import StateSigner, Validity, make_authority, make_document_signer, sign_card_security
from devices.eid.oids import CARD_INFO_LOCATOR, PRIVILEGED_TERMINAL, bsi, oid_object
from devices.eid.security_infos import (
    ChipAuthenticationInfo,
    ChipAuthenticationParameters,
    ChipPublicKey,
    Info,
    RestrictedIdentificationInfo,
    SecurityInfos,
    TerminalAuthenticationInfo,
)
from devices.eid.tlv import encode
from devices.eid.virtual_card.memory import StoredCard, StoredPin, pin_keys
from devices.eid.virtual_card.person import Person
from devices.eid.virtual_card.pki import TestPki
from devices.eid.virtual_card.profiles import PSEUDONYM_CURVE, PSEUDONYM_KEY, REVOCATION_KEY, Profile

RI_OID = bsi(2, 2, 5, 2, 3)
"""id-RI-ECDH-SHA-256."""
_LOCATOR = "https://example.invalid/eid-card"
_IA5 = 0x16


def fingerprint(person_text: bytes, pki: TestPki) -> str:
    """What a card is made of: with other data, another root or another authority it is another card."""
    digest = hashlib.sha256(person_text)
    digest.update(pki.root.certificate.encode())
    digest.update(pki.authority.certificate)
    return digest.hexdigest()


def personalise(person: Person, pki: TestPki, *, made_of: str, random: RandomBytes) -> StoredCard:
    """Make a card: own keys, signed files, the root that it trusts, today's date."""
    profile = person.profile
    chip_keys = {plan.key_id: generate(plan.curve.generator, random) for plan in profile.chip_keys}
    pseudonyms = {key: generate(PSEUDONYM_CURVE.generator, random) for key in (PSEUDONYM_KEY, REVOCATION_KEY)}
    card_security, chip_security = signed_files(profile, chip_keys, pki.signers[profile.signer])
    tries, active = person.state.tries, person.state.name != "DEACTIVATED"
    return StoredCard(
        made_of=made_of,
        today=pki.root.certificate.start,
        roots=[pki.root.certificate.encode().hex()],
        pin=StoredPin(pin_keys(person.pin), len(person.pin) == 5, tries, active),
        chip_keys={number: f"{key.scalar():x}" for number, key in chip_keys.items()},
        pseudonym_keys={number: f"{key.scalar():x}" for number, key in pseudonyms.items()},
        card_security=card_security.hex(),
        chip_security=chip_security.hex(),
    )


def restore(scalars: dict[int, str], curves: dict[int, Curve]) -> dict[int, KeyPair]:
    """Key pairs out of a memory."""
    return {number: KeyPair(int(scalar, 16), curves[number].generator) for number, scalar in scalars.items()}


def forged(card: StoredCard, profile: Profile, *, random: RandomBytes) -> StoredCard:
    """The same card with files signed by somebody who calls himself the authority, and with his keys inside."""
    validity = Validity(card.today, card.today.replace(month=1, day=1, year=card.today.year + 4))
    curve = profile.pace[0].curve
    authority = make_authority("TEST CSCA", generate(curve.generator, random), validity)
    signer = make_document_signer("TEST Document Signer", generate(curve.generator, random), validity, authority)
    curves = {plan.key_id: plan.curve for plan in profile.chip_keys}
    files = signed_files(profile, restore(card.chip_keys, curves), signer)
    return msgspec.structs.replace(card, card_security=files[0].hex(), chip_security=files[1].hex())


def cloned(card: StoredCard, profile: Profile, *, random: RandomBytes) -> StoredCard:
    """The same card with every file copied, but with other keys: those cannot be copied."""
    keys = {plan.key_id: generate(plan.curve.generator, random) for plan in profile.chip_keys}
    return msgspec.structs.replace(card, chip_keys={number: f"{key.scalar():x}" for number, key in keys.items()})


def signed_files(profile: Profile, keys: dict[int, KeyPair], signer: StateSigner) -> tuple[bytes, bytes]:
    """EF.CardSecurity and EF.ChipSecurity; the latter has the keys for privileged terminals too."""
    infos = security_infos(profile)
    privileged = {plan.key_id for plan in profile.chip_keys if plan.privileged}
    public = [ChipPublicKey(key.public, number) for number, key in keys.items() if number not in privileged]
    hidden = [ChipPublicKey(key.public, number) for number, key in keys.items() if number in privileged]
    common = _sorted([*infos.infos, *public])
    card_security = SecurityInfos(common, infos.privileged)
    chip_security = SecurityInfos(common, _sorted([*infos.privileged, *hidden]))
    return sign_card_security(card_security, signer), sign_card_security(chip_security, signer)


def security_infos(profile: Profile) -> SecurityInfos:
    """What the card says before any key."""
    public: list[Info] = [TerminalAuthenticationInfo(), *profile.pace]
    privileged: list[Info] = []
    for plan in profile.chip_keys:
        target = privileged if plan.privileged else public
        target += [
            ChipAuthenticationInfo(plan.oid, plan.key_id),
            ChipAuthenticationParameters(plan.curve, plan.key_id),
        ]
    public += [
        RestrictedIdentificationInfo(RI_OID, PSEUDONYM_KEY, authorized_only=True),
        RestrictedIdentificationInfo(RI_OID, REVOCATION_KEY, authorized_only=False),
    ]
    return SecurityInfos(_sorted(public), _sorted(privileged))


def card_access(profile: Profile) -> bytes:
    """EF.CardAccess: the infos, and one more that tells nothing to most terminals, as real cards have it."""
    infos = security_infos(profile)
    parts = [info.encode() for info in infos.infos]
    parts.append(der.sequence(oid_object(CARD_INFO_LOCATOR), encode(_IA5, _LOCATOR.encode("ascii"))))
    if infos.privileged:
        inner = encode(der.SET, b"".join(info.encode() for info in infos.privileged))
        parts.append(der.sequence(oid_object(PRIVILEGED_TERMINAL), inner))
    return encode(der.SET, b"".join(sorted(parts)))


def _sorted(infos: list[Info]) -> tuple[Info, ...]:
    """DER wants a SET OF in order."""
    return tuple(sorted(infos, key=lambda info: info.encode()))
