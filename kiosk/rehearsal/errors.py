"""What ends a rehearsal early."""

from kiosk.settings.located import LocatedError


class StageError(Exception):
    """A part of the machine is missing or does not come up; the text says which and how to get it."""


class ExpectationError(Exception):
    """The terminal is not as the journey says. The text is the second half of a sentence about the step."""


class JourneyError(LocatedError):
    """A journey cannot be played; `mistakes` has all that were found."""
