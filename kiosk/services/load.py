"""From a folder of YAML files to a checked catalogue. The only module of this package that touches files.

    config/services/hund_anmelden.yaml      one file a service, named after its id
    config/services/shared/blocks.yaml      what several services use, see `SHARED`

    catalogue = load_services(folder)       # raises ServicesError with all mistakes
    mistakes = check_services(folder)       # the same as lines of text, for the command line

A terminal that starts reads only the live services: a file with the line `live: false` is not even parsed. The check of
a configuration reads all of them.
"""

import re
from collections.abc import Callable
from pathlib import Path

import yaml

from kiosk.services.model import Catalogue
from kiosk.services.reading import Entry, Findings, Mistake, Raw, Series, Sources, check_sources, read_catalogue

MAX_BYTES = 256 * 1024
"""A service file is some kilobytes; a larger one is a mix-up."""

SHARED = ("catalogue", "groups", "blocks", "offices", "consents", "eid_fields", "countries", "attachments", "sources",
          "municipalities")  # fmt: skip

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OFF = re.compile(rb"^live: +false *\r?$", re.MULTILINE)
_ID = re.compile(r"[a-z][a-z0-9_]{1,40}")


class ServicesError(Exception):
    """The services are not usable; `mistakes` has all that were found."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


def load_services(folder: Path, municipality: str = "", *, live_only: bool = True) -> Catalogue:
    """Reads and checks the services of a terminal.

    Args:
        folder: holds one file a service and the folder `shared`.
        municipality: id in `shared/municipalities.yaml`; empty for the one with `default: true`.
        live_only: leave out what is switched off, without parsing it where the file says so plainly.

    Raises:
        ServicesError: something is wrong; with every mistake of every file that was read.
    """
    sources = read_sources(folder, live_only=live_only)
    catalogue = read_catalogue(sources, municipality, live_only=live_only)
    if catalogue is None or sources.findings.mistakes:
        raise ServicesError(tuple(sorted(sources.findings.mistakes)))
    return catalogue


def check_services(folder: Path) -> list[str]:
    """Checks all services, live or not, for all municipalities.

    Returns:
        One line a mistake: file, line, what, remedy. Empty when all is well.
    """
    return [str(mistake) for mistake in sorted(_findings(folder).mistakes)]


def service_warnings(folder: Path) -> list[str]:
    """What can stay but should be looked at, such as long sentences; lines as `check_services` gives them."""
    return [str(warning) for warning in sorted(_findings(folder).warnings)]


def _findings(folder: Path) -> Findings:
    sources = read_sources(folder)
    check_sources(sources)
    return sources.findings


def read_sources(folder: Path, *, live_only: bool = False) -> Sources:
    """Parses the files of a folder; what cannot be parsed is in the findings."""
    sources = Sources(folder=str(folder))
    for name in SHARED:
        path = folder / "shared" / f"{name}.yaml"
        entry = _parse(path, sources.findings)
        if entry is not None:
            sources.shared[name] = entry
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        sources.findings.mistake(str(folder), 0, "holds no services", "name a folder with one YAML file a service")
    for path in paths:
        if not _ID.fullmatch(path.stem):
            what, remedy = f"{path.stem!r} is no id", "use small letters, digits and _ in the name of the file"
            sources.findings.mistake(str(path), 0, what, remedy)
            continue
        sources.ids.add(path.stem)
        entry = _parse(path, sources.findings, skip=_switched_off if live_only else None)
        if entry is not None:
            sources.services[path.stem] = entry
    return sources


def _switched_off(text: bytes) -> bool:
    return _OFF.search(text) is not None


def _parse(path: Path, findings: Findings, skip: Callable[[bytes], bool] | None = None) -> Entry | None:
    file = str(path)
    try:
        with path.open("rb") as stream:
            text = stream.read(MAX_BYTES + 1)
    except OSError as error:
        findings.mistake(file, 0, f"cannot be read ({error.strerror})", "put the file there; its owner may read it")
        return None
    if len(text) > MAX_BYTES:
        findings.mistake(file, 0, f"is larger than {MAX_BYTES} bytes", "is this the right file?")
        return None
    if skip is not None and skip(text):
        return None
    try:
        root = yaml.compose(text, _LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        remedy = "mend this line or the one before; texts with a colon need quotation marks"
        findings.mistake(file, line, f"is not YAML ({error.problem})", remedy)
        return None
    except (yaml.YAMLError, ValueError):
        findings.mistake(file, 0, "is not YAML text", "save it as UTF-8 text")
        return None
    if not isinstance(root, yaml.MappingNode):
        findings.mistake(file, 1, "does not hold keys with values", "see docs/services.md")
        return None
    return _Converter(file, findings).entry(root)


class _Converter:
    """Turns YAML nodes of one file into entries; notes what YAML reads in another way than people write it."""

    def __init__(self, file: str, findings: Findings) -> None:
        self._file = file
        self._findings = findings

    def entry(self, node: yaml.MappingNode) -> Entry:
        """A mapping; of two equal keys the last one counts, as in YAML."""
        items: dict[str, Raw] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._findings.mistake(self._file, line, "a key is not a word", "write: key: value")
                continue
            key = key_node.value
            if key in items:
                remedy = f"keep one of the two (the other is in line {lines[key]})"
                self._findings.mistake(self._file, line, f"{key!r} stands twice", remedy)
            lines[key] = line
            items[key] = self.raw(value_node)
        return Entry(self._file, node.start_mark.line + 1, items, lines)

    def raw(self, node: yaml.Node) -> Raw:
        """Any node."""
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if isinstance(node, yaml.MappingNode):
            return self.entry(node)
        items = [self.raw(item) for item in node.value]
        lines = [item.start_mark.line + 1 for item in node.value]
        return Series(self._file, node.start_mark.line + 1, items, lines)

    def _scalar(self, node: yaml.ScalarNode) -> Raw:
        text: str = node.value
        match node.tag.rpartition(":")[2]:
            case "str" | "timestamp":
                return text
            case "bool" if text in ("true", "false"):
                return text == "true"
            case "int" if re.fullmatch(r"-?(0|[1-9]\d*)", text):
                return int(text)
            case "float" if re.fullmatch(r"-?\d+\.\d+", text):
                return float(text)
            case "null" if text in ("", "null"):
                return None
        remedy = f'write "{text}" with quotation marks if a text is meant, otherwise true, false or a plain number'
        self._findings.mistake(self._file, node.start_mark.line + 1, f"{text} can be read in two ways", remedy)
        return text
