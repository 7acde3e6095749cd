"""Reads fields: one function a shape, chosen by `type`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import time
from decimal import Decimal
from typing import Any

from kiosk.services.dates import DateExpression, parse_expression
from kiosk.services.distance import nearest
from kiosk.services.fields import (
    ChoiceField,
    CountryField,
    DateField,
    Field,
    ListField,
    MultiChoiceField,
    NumberField,
    NumberKind,
    Option,
    Options,
    Source,
    Text,
    TextField,
    TextKind,
    TimeField,
    YesNoField,
)
from kiosk.services.reading.conditions import read_condition
from kiosk.services.reading.entry import Reader
from kiosk.services.reading.tree import Entry, Findings

MAX_LENGTHS = {TextKind.TEXT: 200, TextKind.TEXTAREA: 2000, TextKind.EMAIL: 254, TextKind.PHONE: 30,
               TextKind.POSTCODE: 10, TextKind.IBAN: 42, TextKind.PLATE: 20}  # fmt: skip
"""Characters where a field does not say; an IBAN may be typed with spaces."""

MOST_OPTIONS = 60
MOST_ROWS = 30

_ID = re.compile(r"[a-z][a-z0-9_]{0,40}")
_VALUE = re.compile(r"[A-Za-z0-9_.:+-]{1,60}")
_SMALL_LETTER = re.compile(r"[a-zäöüß]")
_ESCAPE = re.compile(r"\\.")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Known:
    """What a field may refer to. `read` keeps fields with the entries that they came from, by identity."""

    eid_fields: frozenset[str]
    sources: frozenset[str]
    countries: tuple[Option, ...]
    read: dict[int, tuple[Entry, Field | None]] = attribute(default_factory=dict)


def read_field(entry: Entry, known: Known, findings: Findings, *, in_list: bool = False) -> Field | None:
    """One field; None if its type is unknown. A block's field that many services use is read once."""
    before = known.read.get(id(entry))
    if before is None:  # the entry is kept beside the field, so that its identity stays taken
        before = known.read[id(entry)] = (entry, _read(entry, known, findings, in_list=in_list))
    return before[1]


def _read(entry: Entry, known: Known, findings: Findings, *, in_list: bool) -> Field | None:
    name = f"field {entry.items.get('id', '?')}"
    reader = Reader(entry, findings, name)
    base = _base(reader, known)
    type_ = reader.text("type")
    read = _SHAPES.get(type_)
    if read is None or (in_list and type_ == "list"):
        guess = nearest(type_, _SHAPES)
        remedy = f"did you mean {guess!r}?" if guess and not in_list else f"write one of: {', '.join(_SHAPES)}"
        what = "a list cannot hold a list" if in_list and type_ == "list" else f"the type {type_!r} is unknown"
        reader.wrong("type", what, remedy)
        return None
    field = read(reader, known, base)
    reader.close()
    return field


def _base(reader: Reader, known: Known) -> dict[str, Any]:
    """The keys that every field has, as keyword arguments of its class."""
    id_ = reader.text("id")
    if id_ and not _ID.fullmatch(id_):
        reader.wrong("id", f"{id_!r} is no id", "use small letters, digits and _, a letter first")
    prefill = reader.maybe_text("prefill")
    if prefill is not None and prefill.removeprefix("eid.") not in known.eid_fields:
        remedy = f"write eid. and one of: {', '.join(sorted(known.eid_fields))}"
        reader.wrong("prefill", f"the card has no {prefill!r}", remedy)
        prefill = None
    return {
        "id": id_,
        "label": reader.both("label"),
        "question": reader.maybe_both("question"),
        "short": reader.maybe_both("short"),
        "help": reader.maybe_both("help"),
        "missing": reader.maybe_both("missing"),
        "wrong": reader.maybe_both("wrong"),
        "about": reader.maybe_both("about"),
        "required": reader.flag("required"),
        "prefill": prefill.removeprefix("eid.") if prefill else None,
        "prefill_change": reader.flag("prefill_change"),
        "page": reader.maybe_text("page"),
        "show_if": read_condition(reader, "show_if"),
    }


