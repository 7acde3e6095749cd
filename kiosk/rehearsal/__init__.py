"""Rehearsals: written journeys through the real window, and the stage they need.

    rehearse([Path("tests/journeys/wartenummer.yaml")], Path("build/first-visit"), Overrides())

    with Stage() as stage:
        stage.start_terminal(":0", TerminalOptions(window=(540, 960, 0, 0)))

Never part of a real terminal: it starts the sandbox and the virtual devices as processes of their own and talks to
them over their control sockets, to the terminal through the X server.
"""

from kiosk.rehearsal.errors import StageError
from kiosk.rehearsal.rehearse import Overrides, rehearse
from kiosk.rehearsal.stage import LANDSCAPE, PORTRAIT, Controls, Stage, TerminalOptions

__all__ = ["LANDSCAPE", "PORTRAIT", "Controls", "Overrides", "Stage", "StageError", "TerminalOptions", "rehearse"]
