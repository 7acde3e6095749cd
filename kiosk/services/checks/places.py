"""Where the parts of a service stand, so that a check can name file and line of what it found in the model."""

from dataclasses import dataclass, field

from kiosk.services.reading.tree import Entry, Findings, Series


@dataclass(frozen=True, slots=True)
class Places:
    """A service's entry after expansion, and a sink for what checks find.

    Args:
        entry: the service; its fields may stem from blocks, then they know the lines of the blocks' file.
        findings: takes mistakes and warnings.
        fields: entries of the fields by id; the first one of two with the same id.
    """

    entry: Entry
    findings: Findings
    fields: dict[str, Entry] = field(default_factory=dict)

    @classmethod
    def of(cls, entry: Entry, findings: Findings) -> "Places":
        """Finds the fields of a service."""
        found: dict[str, Entry] = {}
        for step in children(entry, "steps"):
            for item in children(step, "fields"):
                found.setdefault(str(item.items.get("id")), item)
        return cls(entry, findings, found)

    def service(self, key: str, what: str, remedy: str) -> None:
        """Notes a mistake at a key of the service."""
        self.findings.mistake(self.entry.file, self.entry.at(key), what, remedy)

    def field(self, id_: str, key: str, what: str, remedy: str) -> None:
        """Notes a mistake at a key of a field."""
        entry = self.fields.get(id_, self.entry)
        self.findings.mistake(entry.file, entry.at(key), f"field {id_}: {what}", remedy)

    def item(self, key: str, index: int, what: str, remedy: str, *, at: str = "") -> None:
        """Notes a mistake at an item of a list of the service ("rules", 2), or at one of its keys."""
        items = children(self.entry, key)
        entry = items[index] if index < len(items) else self.entry
        self.findings.mistake(entry.file, entry.at(at), what, remedy)


def children(entry: Entry, key: str) -> list[Entry]:
    """The entries of a list under a key."""
    series = entry.items.get(key)
    return [item for item in series.items if isinstance(item, Entry)] if isinstance(series, Series) else []
