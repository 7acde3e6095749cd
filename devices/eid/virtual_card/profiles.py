"""Card generations: what cards of the field differ in, as data.

Real chips name several ways to do a thing, some wrap keys that are not for everybody, and their signers write EC
parameters out or by name. Source of the key numbers: TR-03127 3.2.4 and cards' EF.CardAccess as published.
"""

from dataclasses import dataclass
from enum import Enum

from devices.eid.curves import BP256, Curve, curve_by_id
from devices.eid.oids import bsi
from devices.eid.security_infos import PaceInfo

CHIP_KEY, PRIVILEGED_KEY, PSEUDONYM_KEY, REVOCATION_KEY = 0x41, 0x45, 0x43, 0x44

PSEUDONYM_CURVE = BP256
"""One for all generations: a sector has one key, and every card has to fit it."""

_P384, _BP384 = curve_by_id(15), curve_by_id(16)
_AES_128, _AES_256 = 2, 4


class SignerKind(Enum):
    """How the document signer's certificate gives its EC parameters; the value is the name of its files."""

    EXPLICIT = "signer-explicit"
    NAMED = "signer-named"


@dataclass(frozen=True)
class ChipKeyPlan:
    """One key for Chip Authentication.

    Attributes:
        variant: last arc of id-CA-ECDH-AES-*: 2 for 128 bits, 4 for 256.
        privileged: only for terminals with the right "privileged terminal".
    """

    key_id: int
    curve: Curve = BP256
    variant: int = _AES_128
    privileged: bool = False

    @property
    def oid(self) -> bytes:
        """id-CA-ECDH-AES-CBC-CMAC-*."""
        return bsi(2, 2, 3, 2, self.variant)


@dataclass(frozen=True)
class Profile:
    """One generation.

    Attributes:
        tells_transport_pin: answers 63Dx instead of 63Cx while the five-digit PIN stands. Most cards do not.
    """

    pace: tuple[PaceInfo, ...] = (PaceInfo(bsi(2, 2, 4, 2, _AES_128), BP256),)
    chip_keys: tuple[ChipKeyPlan, ...] = (ChipKeyPlan(CHIP_KEY), ChipKeyPlan(PRIVILEGED_KEY, privileged=True))
    signer: SignerKind = SignerKind.EXPLICIT
    tells_transport_pin: bool = False


PROFILES = {
    "id_card": Profile(),
    "id_card_2010": Profile(chip_keys=(ChipKeyPlan(CHIP_KEY),)),
    "id_card_named": Profile(signer=SignerKind.NAMED, tells_transport_pin=True),
    "id_card_several": Profile(
        pace=(PaceInfo(bsi(2, 2, 4, 2, _AES_128), BP256), PaceInfo(bsi(2, 2, 4, 2, _AES_256), _BP384)),
        chip_keys=(
            ChipKeyPlan(CHIP_KEY),
            ChipKeyPlan(0x42, _BP384, _AES_256),
            ChipKeyPlan(PRIVILEGED_KEY, privileged=True),
        ),
    ),
    "id_card_p384": Profile(
        pace=(PaceInfo(bsi(2, 2, 4, 2, _AES_256), _P384),),
        chip_keys=(ChipKeyPlan(CHIP_KEY, _P384, _AES_256),),
        signer=SignerKind.NAMED,
    ),
    "residence_permit": Profile(),
    "eu_card": Profile(signer=SignerKind.NAMED),
}
"""By the name that a person's file gives. Residence permits and cards of Union citizens differ in their data groups."""
