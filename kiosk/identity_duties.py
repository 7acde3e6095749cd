"""How the effect of identification is done: the worker takes it and answers later, with reports."""

from collections.abc import Callable

from kiosk.dialogue.effects import AskIdentity, Effect
from kiosk.dialogue.events import Event, IdentitySaid
from kiosk.dialogue.runner import Duty
from kiosk.identity.means import Means
from kiosk.identity.worker import IdentityWorker
from kiosk.secret_entry import SecretEntry


class IdentityDuties:
    """Its part of the table for the runner, and the worker behind it.

    Args:
        means: card reader and portal.
        entry: holds the digits.
        post: where reports go.
    """

    def __init__(self, means: Means, entry: SecretEntry, post: Callable[[Event], None]) -> None:
        self._worker = IdentityWorker(means, entry, lambda report: post(IdentitySaid(report)))

    def table(self) -> dict[type[Effect], Duty]:
        """What to do for each type of effect. Without a lane: closing must not wait behind a reading."""
        return {AskIdentity: Duty(None, self._ask)}

    def start(self) -> None:
        """After the first picture: the worker loads the card's cryptography."""
        self._worker.start()

    def stop(self, patience_s: float) -> None:
        """Gives the card back."""
        self._worker.stop(patience_s)

    def _ask(self, effect: Effect) -> None:
        assert isinstance(effect, AskIdentity)  # noqa: S101 -- the table says so
        self._worker.ask(effect.request)
