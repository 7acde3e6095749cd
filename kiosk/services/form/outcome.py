"""What answers lead to: the form ends, notices, papers to hand in, declarations, costs."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from typing import TypeAlias, assert_never

from kiosk.services.answers import Answers
from kiosk.services.conditions import holds
from kiosk.services.form.problems import Code, Problem
from kiosk.services.form.view import View, look
from kiosk.services.model import (
    Attachment,
    ByPortal,
    Consent,
    Free,
    Notice,
    PerItem,
    Rate,
    Service,
    Stop,
)

NO_CHARGE = Decimal("0.00")


def _view(service: Service, answers: Answers) -> View:
    return look(service.fields, answers)


def stop_after(service: Service, answers: Answers, step: str) -> Stop | None:
    """The first stop that holds at the end of a step; what comes later was not asked yet and counts as empty."""
    done = [*takewhile(lambda one: one.id != step, service.steps), *(one for one in service.steps if one.id == step)]
    values = look((field for one in done for field in one.fields), answers).values
    return next((stop for stop in service.stops if holds(stop.when, values)), None)


def notices(service: Service, answers: Answers) -> tuple[Notice, ...]:
    """Legal notes and deadlines that are shown and spoken before the person sends the form."""
    values = _view(service, answers).values
    return tuple(notice for notice in service.notices if holds(notice.show_if, values))


def attachments(service: Service, answers: Answers) -> tuple[Attachment, ...]:
    """Papers that belong to the application; they are announced now and handed in later."""
    values = _view(service, answers).values
    return tuple(attachment for attachment in service.attachments if holds(attachment.show_if, values))


def consents(service: Service, answers: Answers) -> tuple[Consent, ...]:
    """Declarations that are asked for; free choices are never preselected."""
    values = _view(service, answers).values
    return tuple(consent for consent in service.consents if holds(consent.show_if, values))


def missing_consents(service: Service, answers: Answers, given: Collection[str]) -> tuple[Problem, ...]:
    """A problem for each declaration without which the form is not sent."""
    return tuple(
        Problem(consent.id, Code.CONSENT, {"label": consent.text})
        for consent in consents(service, answers)
        if consent.required and consent.id not in given
    )


@dataclass(frozen=True, slots=True)
class Due:
    """What is charged, in euros: nothing, waived, or an amount."""

    amount: Decimal
    waived: bool = False


@dataclass(frozen=True, slots=True)
class AskPortal:
    """The portal knows the amount; it lies between these."""

    low: Decimal
    high: Decimal


Costs: TypeAlias = Due | AskPortal


def costs(service: Service, answers: Answers) -> Costs:
    """What the service costs with these answers."""
    values = _view(service, answers).values
    fee = service.fee
    match fee:
        case Free():
            return Due(NO_CHARGE)
        case ByPortal(min=low, max=high):
            return AskPortal(low, high)
        case Rate() | PerItem() if fee.waiver_if is not None and holds(fee.waiver_if, values):
            return Due(NO_CHARGE, waived=True)
        case Rate(tiers=tiers, default=default):
            return Due(next((tier.amount for tier in tiers if holds(tier.when, values)), default))
        case PerItem(default=default, additional_copy=further, quantity_field=quantity):
            copies = values.get(quantity)
            more = max(0, copies - 1) if isinstance(copies, int) else 0
            return Due(default + further * more)
        case _:
            assert_never(fee)


def price_range(service: Service) -> tuple[Decimal, Decimal]:
    """Least and greatest amount, for tiles and introductions before anything was answered."""
    fee = service.fee
    match fee:
        case Free():
            return NO_CHARGE, NO_CHARGE
        case Rate(tiers=()) as rate if rate.min == rate.max:
            return rate.default, rate.default
        case Rate(min=low, max=high) | ByPortal(min=low, max=high):
            return low, high
        case PerItem(default=default):
            return default, default
        case _:
            assert_never(fee)
