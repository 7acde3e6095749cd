"""Documents -> bytes for whichever model the printer turns out to be."""

from devices.printer.document import Document
from devices.printer.driver import Sheet
from devices.printer.fonts import FontFiles
from devices.printer.layout import length_mm
from devices.printer.profiles import Profile
from devices.printer.render import Renderer


class EscposTypesetter:
    """The driver's `Typesetter`: a renderer for the model in use, made anew when another one is plugged in.

    Args:
        fonts: for lines that no code page of the printer carries.
    """

    def __init__(self, fonts: FontFiles) -> None:
        self._fonts = fonts
        self._profile: Profile | None = None
        self._renderer: Renderer | None = None

    def load(self, profile: Profile) -> None:
        """See `Typesetter`."""
        self._for(profile).load()

    def sheet(self, document: Document, profile: Profile, *, cut_first: bool) -> Sheet:
        """See `Typesetter`.

        Raises:
            ValueError: the document cannot be laid out on this paper.
        """
        renderer = self._for(profile)
        lines = renderer.lines(document)
        return Sheet(renderer.render(lines, cut_first=cut_first), length_mm(lines))

    def _for(self, profile: Profile) -> Renderer:
        if self._renderer is None or self._profile != profile:
            self._renderer, self._profile = Renderer(profile, self._fonts), profile
        return self._renderer
