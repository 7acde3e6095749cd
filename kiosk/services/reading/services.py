"""Reads one service, after its blocks were copied in and its municipality's changes applied."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from kiosk.services.conditions import Condition
from kiosk.services.dates import OPERATORS, parse_expression
from kiosk.services.fields import Field, Text
from kiosk.services.model import (
    Attachment,
    Audience,
    Consent,
    DateSide,
    FieldSide,
    Handoff,
    Kind,
    Level,
    Mode,
    Notice,
    RowSide,
    Rule,
    Service,
    Severity,
    Side,
    Slip,
    Step,
    Stop,
)
from kiosk.services.reading.conditions import condition_of, read_condition
from kiosk.services.reading.entry import LANGUAGES, Reader
from kiosk.services.reading.fees import read_fee
from kiosk.services.reading.fields import Known, read_field, read_pages
from kiosk.services.reading.tree import Entry, Findings, Series

_LEIKA = re.compile(r"99\d{12}")
_ICON = re.compile(r"[a-z][a-z-]*")


@dataclass(frozen=True, slots=True)
class Shared:
    """What services may refer to."""

    known: Known
    groups: frozenset[str]
    offices: frozenset[str]
    consents: Mapping[str, Consent]


def read_service(entry: Entry, id_: str, shared: Shared, findings: Findings) -> Service:
    """One service; what is wrong with it is in the findings."""
    reader = Reader(entry, findings, "service")
    if reader.text("id") not in ("", id_):
        reader.wrong("id", "'id' is not the name of the file", f"write id: {id_} or rename the file")
    kiosk = Reader(reader.sub("kiosk") or Entry(entry.file, entry.line, {}, {}), findings, "kiosk")
    if "kiosk" not in entry.items:
        reader.wrong("kiosk", "'kiosk' is missing", "add it, see docs/services.md")
    leika = _sub(reader, "leika")
    identification = _sub(reader, "identification")
    service = Service(
        id=id_,
        live=reader.flag("live"),
        icon=_icon(reader),
        group=_reference(reader, "group", shared.groups),
        name=reader.both("name"),
        summary=reader.both("summary"),
        needs=_needs(reader),
        duration_min=_minutes(reader),
        finished_here=_must_flag(reader, "finished_here"),
        outcome=reader.both("outcome"),
        keywords=_keywords(reader),
        audience=reader.word("audience", Audience),
        kind=reader.word("kind", Kind),
        office=_reference(reader, "office", shared.offices),
        identification=identification.word("level", Level),
        legal_basis=reader.texts("legal_basis"),
        leika_key=_leika(leika),
        fee=read_fee(reader.sub("fee") or Entry(entry.file, entry.line, {}, {}), findings),
        steps=tuple(_step(step, shared.known, findings) for step in reader.entries("steps")),
        rules=tuple(rule for item in reader.entries("rules") if (rule := _rule(item, findings)) is not None),
        stops=tuple(_stop(item, findings) for item in reader.entries("stops")),
        notices=tuple(_notice(item, findings) for item in reader.entries("notices")),
        attachments=tuple(_attachment(item, findings) for item in reader.entries("attachments")),
        consents=_consents(reader, shared.consents),
        print=reader.words("print", Slip),
        needs_paper=reader.flag("needs_paper"),
        mode=kiosk.word("mode", Mode) if "kiosk" in entry.items else Mode.FULL,
        hint=kiosk.maybe_both("hint"),
        handoff=kiosk.words("handoff", Handoff),
        must_not=kiosk.texts("must_not"),
    )
    for part in (reader, kiosk, identification, leika):
        part.close(ignore=("note", "source"))
    return service


def _sub(reader: Reader, key: str) -> Reader:
    entry = reader.sub(key)
    if entry is None and reader.get(key) is None:
        reader.wrong(key, f"{key!r} is missing", "add it, see docs/services.md")
    return Reader(entry or Entry(reader.entry.file, reader.entry.at(key), {}, {}), reader.findings, key)


def _icon(reader: Reader) -> str:
    icon = reader.text("icon")
    if icon and not _ICON.fullmatch(icon):
        reader.wrong("icon", f"{icon!r} is no icon", "write a name of screens/assets/icons, without .svg")
    return icon


def _reference(reader: Reader, key: str, known: frozenset[str]) -> str:
    found = reader.text(key)
    if found and found not in known:
        reader.wrong(key, f"there is no {key} {found!r}", f"write one of: {', '.join(sorted(known))}")
    return found


def _needs(reader: Reader) -> tuple[Text, ...]:
    lists = [reader.texts(f"needs_{lang}") for lang in LANGUAGES]
    for lang in LANGUAGES:
        if reader.get(f"needs_{lang}") is None:
            reader.wrong(f"needs_{lang}", f"'needs_{lang}' is missing", "list what people bring, [] for nothing")
    if len({len(found) for found in lists}) != 1:
        reader.wrong("needs_en", "the lists of needs differ in length", "write each line in every language")
    return tuple(Text(*words) for words in zip(*lists, strict=False))


def _minutes(reader: Reader) -> int:
    minutes = reader.whole("duration_min", 0) or 0
    if not 1 <= minutes <= 120:
        reader.wrong("duration_min", "'duration_min' is no honest number of minutes", "write 1 to 120")
    return minutes


def _must_flag(reader: Reader, key: str) -> bool:
    if not reader.has(key):
        reader.wrong(key, f"{key!r} is missing", "write true or false")
    return reader.flag(key)


def _keywords(reader: Reader) -> dict[str, tuple[str, ...]]:
    found = {lang: reader.texts(f"keywords_{lang}") for lang in LANGUAGES}
    for lang, words in found.items():
        key = f"keywords_{lang}"
        if not words:
            reader.wrong(key, f"{key!r} is missing", "list words that people search for")
        if any(word != word.lower() for word in words):
            reader.wrong(key, "search words are written in small letters", "write them in small letters")
    return found


def _leika(reader: Reader) -> str | None:
    key = reader.maybe_text("key")
    if key is not None and not _LEIKA.fullmatch(key):
        reader.wrong(
            "key", f"{key!r} is no key of the FIM catalogue", 'write 14 digits that begin with 99 in "..." or null'
        )
    return key


def _step(entry: Entry, known: Known, findings: Findings) -> Step:
    reader = Reader(entry, findings, f"step {entry.items.get('id', '?')}")
    fields: list[Field] = []
    for item in reader.entries("fields"):
        field = read_field(item, known, findings)
        if field is not None:
            fields.append(field)
    if not reader.has("fields") or not entry.items["fields"]:
        reader.wrong("fields", "the step asks nothing", "add fields or remove the step")
    step = Step(reader.text("id"), reader.both("title"), tuple(fields), read_pages(reader))
    reader.close()
    return step


def _rule(entry: Entry, findings: Findings) -> Rule | None:
    reader = Reader(entry, findings, "rule")
    left, right = _side(reader, "left"), _side(reader, "right")
    op = next((op for op in OPERATORS if op == reader.text("op")), None)
    if op is None:
        reader.wrong(
            "op", f"{entry.items.get('op')} is no comparison", 'write one of: ">=", ">", "<=", "<", "==", "!="'
        )
    if isinstance(left, DateSide):
        reader.wrong("left", "a date stands on the left", "write the field on the left, the date on the right")
    message = reader.both("message")
    severity = reader.word("severity", Severity, Severity.ERROR)
    reader.close()
    if op is None or left is None or right is None or isinstance(left, DateSide):
        return None
    return Rule(left, op, right, message, severity)


def _side(reader: Reader, key: str) -> Side | None:
    found = reader.get(key)
    if isinstance(found, Series) and found.items:
        return FieldSide(reader.texts(key))
    text = reader.text(key)
    if not text:
        return None
    expression = parse_expression(text)
    if expression is not None:
        return DateSide(expression)
    rows, dot, field = text.partition(".")
    return RowSide(rows, field) if dot else FieldSide((text,))


def _stop(entry: Entry, findings: Findings) -> Stop:
    reader = Reader(entry, findings, "stop")
    when = read_condition(reader, "when")
    if when is None and not reader.has("when"):
        reader.wrong("when", "'when' is missing", "write the condition under which the form ends")
    handoff = reader.words("handoff", Handoff)
    if not handoff:
        reader.wrong(
            "handoff", "a stop names no way on", "write handoff: [queue], appointment, phone or online_service"
        )
    stop = Stop(when, reader.both(""), handoff)  # type: ignore[arg-type]  # None is a mistake just noted
    reader.close()
    return stop


def _notice(entry: Entry, findings: Findings) -> Notice:
    reader = Reader(entry, findings, "notice")
    notice = Notice(reader.both(""), read_condition(reader, "show_if"))
    reader.close()
    return notice


def _attachment(entry: Entry, findings: Findings) -> Attachment:
    reader = Reader(entry, findings, f"attachment {entry.items.get('id', '?')}")
    required, condition = reader.flag("required"), read_condition(reader, "show_if")
    attachment = Attachment(reader.text("id"), reader.both("label"), required, condition)
    reader.close()
    return attachment


def _consents(reader: Reader, known: Mapping[str, Consent]) -> tuple[Consent, ...]:
    conditions: dict[str, Condition] = {}
    names = reader.texts("consents")
    limited = reader.sub("consents_show_if")
    for name, entry in (limited.items if limited else {}).items():
        if name not in names:
            remedy = "add it to 'consents' or remove the condition"
            reader.wrong("consents_show_if", f"{name!r} is not among the consents", remedy)
        elif isinstance(entry, Entry):
            conditions[name] = condition_of(entry, reader.findings, f"consent {name}")
        else:
            reader.wrong("consents_show_if", f"{name!r} has no condition", "write {field: ..., equals: ...}")
    found: list[Consent] = []
    for name in names:
        if name in known:
            found.append(msgspec.structs.replace(known[name], show_if=conditions.get(name)))
        else:
            reader.wrong("consents", f"there is no consent {name!r}", f"write some of: {', '.join(sorted(known))}")
    return tuple(found)