def _text(reader: Reader, known: Known, base: dict[str, Any]) -> Field:
    kind = TextKind(reader.entry.items["type"])
    pattern = reader.maybe_text("pattern")
    if pattern is not None:
        try:
            re.compile(pattern)
        except re.error as error:
            remedy = "mend the regular expression; in double quotation marks \\ is written twice"
            reader.wrong("pattern", f"the pattern cannot be read ({error})", remedy)
            pattern = None
    length = reader.whole("max_length", MAX_LENGTHS[kind]) or 0
    if not 1 <= length <= 5000:
        reader.wrong("max_length", "'max_length' is out of range", "write a number from 1 to 5000")
    upper = kind in (TextKind.PLATE, TextKind.IBAN) or (pattern is not None and no_small_letters(pattern))
    return TextField(
        **base,
        kind=kind,
        pattern=pattern,
        example=reader.maybe_text("example"),
        max_length=length,
        upper=upper,
        default=reader.maybe_text("default"),
    )


def no_small_letters(pattern: str) -> bool:
    """Whether a pattern asks for no small letter, so that what is typed may be put in capitals."""
    return not _SMALL_LETTER.search(_ESCAPE.sub("", pattern))


def _number(reader: Reader, known: Known, base: dict[str, Any]) -> Field:
    kind = NumberKind(reader.entry.items["type"])
    low, high, default = (reader.number(key) for key in ("min", "max", "default"))
    for key, value in (("min", low), ("max", high), ("default", default)):
        if value is not None and value != round(value, 0 if kind is NumberKind.INT else 2):
            reader.wrong(key, f"{key!r} has too many digits", "write a whole number for int, else two digits at most")
    _ordered(reader, low, high)
    if default is not None and not (low is None or low <= default) & (high is None or default <= high):
        reader.wrong("default", "'default' is outside of min and max", "write a number between them")
    unit = reader.maybe_text("unit")
    return NumberField(**base, kind=kind, min=low, max=high, default=default, unit=unit)


def _ordered(reader: Reader, low: Decimal | time | None, high: Decimal | time | None) -> None:
    if low is not None and high is not None and low > high:  # type: ignore[operator]  # both are of one kind
        reader.wrong("max", "'max' is below 'min'", "swap them or mend one")


def _date(reader: Reader, known: Known, base: dict[str, Any]) -> Field:
    low, high = read_date(reader, "min"), read_date(reader, "max")
    return DateField(**base, partial=reader.flag("partial"), min=low, max=high)


def read_date(reader: Reader, key: str) -> DateExpression | None:
    """A date expression that may be there."""
    text = reader.maybe_text(key)
    found = parse_expression(text) if text is not None else None
    if text is not None and found is None:
        reader.wrong(key, f"{text!r} is no date", "write 2026-11-24, today, today+14d, today-6m or today-18y")
    return found


def _time(reader: Reader, known: Known, base: dict[str, Any]) -> Field:
    low, high = _clock(reader, "min"), _clock(reader, "max")
    _ordered(reader, low, high)
    return TimeField(**base, min=low, max=high)


def _clock(reader: Reader, key: str) -> time | None:
    text = reader.maybe_text(key)
    if text is None:
        return None
    match = _TIME.fullmatch(text)
    if match is None:
        reader.wrong(key, f"{text!r} is no time", 'write "08:00"')
        return None
    return time(int(match[1]), int(match[2]))


def _yes_no(reader: Reader, known: Known, base: dict[str, Any]) -> Field:
    return YesNoField(**base, default=reader.flag("default"))


def _choice(reader: Reader, known: Known, base: dict[str, Any]) -> Field:
    options = _options(reader, known)
    return ChoiceField(**base, options=options, default=_default(reader, options))


def _multichoice(reader: Reader, known: Known, base: dict[str, Any]) -> Field:
    return MultiChoiceField(**base, options=_options(reader, known, exclusive=True))


def _country(reader: Reader, known: Known, base: dict[str, Any]) -> Field:
    return CountryField(**base, options=known.countries, default=_default(reader, known.countries))


