"""Reads the files that all services share: states, consents, blocks and the names that services may refer to."""

import hashlib
import re
from collections.abc import Iterator

from kiosk.services.fields import Option, Text
from kiosk.services.model import Consent
from kiosk.services.reading.entry import Reader
from kiosk.services.reading.fields import Known
from kiosk.services.reading.services import Shared
from kiosk.services.reading.tree import Entry, Sources

_COUNTRY = re.compile(r"[A-Z]{1,3}")


def read_shared(sources: Sources) -> Shared:
    """What services may refer to."""
    countries = []
    for code, reader in parts(sources, "countries"):
        if not _COUNTRY.fullmatch(code):
            reader.wrong(
                "de", f"{code!r} is no code of a state", "write the code that the eID uses, D or three letters"
            )
        countries.append(Option(code, reader.both(""), also=reader.texts("also")))
        reader.close()
    known = Known(
        eid_fields=frozenset(_keys(sources, "eid_fields")),
        sources=frozenset(_keys(sources, "sources")),
        countries=tuple(countries),
    )
    consents = {name: _consent(name, reader) for name, reader in parts(sources, "consents")}
    for _, reader in parts(sources, "blocks"):
        reader.sub("pages")
        if not reader.entries("fields"):
            reader.wrong("fields", "the block has no fields", "write fields: and a list")
        reader.close()
    return Shared(known, frozenset(_keys(sources, "groups")), frozenset(_keys(sources, "offices")), consents)


def _keys(sources: Sources, name: str) -> tuple[str, ...]:
    entry = sources.shared.get(name)
    return tuple(entry.items) if entry else ()


def parts(sources: Sources, name: str) -> Iterator[tuple[str, Reader]]:
    """Readers of the entries of a shared file."""
    entry = sources.shared.get(name)
    for key, part in (entry.items if entry else {}).items():
        if isinstance(part, Entry):
            yield key, Reader(part, sources.findings, f"{name} {key}")
        else:
            what, remedy = f"{name} {key}: has no keys", "write {key: value, ...}"
            sources.findings.mistake(entry.file, entry.at(key), what, remedy)  # type: ignore[union-attr]


def _consent(name: str, reader: Reader) -> Consent:
    text = reader.both("")
    required = reader.flag("required")
    if not reader.has("required"):
        reader.wrong("required", "'required' is missing", "write true or false")
    reader.close()
    return Consent(name, text, required, fingerprint(text))


def fingerprint(text: Text) -> str:
    """Twelve hexadecimal digits that change with every change of the words."""
    return hashlib.sha256(f"{text.de}\n{text.en}".encode()).hexdigest()[:12]
