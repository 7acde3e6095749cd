"""Stage panel: a small window with cards, states and keys, in the look of the terminal but for a mouse on a desk.

    run_panel(options, panel=lambda: Panel(...), press=lambda key: ..., on_ready=...)

It knows nothing of devices: what stands on the cards and what a key does is its caller's.
"""

from screens.panel.app import run_panel
from screens.panel.model import Card, Key, Look, Panel, Pill, Tone

__all__ = ["Card", "Key", "Look", "Panel", "Pill", "Tone", "run_panel"]
