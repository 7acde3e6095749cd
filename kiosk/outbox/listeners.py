"""Telling others, whose mistakes must not become those of the outbox."""

import logging
from collections.abc import Callable
from typing import TypeVar

log = logging.getLogger(__name__)

_T = TypeVar("_T")


def tell(listener: Callable[[_T], None], what: _T) -> None:
    """Calls the listener; one that raises is named in the log."""
    try:
        listener(what)
    except Exception as error:
        log.error("outbox_listener_broke %s %s", type(what).__name__, type(error).__name__)
