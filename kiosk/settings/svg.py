"""A drawing from outside: what an SVG file may hold before a rasteriser sees it.

Paths and shapes, gradients, clips, a few copies; no text, pictures, scripts, style sheets, no reference to anything but
its own parts, no document type (entities grow without bound). Sizes are bounded, so that reading ends soon.
"""

from typing import NoReturn
from xml.parsers import expat

MAX_ELEMENTS = 2000
MAX_DEPTH = 32
MAX_COPIES = 16
"""`use` elements: copies of copies grow exponentially."""

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_ALLOWED = frozenset(
    (
        "svg", "g", "defs", "title", "desc", "metadata", "use", "clipPath",
        "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
        "linearGradient", "radialGradient", "stop",
    )
)  # fmt: skip
_PLAIN = 'save it as "plain SVG" with everything turned into paths'


class SvgError(Exception):
    """Not a drawing that we take; `line` in the file, what, and what to do."""

    def __init__(self, line: int, what: str, remedy: str = _PLAIN) -> None:
        super().__init__(f"line {line}: {what}: {remedy}")
        self.line = line
        self.what = what
        self.remedy = remedy


def check_svg(content: bytes) -> None:
    """Proves that a drawing is harmless.

    Raises:
        SvgError: it is not, or is no SVG at all.
    """
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise SvgError(error.lineno, f"is not XML ({expat.ErrorString(error.code)})") from error
    if not reader.elements:
        raise SvgError(1, "holds no drawing")


class _Reader:
    """Walks through the elements and refuses at the first that is not allowed."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.elements = 0
        self._depth = 0
        self._copies = 0

    def _refuse(self, what: str, remedy: str = _PLAIN) -> NoReturn:
        raise SvgError(self.parser.CurrentLineNumber, what, remedy)

    def _doctype(self, *_: object) -> None:
        self._refuse("has a document type", "remove the line that begins with <!DOCTYPE")

    def _instruction(self, *_: object) -> None:
        self._refuse("has a processing instruction", "remove the line that begins with <?xml-")

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        space, _, name = element.rpartition(" ")
        if not self.elements and (space, name) != (_SVG, "svg"):
            self._refuse("holds no drawing", f'begin with <svg xmlns="{_SVG}">')
        self.elements += 1
        self._depth += 1
        if self.elements > MAX_ELEMENTS or self._depth > MAX_DEPTH:
            self._refuse(f"has more than {MAX_ELEMENTS} elements or {MAX_DEPTH} levels", "simplify the drawing")
        if space != _SVG:
            return  # notes of a drawing program; the rasteriser passes them over
        if name not in _ALLOWED:
            self._refuse(f"<{name}> is not taken")
        self._copies += name == "use"
        if self._copies > MAX_COPIES:
            self._refuse(f"has more than {MAX_COPIES} copies (<use>)")
        for key, value in attributes.items():
            self._attribute(*key.rpartition(" ")[::2], value)

    def _attribute(self, space: str, key: str, value: str) -> None:
        if space not in ("", _XLINK):
            return
        if key == "href" and not value.strip().startswith("#"):
            self._refuse("refers to something outside of the drawing")
        references = value.casefold().split("url(")[1:]
        if "\\" in value or any(not reference.lstrip(" \t\n'\"").startswith("#") for reference in references):
            self._refuse("refers to something outside of the drawing")  # a backslash could hide a reference
