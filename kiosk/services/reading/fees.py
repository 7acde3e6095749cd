"""Reads fees. All amounts are defaults that a municipality replaces."""

from decimal import Decimal

from kiosk.services.fields import Text
from kiosk.services.model import ByPortal, Fee, Free, PerItem, Rate, Tier
from kiosk.services.reading.conditions import read_condition
from kiosk.services.reading.entry import Reader
from kiosk.services.reading.tree import Entry, Findings

_KINDS = ("none", "fixed", "range", "per_item", "by_backend")


def read_fee(entry: Entry, findings: Findings, name: str = "fee") -> Fee:
    """One fee; what is wrong with it is in the findings."""
    reader = Reader(entry, findings, name)
    kind = reader.text("kind")
    text, verified = reader.maybe_both("text"), reader.flag("verified")
    reader.get("note")
    if reader.has("configurable") and not reader.flag("configurable", default=True):
        reader.wrong("configurable", "'configurable' is false", "remove it: every fee is a default")
    fee = _fee(reader, kind, text, verified)
    reader.close()
    return fee


def _fee(reader: Reader, kind: str, text: Text | None, verified: bool) -> Fee:
    match kind:
        case "none":
            return Free(text=text, verified=verified)
        case "fixed" | "range":
            return _rate(reader, text, verified)
        case "per_item":
            _limits(reader)
            return PerItem(
                text=text,
                verified=verified,
                default=reader.amount("default"),
                additional_copy=reader.amount("additional_copy"),
                quantity_field=reader.text("quantity_field"),
                waiver_if=read_condition(reader, "waiver_if"),
            )
        case "by_backend":
            low, high = _limits(reader)
            return ByPortal(text=text, verified=verified, min=low, max=high)
    if kind:
        reader.wrong("kind", f"the kind {kind!r} of fee is unknown", f"write one of: {', '.join(_KINDS)}")
    return Free(text=text, verified=verified)


def _limits(reader: Reader) -> tuple[Decimal, Decimal]:
    low, high = reader.amount("min"), reader.amount("max")
    if low > high:
        reader.wrong("max", "'max' is below 'min'", "swap them or mend one")
    return low, high


def _rate(reader: Reader, text: Text | None, verified: bool) -> Rate:
    low, high = _limits(reader)
    default = reader.amount("default")
    tiers = tuple(_tier(tier, reader.findings) for tier in reader.entries("tiers"))
    for key, amounts in (("default", [default]), ("tiers", [tier.amount for tier in tiers])):
        if any(not low <= amount <= high for amount in amounts):
            reader.wrong(key, f"an amount of {key!r} is outside of min and max", "mend the amount or the limits")
    return Rate(
        text=text,
        verified=verified,
        default=default,
        min=low,
        max=high,
        tiers=tiers,
        waiver_if=read_condition(reader, "waiver_if"),
        per=reader.maybe_text("per"),
    )


def _tier(entry: Entry, findings: Findings) -> Tier:
    reader = Reader(entry, findings, "tier")
    when = read_condition(reader, "when")
    if when is None and not reader.has("when"):
        reader.wrong("when", "'when' is missing", "write the condition for this amount")
    tier = Tier(when, reader.amount("amount"))  # type: ignore[arg-type]  # None is a mistake just noted
    reader.close()
    return tier
