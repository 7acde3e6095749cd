"""Typed contract of the portal's eID service: one session reads one card for one service.

    POST /eid/sessions              EidSessionRequest -> 201 EidSession       what the person is shown before the PIN
    POST /eid/sessions/{id}/steps   EidStep 1         -> 200 EidBatch (pace)  after PACE; sealed by the terminal
                                    EidStep 2         -> 200 EidBatch (none)  the card is proven; sealed by the portal
                                    EidStep 3         -> 200 EidReleased      the fields that were released, or, for
                                                                              readers without long answers, a batch more

A step is sent once and never again: what became of an answer that got lost only a new session can tell. The portal
refuses a step out of turn or after the end, and ends the session with it; to another terminal a session is unknown.
Problem codes stand in `EID_PROBLEMS`; where a card broke a rule the problem's one member of `errors` has the code of
that rule.

Bytes are base64 (RFC 4648 section 4). What they hold is TR-03110's; nobody needs to understand it to carry it.
"""

from collections.abc import Collection
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from msgspec import Meta, Struct

from kiosk.portal.contract import Identifier, Line, Moment

EidFieldName = Annotated[str, Meta(pattern=r"^eid\.[a-z][a-z0-9_]{0,39}$(?!\n)")]
# As the card writes it: one line, unknown parts of a date are spaces, capitals stay capitals.
EidValue = Annotated[str, Meta(min_length=1, max_length=1000, pattern=r"^[^\u0000-\u001f\u007f-\u009f]+$(?!\n)")]
Terms = Annotated[str, Meta(max_length=8000)]
Chat = Annotated[bytes, Meta(min_length=5, max_length=64)]
CarName = Annotated[bytes, Meta(min_length=8, max_length=16)]
Certificate = Annotated[bytes, Meta(min_length=1, max_length=2048)]
CardCommand = Annotated[bytes, Meta(min_length=4, max_length=4096)]
CardResponse = Annotated[bytes, Meta(min_length=2, max_length=65538)]
StepNumber = Annotated[int, Meta(ge=1, le=8)]

MOST_COMMANDS = 64

EID_PROBLEMS = {
    "eid-unavailable": "No reading here: the terminal certificate has expired and could not be renewed",
    "eid-not-needed": "This service asks for nothing that a card could give",
    "eid-session-unknown": "No such session, or it belongs to another terminal",
    "eid-session-over": "The session is done, was ended, or took longer than it may",
    "eid-order": "This step is not the one that is due",
    "eid-rights": "The rights granted to the card are not those of this session",
    "eid-car-unknown": "The card knows no key that a chain of certificates begins with",
    "eid-authority-refused": "The card did not accept the certificate or the signature",
    "eid-card-not-genuine": "The card could not prove that the state has made it",
    "eid-card-expired": "The card is no longer valid",
    "eid-card-revoked": "The card is on the block list",
    "eid-card-broken-rule": "The card answered against the protocol",
    "eid-refused": "The eID service refuses",
    "identity-required": "This service needs a proof of identification, and there is none that holds",
}
"""Problem code -> what it means. `eid-unavailable` and the end of a session are nobody's fault at the card."""


class EidSessionRequest(Struct, frozen=True, kw_only=True):
    """Body of `POST /eid/sessions`.

    Args:
        service: what the reading is for; its file names the fields.
        on_site: § 18a PAuswG: staff have compared the photo, the card is opened with the CAN.
        extended: whether reader and card carry long answers; without, the reading may take one step more.
    """

    service: Identifier
    on_site: bool = False
    extended: bool = True


class EidField(Struct, frozen=True, kw_only=True):
    """A field that is read. `group`: the data group that holds it; several fields may share one."""

    name: EidFieldName
    group: Annotated[int, Meta(ge=1, le=22)]


class EidChain(Struct, frozen=True, kw_only=True):
    """What leads from a key that a card may know (its CAR) to the terminal certificate, which is the last."""

    car: CarName
    certificates: Annotated[tuple[Certificate, ...], Meta(min_length=1, max_length=8)]


