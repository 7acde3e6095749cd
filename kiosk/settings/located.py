"""YAML with the line of every part, so that a mistake in settings or in a journey can be found.

Only `true` and `false` are booleans, and no text becomes a number of minutes or a date: `off`, `no` and `10:24` stay
what their author means by them.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import yaml

MAX_BYTES = 256 * 1024

Steps = tuple[str | int, ...]
"""Way to a part: keys and positions from the root."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: where, what, and what to do. Line 0: the file as a whole."""

    path: Path
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place}: {self.what}: {self.remedy}"


class LocatedError(Exception):
    """A file is not usable; `mistakes` has all that were found."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


class _Loader(yaml.SafeLoader):
    """Plain words stay words."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag.rpartition(":")[2] in {"null", "merge"}]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?[0-9]+\.[0-9]+$", "-+0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is, for its messages.

    Args:
        name: "journey", "settings".
        missing: remedy if there is no such file.
        example: file to start from.
        error: what is raised.
    """

    name: str
    missing: str
    example: str
    error: type[LocatedError] = LocatedError


class Located:
    """One YAML file that holds a mapping.

    Args:
        path: the file.
        kind: what it is.

    Raises:
        LocatedError: (or what `kind` says) it cannot be read, is too large, no YAML, no mapping, or names a key twice.
    """

    def __init__(self, path: Path, kind: Kind) -> None:
        self.path = path
        self._kind = kind
        self._root = self._parse()
        repeated = list(_repeated(self._root))
        if repeated:
            raise kind.error(
                tuple(Mistake(path, line, f"{key}: is there twice", "keep one of them") for line, key in repeated)
            )
        self.data: dict[str, Any] = _Loader("").construct_document(self._root)

    def mistake(self, steps: Steps, what: str, remedy: str) -> Mistake:
        """A mistake at the part that `steps` lead to, or at the deepest part on the way that exists."""
        return Mistake(self.path, self.line(steps), f"{_words(steps)}: {what}" if steps else what, remedy)

    def line(self, steps: Steps) -> int:
        """Line of the deepest part on the way of `steps`."""
        node: yaml.Node = self._root
        line = node.start_mark.line + 1
        for step in steps:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return line

    def _parse(self) -> yaml.MappingNode:
        try:
            with self.path.open("rb") as file:
                text = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise self._whole(f"cannot be read ({error.strerror})", self._kind.missing) from error
        if len(text) > MAX_BYTES:
            raise self._whole(f"is larger than {MAX_BYTES} bytes", "is this the right file?")
        try:
            root = yaml.compose(text, _Loader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            raise self._whole(f"is not YAML ({error.problem})", "mend this line", line) from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise self._whole("is not YAML text", "save it as UTF-8 text") from error
        if not isinstance(root, yaml.MappingNode):
            raise self._whole(f"holds no {self._kind.name}", f"start from {self._kind.example}", 1)
        return root

    def _whole(self, what: str, remedy: str, line: int = 0) -> LocatedError:
        return self._kind.error((Mistake(self.path, line, what, remedy),))


def way_of(error: msgspec.ValidationError) -> tuple[str, Steps]:
    """Splits a message of msgspec into what is wrong and where: "Expected `int` - at `$.steps[2]`"."""
    what, _, where = str(error).partition(" - at ")
    found = re.findall(r"\.([\w-]+)|\[(\d+)\]", where)
    steps: Steps = tuple(name or int(position) for name, position in found)
    named = re.search(r"unknown field `(\w+)`", what)
    return what, (*steps, named.group(1)) if named else steps


def _words(steps: Steps) -> str:
    """`steps[1].do[0].tap` as people count: from 1."""
    text = "".join(f" {step + 1}" if isinstance(step, int) else f".{step}" for step in steps)
    return text.removeprefix(".")


def _child(node: yaml.Node, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: yaml.Node = node.value[step]
        return item.start_mark.line + 1, item
    return None


def _repeated(node: yaml.Node) -> "list[tuple[int, str]]":
    found: list[tuple[int, str]] = []
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                found.append((key.start_mark.line + 1, str(key.value)))
            seen.add(str(key.value))
            found += _repeated(value)
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            found += _repeated(item)
    return found
