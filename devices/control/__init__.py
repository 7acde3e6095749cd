"""Control socket of the virtual devices and the sandbox: JSON lines over a Unix socket.

One request a line, one answer a line, so that a shell (`socat`), the stage panel and the player of journeys can all
talk to a virtual device:

    {"do": "cover_open"}             ->  {"ok": true, "state": {"cover": "open", ...}}
    {"do": "state"}                  ->  {"ok": true, "state": {...}}
    {"do": "fly"}                    ->  {"ok": false, "error": "unknown situation 'fly'"}

It belongs to demo, training and tests. A real terminal starts no control socket.
"""

from devices.control.client import ControlClient, ControlError
from devices.control.server import ControlServer, RefusedError

__all__ = ["ControlClient", "ControlError", "ControlServer", "RefusedError"]
