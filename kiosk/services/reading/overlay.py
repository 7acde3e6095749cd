"""What a municipality changes: services switched off, fees, legal grounds, words (`shared/municipalities.yaml`)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.services.reading.entry import Reader
from kiosk.services.reading.tree import Entry, Raw, Series, Sources

_WORDS = re.compile(r"(name|summary|needs|outcome|keywords)_(de|en)")


@dataclass(frozen=True, slots=True)
class Overlay:
    """The changes of one municipality, by service."""

    municipality: str
    changes: Mapping[str, Mapping[str, Raw]] = field(default_factory=dict)

    def apply(self, service: str, entry: Entry) -> Entry:
        """The service as the municipality wants it; its lines stay those of the service's file."""
        changes = self.changes.get(service)
        return entry.with_items(changes) if changes else entry


def read_overlays(sources: Sources) -> dict[str, Overlay]:
    """All municipalities by id, the default one first."""
    entry = sources.shared.get("municipalities")
    found: dict[str, Overlay] = {}
    defaults: list[str] = []
    for name, part in (entry.items if entry else {}).items():
        if not isinstance(part, Entry):
            continue
        reader = Reader(part, sources.findings, f"municipality {name}")
        found[name] = _overlay(name, reader, frozenset(sources.ids))
        if reader.flag("default"):
            defaults.append(name)
        reader.close()
    if entry is not None and len(defaults) != 1:
        what = "exactly one municipality is the default"
        sources.findings.mistake(entry.file, entry.line, what, "write default: true at one of them")
    return dict(sorted(found.items(), key=lambda item: item[0] not in defaults))


def _overlay(name: str, reader: Reader, services: frozenset[str]) -> Overlay:
    reader.text("name_de"), reader.maybe_text("name_en"), reader.text("state"), reader.flag("verify_keys")
    reader.get("note")
    for key, digits in (("ags", 8), ("ars", 12)):
        found = reader.text(key)
        if found and not (found.isdigit() and len(found) == digits):
            reader.wrong(key, f"{key!r} has not {digits} digits", "write it in quotation marks, with its leading zero")
    changes: dict[str, dict[str, Raw]] = {}
    for service in reader.texts("disable"):
        _known(reader, "disable", service, services)
        changes.setdefault(service, {})["live"] = False
    for key, target, kind in (("fee_overrides", "fee", Entry), ("legal_overrides", "legal_basis", Series)):
        for service, value in _parts(reader, key, services):
            if isinstance(value, kind):
                changes.setdefault(service, {})[target] = value
            else:
                reader.wrong(key, f"{service!r} has the wrong kind of value", f"write it as {target!r} of a service")
    for service, value in _parts(reader, "text_overrides", services):
        changes.setdefault(service, {}).update(_words(reader, service, value))
    return Overlay(name, changes)


def _words(reader: Reader, service: str, words: Raw) -> dict[str, Raw]:
    """The words that a municipality puts instead of those of the service."""
    if not isinstance(words, Entry):
        reader.wrong("text_overrides", f"{service!r} has no words", "write outcome_de: ... and the like")
        return {}
    for key in words.items:
        if not _WORDS.fullmatch(key):
            remedy = "only name, summary, needs, outcome and keywords, with _de or _en"
            reader.findings.mistake(words.file, words.at(key), f"{key!r} cannot be changed here", remedy)
    return {key: value for key, value in words.items.items() if _WORDS.fullmatch(key)}


def _parts(reader: Reader, key: str, services: frozenset[str]) -> list[tuple[str, Raw]]:
    entry = reader.sub(key)
    parts = list(entry.items.items()) if entry else []
    for service, _ in parts:
        _known(reader, key, service, services)
    return parts


def _known(reader: Reader, key: str, service: str, services: frozenset[str]) -> None:
    if service not in services:
        entry = reader.entry.items.get(key)
        line = entry.at(service) if isinstance(entry, Entry) else reader.entry.at(key)
        what = f"{reader.name}: there is no service {service!r}"
        reader.findings.mistake(reader.entry.file, line, what, "write the id of a service, the name of its file")
