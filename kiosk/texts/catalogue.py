"""Text catalogues: one PO file a language in `config/texts`, entries named by key ("home.title").

Keys instead of German sentences keep the ids of texts stable when a wording is mended, and let a town change one line.
PO is what translation offices and tools speak; plural forms follow CLDR.
"""

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel.messages.pofile import PoFileError, read_po


class TextError(Exception):
    """A catalogue is broken or lacks a text; the message names file and line, or key."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All texts of one language.

    Args:
        lang: code as in the file's name ("de").
        texts: key -> forms; one form for plain texts, one per plural class otherwise.
        plural: count -> index of the form.
        lines: key -> line in the file, for messages.
    """

    lang: str
    texts: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]
    lines: Mapping[str, int]
    path: Path

    def placeholders(self, key: str) -> frozenset[str]:
        """Names in braces in all forms of a text."""
        return frozenset(
            name for form in self.texts[key] for _, name, _, _ in Formatter().parse(form) if name is not None
        )


def load(path: Path) -> Catalogue:
    """Reads one PO file.

    Raises:
        TextError: not a PO file, an empty text, a wrong number of plural forms.
    """
    try:
        with path.open("rb") as file:
            entries = read_po(file, locale=path.stem, abort_invalid=True)
    except (OSError, PoFileError, ValueError) as error:
        raise TextError(f"{path}: cannot be read as a PO catalogue: {error}") from error
    texts: dict[str, tuple[str, ...]] = {}
    lines: dict[str, int] = {}
    for message in entries:
        if not message.id:
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        lines[key] = message.lineno or 0
        if len(forms) not in (1, entries.num_plurals):
            raise TextError(f"{path}:{message.lineno}: the text {key!r} needs {entries.num_plurals} plural forms")
        if not forms or not all(forms):
            raise TextError(f"{path}:{message.lineno}: the text {key!r} is empty: write it")
        texts[key] = forms
    return Catalogue(path.stem, texts, gettext.c2py(entries.plural_expr), lines, path)
