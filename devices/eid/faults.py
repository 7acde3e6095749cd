"""Every way in which card, certificate or portal can break the rules: one code each, for log, screen and tests.

An `EidError` carries the code and, where there was one, the status word. Never bytes of an answer: they may be
personal.
"""

from enum import Enum


class FaultCode(Enum):
    """Why something was refused. Values are stable: the book of faults names them."""

    # Bytes
    TLV_MALFORMED = "tlv_malformed"
    TLV_UNEXPECTED = "tlv_unexpected"
    """Well-formed, but a required object is missing, doubled or another one."""
    APDU_MALFORMED = "apdu_malformed"
    ANSWER_EMPTY = "answer_empty"
    ANSWER_TOO_LONG = "answer_too_long"
    STATUS_UNEXPECTED = "status_unexpected"
    NO_EXTENDED_LENGTH = "no_extended_length"
    """6700 to a long command: card or reader knows short ones only."""

    # Secure messaging
    SM_MISSING = "sm_missing"
    """A sealed command was answered in plain: the card has dropped the keys, or somebody else spoke to it."""
    SM_MAC_WRONG = "sm_mac_wrong"
    """Forged, replayed, or counted differently: the three cannot be told apart."""
    SM_PADDING_WRONG = "sm_padding_wrong"
    SM_OBJECTS_WRONG = "sm_objects_wrong"

    # Points and parameters
    CURVE_UNKNOWN = "curve_unknown"
    POINT_MALFORMED = "point_malformed"
    POINT_AT_INFINITY = "point_at_infinity"
    POINT_OFF_CURVE = "point_off_curve"
    SCALAR_OUT_OF_RANGE = "scalar_out_of_range"
    RANDOM_UNUSABLE = "random_unusable"
    ALGORITHM_UNKNOWN = "algorithm_unknown"

    # What the card says of itself
    CARD_ACCESS_MISSING = "card_access_missing"
    """No EF.CardAccess: no eID card at all."""
    CARD_ACCESS_MALFORMED = "card_access_malformed"
    PACE_UNSUPPORTED = "pace_unsupported"

    # PACE
    PACE_NONCE_WRONG = "pace_nonce_wrong"
    PACE_KEYS_EQUAL = "pace_keys_equal"
    PACE_TOKEN_WRONG = "pace_token_wrong"  # noqa: S105 (a name, not a secret)
    """The card accepted our token, but cannot prove that it knows the password itself."""
    PASSWORD_FORMAT = "password_format"  # noqa: S105 (a name, not a secret)

    # Certificates of the reading party
    CERTIFICATE_MALFORMED = "certificate_malformed"
    CERTIFICATE_SIGNATURE = "certificate_signature"
    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_ROLE = "certificate_role"
    CERTIFICATE_ISSUER_UNKNOWN = "certificate_issuer_unknown"
    DESCRIPTION_MISMATCH = "description_mismatch"
    CHAT_MALFORMED = "chat_malformed"
    CHAT_BEYOND_RIGHTS = "chat_beyond_rights"

    # Terminal authentication
    AUXILIARY_MALFORMED = "auxiliary_malformed"
    TA_REFUSED = "ta_refused"
    TA_SIGNATURE_WRONG = "ta_signature_wrong"
    TA_ALREADY_SIGNED = "ta_already_signed"
    """One session, one signature."""

    # Passive authentication
    CARD_SECURITY_MALFORMED = "card_security_malformed"
    CARD_SECURITY_DIGEST = "card_security_digest"
    CARD_SECURITY_SIGNATURE = "card_security_signature"
    CARD_SECURITY_SIGNER_UNKNOWN = "card_security_signer_unknown"
    CARD_SECURITY_SIGNER_EXPIRED = "card_security_signer_expired"
    CARD_SECURITY_SIGNER_USAGE = "card_security_signer_usage"
    CARD_SECURITY_SIGNER_REVOKED = "card_security_signer_revoked"
    CARD_SECURITY_DIFFERS = "card_security_differs"
    """EF.CardAccess, read before any key, says something else than the signed EF.CardSecurity."""

    # Chip authentication and what follows
    CA_UNSUPPORTED = "ca_unsupported"
    CA_TOKEN_WRONG = "ca_token_wrong"  # noqa: S105 (a name, not a secret)
    CA_KEY_MISMATCH = "ca_key_mismatch"
    CHIP_REVOKED = "chip_revoked"
    DATA_GROUP_MALFORMED = "data_group_malformed"
    FILE_INCOMPLETE = "file_incomplete"
    RI_UNSUPPORTED = "ri_unsupported"
    RI_MALFORMED = "ri_malformed"
    RI_SECTOR_MISMATCH = "ri_sector_mismatch"

    # Between terminal and portal
    RELAY_REFUSED = "relay_refused"
    """The portal asked for a command that is not part of reading."""
    PORTAL_ORDER = "portal_order"
    """Answers that do not belong to the commands given, or a step out of turn."""


class EidError(Exception):
    """Something from outside broke the rules.

    Attributes:
        code: which rule.
        status: the status word of the card, 0 if there was none.
    """

    def __init__(self, code: FaultCode, status: int = 0) -> None:
        super().__init__(f"{code.value} {status:04X}" if status else code.value)
        self.code = code
        self.status = status
