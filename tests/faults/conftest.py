"""A town hall that a test may ill-treat, and terminals of it."""

from tests.contract.outbox.conftest import new_terminal
from tests.contract.portal.conftest import _town_process, new_town, town

__all__ = ["_town_process", "new_terminal", "new_town", "town"]
