"""Screens: draw pages, hand touches and keys back. Nothing else; Kivy is imported nowhere but here, and late."""

from screens.app import NoDisplayError, Ui, run_ui
from screens.geometry import Rect
from screens.options import Observer, UiEvent, UiOptions

__all__ = ["NoDisplayError", "Observer", "Rect", "Ui", "UiEvent", "UiOptions", "run_ui"]
