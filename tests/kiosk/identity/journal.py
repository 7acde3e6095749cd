"""A journal of steps at the card that remembers in memory, for tests."""

from kiosk.identity.api import CardStep


class Notes:
    """What was written, in order; None for the end of a step."""

    def __init__(self) -> None:
        self.written: list[CardStep | None] = []

    def begun(self, step: CardStep) -> None:
        """See `CardJournal`."""
        self.written.append(step)

    def ended(self) -> None:
        """See `CardJournal`."""
        self.written.append(None)
