"""A whole test PKI: the state's signing authority and signer, CVCA with a link, verifier, terminal, and a card."""

import random
from dataclasses import dataclass
from datetime import date

from devices.eid.certificate_description import CertificateDescription, description_hash
from devices.eid.chat import Chat, Right, Role
from devices.eid.curves import BP256, CURVES, Curve, KeyPair, RandomBytes, generate
from devices.eid.cv_certificate import CvCertificate, CvPublicKey, Extensions, issue
from devices.eid.cv_chain import Verifier, trust_point
from devices.eid.data_groups import (
    FreetextPlace,
    GroupValue,
    PartialDate,
    StructuredPlace,
    Text,
    encode_group,
)
from devices.eid.issuing import StateSigner, Validity, make_authority, make_document_signer, sign_card_security
from devices.eid.oids import bsi
from devices.eid.passive_authentication import PassiveTrust
from devices.eid.portal_authentication import Authority
from devices.eid.restricted_identification import SectorKey
from devices.eid.security_infos import ChipPublicKey, RestrictedIdentificationInfo, SecurityInfos
from devices.eid.signatures import sign_plain
from devices.eid.terminal_authentication import SoftwareSigner
from tests.devices.eid.chip import Chip, access_of

TODAY = date(2026, 5, 4)
TA_SHA256 = bsi(2, 2, 2, 2, 3)
RI_SHA256 = bsi(2, 2, 5, 2, 3)
CVCA_1, CVCA_2, DV, AT = b"DETESTeID00001", b"DETESTeID00002", b"DEDVTEST00001", b"DETERMTEST00001"
ALL_RIGHTS = frozenset(Right)
DESCRIPTION = CertificateDescription(
    issuer="Muster-VDA", subject="Stadt Musterhausen", terms="Zweck: Antrag am Bürgerterminal"
)
PERSON: dict[int, GroupValue] = {
    1: "ID",
    2: "D",
    3: PartialDate(2029, 10, 31),
    4: "ERIKA",
    5: "MUSTERMANN",
    6: "",
    7: "DR.",
    8: PartialDate(1964, 8),
    9: (FreetextPlace("BERLIN"),),
    10: "D",
    17: (StructuredPlace("KÖLN", "D", street="HEIDESTRAẞE 17", zip_code="51147"),),
    18: "02760503150000",
    19: Text("AUFENTHALTSTITEL " * 30, compressed=False),
}


def seeded(seed: int) -> RandomBytes:
    """Random bytes that a test can have again."""
    return random.Random(seed).randbytes


@dataclass
class Pki:
    """Keys and certificates by role; `seed` makes them anew."""

    seed: int = 1
    curve: Curve = BP256

    def __post_init__(self) -> None:
        self.random = seeded(self.seed)
        self.cvca_1, self.cvca_2, self.dv, self.at = (self.key(BP256) for _ in range(4))
        self.sector = SectorKey(RI_SHA256, self.key(BP256).public)
        self.root = self.certify(CVCA_1, self.cvca_1, CVCA_1, self.cvca_1, Role.CVCA)
        self.link = self.certify(CVCA_1, self.cvca_1, CVCA_2, self.cvca_2, Role.CVCA, end=date(2025, 1, 1))
        self.dv_certificate = self.certify(CVCA_2, self.cvca_2, DV, self.dv, Role.DV_DOMESTIC)
        self.description = DESCRIPTION.encode()
        self.terminal = self.certify(DV, self.dv, AT, self.at, Role.TERMINAL, extensions=self.extensions())
        validity = Validity(date(2020, 1, 1), date(2033, 1, 1))
        self.csca = make_authority("TEST CSCA", self.key(CURVES[5]), validity, hash_name="sha384")
        self.signer = make_document_signer("TEST DS", self.key(BP256), validity, self.csca)

    def key(self, curve: Curve) -> KeyPair:
        return generate(curve.generator, self.random)

    def extensions(self) -> Extensions:
        return Extensions(description_hash(self.description, "sha256"), (self.sector.digest("sha256"),))

    def certify(
        self,
        issuer: bytes,
        issuer_key: KeyPair,
        holder: bytes,
        key: KeyPair,
        role: Role,
        *,
        rights: frozenset[Right] = ALL_RIGHTS,
        start: date = date(2026, 5, 1),
        end: date = date(2026, 5, 10),
        extensions: Extensions | None = None,
    ) -> CvCertificate:
        """Issue a certificate; roots and links carry their curve."""
        start = min(start, date(2024, 1, 1)) if role is Role.CVCA else start
        named = key.public.curve if role is Role.CVCA else None
        return issue(
            car=issuer,
            chr=holder,
            public_key=CvPublicKey(TA_SHA256, key.public.encode(), named),
            chat=Chat(rights, role),
            start=start,
            end=end,
            sign=lambda body: sign_plain(issuer_key, "sha256", body),
            extensions=extensions,
        )

    def verifier(self, today: date = date(2026, 4, 1)) -> Verifier:
        """What a chip that left the factory with the first root knows."""
        return Verifier((trust_point(self.root),), today)

    def authority(self, **changes: object) -> Authority:
        """What the portal holds."""
        parts: dict[str, object] = {
            "signer": SoftwareSigner(self.terminal, self.at),
            "certificates": (self.root, self.link, self.dv_certificate),
            "description": self.description,
            "trust": PassiveTrust((self.csca.certificate,)),
        }
        return Authority(**{**parts, **changes})  # type: ignore[arg-type]

    def chip(self, *, signer: StateSigner | None = None, **changes: object) -> Chip:
        """A card of Erika Mustermann."""
        chip_key = self.key(self.curve)
        access = access_of(self.curve)
        identification = tuple(RestrictedIdentificationInfo(RI_SHA256, key, key == 43) for key in (43, 44))
        security = SecurityInfos((*access.infos, ChipPublicKey(chip_key.public, 65), *identification))
        parts: dict[str, object] = {
            "access": access,
            "random": seeded(self.seed + 1),
            "card_security": sign_card_security(security, signer or self.signer),
            "chip_key": chip_key,
            "ri_keys": {43: self.key(BP256), 44: self.key(BP256)},
            "groups": {number: encode_group(number, value) for number, value in PERSON.items()},
            "verifier": self.verifier(),
        }
        return Chip(**{**parts, **changes})  # type: ignore[arg-type]
