"""A service file as it was written: mappings and lists that remember their lines, and mistakes that name them.

`kiosk.services.load` makes these from YAML, `expand` copies blocks into services, the readers turn them into the model.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, Union

Raw: TypeAlias = Union[str, int, float, bool, "Entry", "Series", None]


@dataclass(slots=True)
class Entry:
    """A mapping of a file. `lines` has the line of each key, `line` the one where it begins."""

    file: str
    line: int
    items: dict[str, Raw]
    lines: dict[str, int]

    def at(self, key: str) -> int:
        """Line of a key; of the mapping itself if the key is not there."""
        return self.lines.get(key, self.line)

    def with_items(self, items: Mapping[str, Raw]) -> "Entry":
        """A copy in which some keys have other values; the lines stay. Itself if nothing changes."""
        if not items:
            return self
        return Entry(self.file, self.line, {**self.items, **items}, self.lines)

    def without(self, *keys: str) -> "Entry":
        """A copy that lacks some keys."""
        return Entry(self.file, self.line, {k: v for k, v in self.items.items() if k not in keys}, self.lines)


@dataclass(slots=True)
class Series:
    """A list of a file."""

    file: str
    line: int
    items: list[Raw]
    lines: list[int]

    def marked(self) -> Iterator[tuple[Raw, int]]:
        """Each item with its line."""
        return zip(self.items, self.lines, strict=True)


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake: where, what, and what to do."""

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}: {self.remedy}"


@dataclass(slots=True)
class Findings:
    """What a reading turned up: mistakes forbid the configuration, warnings do not. Each is kept once."""

    mistakes: dict[Mistake, None] = field(default_factory=dict)
    warnings: dict[Mistake, None] = field(default_factory=dict)

    def mistake(self, file: str, line: int, what: str, remedy: str) -> None:
        """Notes a mistake."""
        self.mistakes[Mistake(file, line, what, remedy)] = None

    def warning(self, file: str, line: int, what: str, remedy: str) -> None:
        """Notes something that can stay but should be looked at."""
        self.warnings[Mistake(file, line, what, remedy)] = None


@dataclass(slots=True)
class Sources:
    """All files of a folder, parsed: shared ones by name, services by id (the file's name), and what was wrong.

    `ids` has the services that were not parsed as well.
    """

    shared: dict[str, Entry] = field(default_factory=dict)
    services: dict[str, Entry] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    findings: Findings = field(default_factory=Findings)
    folder: str = ""


def plain(raw: Raw) -> object:
    """The same without lines: dicts, lists and scalars, for comparing and printing."""
    if isinstance(raw, Entry):
        return {key: plain(value) for key, value in raw.items.items()}
    if isinstance(raw, Series):
        return [plain(value) for value in raw.items]
    return raw
