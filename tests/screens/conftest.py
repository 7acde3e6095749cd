"""Sample pages, a display of their own and a window in a process of its own."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.screens.windows import Window, own_display

HERE = Path(__file__).parent


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"screens_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    """The sample pages."""
    return _load("sample_pages")


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A display of our own."""
    with own_display() as name:
        yield name


@pytest.fixture(scope="session")
def open_window(display: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Window]]:
    """Opens windows, and closes what a test left open."""
    windows: list[Window] = []

    def opened(page: str, *options: str) -> Window:
        windows.append(Window(display, tmp_path_factory.mktemp("home"), page, *options))
        return windows[-1]

    yield opened
    for window in windows:
        if window.process.poll() is None:
            window.close()


@pytest.fixture(scope="module")
def window(open_window: Callable[..., Window]) -> Iterator[Window]:
    """One window for the tests of a module; each test shows its own page first."""
    opened = open_window("home")
    yield opened
    assert opened.close() == 0
