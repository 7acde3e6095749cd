"""A service and the catalogue, as everything else of the program sees them: typed, complete, immutable."""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

import msgspec

from kiosk.services.conditions import Condition
from kiosk.services.dates import DateExpression, Operator
from kiosk.services.fields import Field, Text


class Audience(Enum):
    """Who uses the service."""

    CITIZEN = "citizen"
    BUSINESS = "business"
    BOTH = "both"
    VISITOR = "visitor"


class Kind(Enum):
    """What the service is."""

    APPLICATION = "application"
    NOTIFICATION = "notification"
    STATUS_QUERY = "status_query"
    APPOINTMENT = "appointment"
    QUEUE_NUMBER = "queue_number"
    PAYMENT = "payment"
    INFORMATION = "information"
    HANDOFF = "handoff"
    CARD_PIN = "card_pin"
    """Sets the PIN of an ID card; nothing is sent, the portal is not asked."""


class Level(Enum):
    """How sure the office must be who asks."""

    NONE = "none"
    OPTIONAL = "optional"
    SUBSTANTIAL = "substantial"
    HIGH = "high"


class Mode(Enum):
    """How far the service gets at the terminal."""

    FULL = "full"
    PARTIAL = "partial"
    PREPARE = "prepare"
    INFO = "info"
    MODULE = "module"
    DISABLED = "disabled"


class Slip(Enum):
    """What is printed."""

    RECEIPT = "receipt"
    QUEUE_TICKET = "queue_ticket"
    APPOINTMENT_SLIP = "appointment_slip"
    CHECKLIST = "checklist"
    PAYMENT_RECEIPT = "payment_receipt"
    INFO_SLIP = "info_slip"
    CERTIFICATE = "certificate"


class Handoff(Enum):
    """How a person gets on where the terminal cannot finish."""

    APPOINTMENT = "appointment"
    PHONE = "phone"
    QUEUE = "queue"
    ONLINE_SERVICE = "online_service"


# --- Fees ---


class FeeBase(msgspec.Struct, frozen=True, kw_only=True):
    """What every fee has: words for citizens, and whether somebody has checked it for this town."""

    text: Text | None = None
    verified: bool = False


class Free(FeeBase, frozen=True, kw_only=True):
    """Nothing is charged (`kind: none`)."""


class Tier(msgspec.Struct, frozen=True):
    """An amount under a condition."""

    when: Condition
    amount: Decimal


class Rate(FeeBase, frozen=True, kw_only=True):
    """One amount (`fixed`), or one that depends on answers or the decision (`range`)."""

    default: Decimal
    min: Decimal
    max: Decimal
    tiers: tuple[Tier, ...] = ()
    waiver_if: Condition | None = None
    per: str | None = None


class PerItem(FeeBase, frozen=True, kw_only=True):
    """`default` for the first copy and `additional_copy` for each further one."""

    default: Decimal
    additional_copy: Decimal
    quantity_field: str
    waiver_if: Condition | None = None


class ByPortal(FeeBase, frozen=True, kw_only=True):
    """The portal knows the amount (`by_backend`); the limits are for the introduction."""

    min: Decimal
    max: Decimal


Fee: TypeAlias = Free | Rate | PerItem | ByPortal


# --- Rules, notices, stops, attachments, consents ---


class Severity(Enum):
    """Whether a broken rule stops the person or only warns."""

    ERROR = "error"
    WARNING = "warning"


class FieldSide(msgspec.Struct, frozen=True):
    """Side of a rule: one or more fields, compared one after the other (date, then time)."""

    fields: tuple[str, ...]


class RowSide(msgspec.Struct, frozen=True):
    """Side of a rule: a field in every row of a list."""

    list: str
    field: str


class DateSide(msgspec.Struct, frozen=True):
    """Side of a rule: a date expression."""

    date: DateExpression


Side: TypeAlias = FieldSide | RowSide | DateSide


class Rule(msgspec.Struct, frozen=True):
    """A check across fields."""

    left: FieldSide | RowSide
    op: Operator
    right: Side
    message: Text
    severity: Severity = Severity.ERROR


class Notice(msgspec.Struct, frozen=True):
    """A legal note or deadline, shown and spoken before the person sends the form."""

    text: Text
    show_if: Condition | None = None


class Stop(msgspec.Struct, frozen=True):
    """The form ends here, nothing is sent; the text names the way on. Checked at the end of each step."""

    when: Condition
    text: Text
    handoff: tuple[Handoff, ...]


class Attachment(msgspec.Struct, frozen=True):
    """A paper that belongs to the application; today it is announced and handed in later."""

    id: str
    label: Text
    required: bool = False
    show_if: Condition | None = None


class Consent(msgspec.Struct, frozen=True):
    """A declaration. `version` is a fingerprint of its words in all languages: nobody can forget to raise it."""

    id: str
    text: Text
    required: bool
    version: str
    show_if: Condition | None = None


class Step(msgspec.Struct, frozen=True):
    """A part of the form, with the titles of the pages that several fields share."""

    id: str
    title: Text
    fields: tuple[Field, ...]
    pages: Mapping[str, Text]


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """One service. docs/services.md explains the keys; the names are the same, `_de` and `_en` are one `Text`."""

    id: str
    live: bool
    icon: str
    group: str
    name: Text
    summary: Text
    needs: tuple[Text, ...]
    duration_min: int
    finished_here: bool
    outcome: Text
    keywords: Mapping[str, tuple[str, ...]]
    audience: Audience
    kind: Kind
    office: str
    identification: Level
    legal_basis: tuple[str, ...]
    leika_key: str | None
    fee: Fee
    steps: tuple[Step, ...]
    rules: tuple[Rule, ...]
    stops: tuple[Stop, ...]
    notices: tuple[Notice, ...]
    attachments: tuple[Attachment, ...]
    consents: tuple[Consent, ...]
    print: tuple[Slip, ...]
    needs_paper: bool
    mode: Mode
    hint: Text | None
    handoff: tuple[Handoff, ...]
    must_not: tuple[str, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields in the order in which they are asked."""
        return tuple(field for step in self.steps for field in step.fields)

    @property
    def paid_here(self) -> bool:
        """Whether the fee is paid at the terminal and not with the decision."""
        return Slip.PAYMENT_RECEIPT in self.print


# --- The catalogue ---


class Group(msgspec.Struct, frozen=True):
    """A topic of the home page."""

    id: str
    icon: str
    name: Text


class Office(msgspec.Struct, frozen=True):
    """Who answers for a service."""

    id: str
    name: Text
    body: str


class AttachmentTerms(msgspec.Struct, frozen=True):
    """What is accepted as an attachment, and how long it may come later."""

    formats: tuple[str, ...]
    max_mb: int
    max_total_mb: int
    later_days: int


class Catalogue(msgspec.Struct, frozen=True, kw_only=True):
    """All services of a terminal, as its municipality wants them.

    Args:
        version: sent with every application.
        municipality: id of the overlay that was applied.
        groups: topics in the order of the home page.
        services: by id; the switched-off ones are in it only if they were asked for.
    """

    version: str
    currency: str
    municipality: str
    groups: tuple[Group, ...]
    offices: Mapping[str, Office]
    attachments: AttachmentTerms
    services: Mapping[str, Service]

    @property
    def live(self) -> tuple[Service, ...]:
        """The services that are offered."""
        return tuple(service for service in self.services.values() if service.live)
