"""What takes longest begins first: otherwise one worker plays journeys at the end while the others are idle."""

from pathlib import Path

import pytest

FIRST = tuple(Path(__file__).parent / name for name in ("journeys", "privacy"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keeps the order otherwise; `--no-loadscope-reorder` (pyproject.toml) keeps it for the workers."""
    items.sort(key=lambda item: not any(item.path.is_relative_to(folder) for folder in FIRST))
