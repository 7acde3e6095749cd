"""Shared by the tests of the card package."""

import time
from collections.abc import Callable

import pytest


@pytest.fixture
def eventually() -> Callable[[Callable[[], object]], None]:
    """Waits a little until something holds."""

    def wait(holds: Callable[[], object]) -> None:
        deadline = time.monotonic() + 3
        while not holds():
            assert time.monotonic() < deadline
            time.sleep(0.01)

    return wait