def _default(reader: Reader, options: Options) -> str | None:
    default = reader.maybe_text("default")
    if default is not None and not isinstance(options, Source) and default not in {o.value for o in options}:
        values = ", ".join(option.value for option in options[:MOST_OPTIONS])
        reader.wrong("default", f"'default' {default!r} is no option", f"write one of: {values}")
    return default


def _options(reader: Reader, known: Known, *, exclusive: bool = False) -> Options:
    source = reader.maybe_text("options_from")
    if source is not None:
        if source.removeprefix("backend.") not in known.sources:
            remedy = f"write backend. and one of: {', '.join(sorted(known.sources))}"
            reader.wrong("options_from", f"the portal has no list {source!r}", remedy)
        if reader.has("options"):
            reader.wrong("options", "has options of its own and from the portal", "keep one of the two")
        return Source(source.removeprefix("backend."))
    options = tuple(_option(entry, reader.findings, exclusive) for entry in reader.entries("options"))
    if not options:
        reader.wrong("options", "has no options", "write options or options_from")
    if len(options) > MOST_OPTIONS:
        reader.wrong("options", f"has more than {MOST_OPTIONS} options", "split the question in two")
    values = [option.value for option in options]
    for value in sorted({value for value in values if values.count(value) > 1}):
        reader.wrong("options", f"the option {value!r} stands twice", "give each option a value of its own")
    labels = [option.label.de for option in options]
    if len(set(labels)) != len(labels):
        reader.wrong("options", "two options read the same", "give each option words of its own")
    if options and all(option.exclusive for option in options):
        reader.wrong("options", "every option is exclusive", "use type: choice")
    return options


def _option(entry: Entry, findings: Findings, exclusive: bool) -> Option:
    reader = Reader(entry, findings, f"option {entry.items.get('value', '?')}")
    value = reader.text("value")
    if value and not _VALUE.fullmatch(value):
        reader.wrong("value", f"{value!r} is no value", "use letters, digits and _ . : + - without spaces")
    alone = reader.flag("exclusive")
    if alone and not exclusive:
        reader.wrong("exclusive", "only a multichoice has exclusive options", "remove it")
    option = Option(value, reader.both(""), reader.maybe_both("help"), alone, reader.texts("also"))
    reader.close()
    return option


def read_pages(reader: Reader) -> dict[str, Text]:
    """Titles of the pages that several fields share, by page."""
    pages: dict[str, Text] = {}
    entry = reader.sub("pages")
    for key, page in (entry.items if entry else {}).items():
        if not isinstance(page, Entry):
            reader.wrong("pages", f"the page {key!r} has no title", "write title_de and title_en")
            continue
        part = Reader(page, reader.findings, f"page {key}")
        pages[key] = part.both("title")
        part.close()
    return pages


def _list(reader: Reader, known: Known, base: dict[str, Any]) -> Field:
    fields = tuple(
        field
        for entry in reader.entries("fields")
        if (field := read_field(entry, known, reader.findings, in_list=True)) is not None
    )
    if not fields:
        reader.wrong("fields", "a list needs fields", "write the fields of a row under 'fields'")
    low, high = reader.whole("min", 0) or 0, reader.whole("max", MOST_ROWS) or 0
    if not 0 <= low <= high or not 1 <= high <= MOST_ROWS:
        reader.wrong("max", "'min' and 'max' count rows and do not fit", f"write 0 to {MOST_ROWS}, max not below min")
    return ListField(**base, fields=fields, row=reader.maybe_both("row"), pages=read_pages(reader), min=low, max=high)


_Shape = Callable[[Reader, Known, dict[str, Any]], Field]
_SHAPES: dict[str, _Shape] = {
    **dict.fromkeys((kind.value for kind in TextKind), _text),
    **dict.fromkeys((kind.value for kind in NumberKind), _number),
    "date": _date,
    "time": _time,
    "bool": _yes_no,
    "choice": _choice,
    "multichoice": _multichoice,
    "country": _country,
    "list": _list,
}