class EidSession(Struct, frozen=True, kw_only=True):
    """Answer of `POST /eid/sessions`: who reads, what and why.

    Provider and purpose are said for machines without an ASN.1 parser; what is shown has to come out of `description`,
    after its hash was compared with the terminal certificate's.

    Args:
        description: of the terminal certificate, DER (TR-03110-4 2.2.6).
        chat: the rights that the service needs, as the data object 7F4C; nothing beyond.
        auxiliary: what the card shall compare, the data object 67; empty when nothing.
        chains: by CAR, newest first.
        required: without these the service does not go.
        optional: the person may deselect these.
        expires: the session is over after that.
    """

    session: UUID
    service: Identifier
    provider: Line
    purpose: Terms
    description: Annotated[bytes, Meta(max_length=32768)]
    chat: Chat
    auxiliary: Annotated[bytes, Meta(max_length=256)] = b""
    chains: Annotated[tuple[EidChain, ...], Meta(min_length=1, max_length=8)]
    required: Annotated[tuple[EidField, ...], Meta(max_length=40)]
    optional: Annotated[tuple[EidField, ...], Meta(max_length=40)]
    expires: Moment

    @property
    def certificate(self) -> bytes:
        """The terminal certificate, 7F21."""
        return self.chains[0].certificates[-1]

    def groups(self, released: Collection[str]) -> frozenset[int]:
        """The data groups that are read when a person releases these fields; the required ones are always among them.

        The CHAT that goes to the card is `chat` without the rights to read other groups.
        """
        return frozenset(
            [each.group for each in self.required] + [each.group for each in self.optional if each.name in released]
        )


class EidOpening(Struct, frozen=True, kw_only=True):
    """What the terminal brings after PACE, in step 1.

    Args:
        card_access: EF.CardAccess as it was read.
        id_picc: the card's name in this session: x coordinate of its ephemeral key.
        challenge: the card's answer to GET CHALLENGE.
        cars: the keys that the card knows, newest first.
        chat: the rights that were sent to the card, the data object 7F4C.
        released: the fields that the person did not deselect, the required ones among them.
    """

    card_access: Annotated[bytes, Meta(min_length=2, max_length=8192)]
    id_picc: Annotated[bytes, Meta(min_length=20, max_length=66)]
    challenge: Annotated[bytes, Meta(min_length=8, max_length=8)]
    cars: Annotated[tuple[CarName, ...], Meta(min_length=1, max_length=2)]
    chat: Chat
    released: Annotated[tuple[EidFieldName, ...], Meta(max_length=40)]

    def __repr__(self) -> str:
        """Shows nothing: a card's keys lead to its holder."""
        return "EidOpening()"


class EidStep(Struct, frozen=True, kw_only=True):
    """Body of `POST /eid/sessions/{id}/steps`.

    Args:
        number: 1, then one more each time.
        opening: in step 1 and never again.
        responses: of the card to the last batch in order, fewer if the card refused one; none in step 1.
    """

    number: StepNumber
    opening: EidOpening | None = None
    responses: Annotated[tuple[CardResponse, ...], Meta(max_length=MOST_COMMANDS)] = ()

    def __repr__(self) -> str:
        """Names the number only."""
        return f"EidStep(number={self.number})"


class EidBatch(Struct, frozen=True, kw_only=True, tag_field="state", tag="relay"):
    """Commands to carry to the card.

    Args:
        wrap: `pace`: the terminal seals them under the keys of PACE; `none`: the portal has sealed them.
    """

    commands: Annotated[tuple[CardCommand, ...], Meta(min_length=1, max_length=MOST_COMMANDS)]
    wrap: Literal["pace", "none"]


class EidReleased(Struct, frozen=True, kw_only=True, tag_field="state", tag="done"):
    """The reading is complete, and with it the session. A field that the card does not have is missing."""

    released: dict[EidFieldName, EidValue]

    def __repr__(self) -> str:
        """Shows nothing: these are a person's data."""
        return "EidReleased()"


EidAnswer: TypeAlias = EidBatch | EidReleased
