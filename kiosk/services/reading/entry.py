"""Reads the keys of one entry with the kind that is wanted, and notes every mistake with its line.

A reader never raises: what is missing or wrong is noted and a harmless stand-in is given, so that one reading finds all
mistakes. `close()` notes keys that nobody asked for.
"""

from collections.abc import Collection, Iterable
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import TypeVar

from kiosk.services.distance import nearest
from kiosk.services.fields import Text
from kiosk.services.reading.tree import Entry, Findings, Raw, Series

E = TypeVar("E", bound=Enum)

LANGUAGES = ("de", "en")


class Reader:
    """One entry and where it stands.

    Args:
        entry: what is read.
        findings: takes the mistakes.
        name: how messages call it ("field chip").
    """

    def __init__(self, entry: Entry, findings: Findings, name: str) -> None:
        self.entry = entry
        self.findings = findings
        self.name = name
        self._asked: set[str] = set()

    # --- Notes ---

    def wrong(self, key: str, what: str, remedy: str) -> None:
        """Notes a mistake at a key."""
        self.findings.mistake(self.entry.file, self.entry.at(key), f"{self.name}: {what}", remedy)

    def odd(self, key: str, what: str, remedy: str) -> None:
        """Notes a warning at a key."""
        self.findings.warning(self.entry.file, self.entry.at(key), f"{self.name}: {what}", remedy)

    def close(self, ignore: Collection[str] = ()) -> None:
        """Notes the keys that were not asked for."""
        for key in self.entry.items.keys() - self._asked - set(ignore):
            guess = nearest(key, self._asked)
            remedy = f"did you mean {guess!r}?" if guess else "remove it; docs/services.md lists the keys"
            self.wrong(key, f"{key!r} is unknown here", remedy)

    # --- Scalars ---

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        self._asked.add(key)
        return key in self.entry.items

    def get(self, key: str) -> Raw:
        """What stands under a key, None if nothing does."""
        self._asked.add(key)
        return self.entry.items.get(key)

    def text(self, key: str) -> str:
        """A text that must be there."""
        found = self.maybe_text(key)
        if found is None:
            if self.entry.items.get(key) is None:
                self.wrong(key, f"{key!r} is missing", "add it")
            return ""
        return found

    def maybe_text(self, key: str) -> str | None:
        """A text that may be there."""
        found = self.get(key)
        if found is None:
            return None
        if not isinstance(found, str):
            self.wrong(key, f"{key!r} is not a text", 'put it in quotation marks: "..."')
            return None
        if not found.strip():
            self.wrong(key, f"{key!r} is empty", "write it, or remove the key")
            return None
        return found

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        found = self.get(key)
        if found is None:
            return default
        if not isinstance(found, bool):
            self.wrong(key, f"{key!r} is neither true nor false", "write true or false, without quotation marks")
            return default
        return found

    def whole(self, key: str, default: int | None = None) -> int | None:
        """A whole number."""
        found = self.get(key)
        if found is None:
            return default
        if isinstance(found, bool) or not isinstance(found, int):
            self.wrong(key, f"{key!r} is not a whole number", "write digits, without quotation marks")
            return default
        return found

    def number(self, key: str) -> Decimal | None:
        """A number, exact."""
        found = self.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int | float):
            self.wrong(key, f"{key!r} is not a number", "write digits with a point, without quotation marks")
            return None
        return Decimal(str(found))

    def amount(self, key: str) -> Decimal:
        """An amount of money that must be there: not negative, two digits."""
        found = self.number(key)
        if found is None:
            if self.entry.items.get(key) is None:
                self.wrong(key, f"{key!r} is missing", "add the amount in euros")
            return Decimal(0)
        if found < 0 or found != round(found, 2):
            self.wrong(key, f"{key!r} is no amount of money", "write euros and cents, not negative: 12.50")
            return Decimal(0)
        return found.quantize(Decimal("0.01"))

    def word(self, key: str, words: type[E], default: E | None = None) -> E:
        """One of a closed list of words; the first one as a stand-in."""
        found = self.get(key)
        if found is None and default is not None:
            return default
        return self._word(key, found, words)

    def words(self, key: str, words: type[E]) -> tuple[E, ...]:
        """A list of words of a closed list, each once."""
        found = tuple(self._word(key, item, words) for item in self._series(key))
        if len(set(found)) != len(found):
            self.wrong(key, f"{key!r} names something twice", "keep one of them")
        return found

    def _word(self, key: str, found: Raw, words: type[E]) -> E:
        allowed = {str(word.value): word for word in words}
        if isinstance(found, str) and found in allowed:
            return allowed[found]
        what = f"{key!r} is missing" if found is None else f"{key}: {found} is unknown"
        self.wrong(key, what, f"write one of: {', '.join(allowed)}")
        return next(iter(words))

    # --- Words in all languages ---

    def both(self, key: str) -> Text:
        """Words that must be there in every language: `key_de`, `key_en` (`de`, `en` for an empty key)."""
        german, english = _languages(key)
        return Text(self.text(german), self.text(english))

    def maybe_both(self, key: str) -> Text | None:
        """Words that may be there, then in every language."""
        german, english = _languages(key)
        self._asked.update((german, english))
        if german in self.entry.items or english in self.entry.items:
            return self.both(key)
        return None

    # --- Lists and entries ---

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty if the key is missing."""
        found = []
        for item in self._series(key):
            if isinstance(item, str) and item.strip():
                found.append(item)
            else:
                self.wrong(key, f"{key!r} holds something that is not a text", 'put it in quotation marks: "..."')
        return tuple(found)

    def entries(self, key: str) -> list[Entry]:
        """A list of entries; empty if the key is missing."""
        found = []
        for item in self._series(key):
            if isinstance(item, Entry):
                found.append(item)
            else:
                self.wrong(key, f"{key!r} holds something without keys", "write {key: value, ...} or indented keys")
        return found

    def sub(self, key: str) -> Entry | None:
        """An entry that may be there."""
        found = self.get(key)
        if found is None or isinstance(found, Entry):
            return found
        self.wrong(key, f"{key!r} has no keys", "write {key: value, ...} or indented keys")
        return None

    def _series(self, key: str) -> Iterable[Raw]:
        found = self.get(key)
        if found is None:
            return ()
        if not isinstance(found, Series):
            self.wrong(key, f"{key!r} is not a list", "write [a, b] or lines that begin with -")
            return ()
        return found.items


@cache
def _languages(key: str) -> tuple[str, str]:
    """The keys of the words in each language."""
    german, english = (f"{key}_{lang}" if key else lang for lang in LANGUAGES)
    return german, english
