"""Virtual receipt printer: speaks ESC/POS on the wire, has paper, a cover and a buffer, and can go wrong on request.

    python -m devices.printer.virtual --listen 127.0.0.1:9100 --control /tmp/printer.sock --out DIR --profile plain

It carries out the commands that printers of this kind have in common, whoever sends them; what it does not understand
is counted with its place. The driver does not know whether it talks to this or to hardware. Never started on a real
terminal. `docs/virtual-printer.md` tells how to use it.
"""

from devices.printer.virtual.machine import Machine
from devices.printer.virtual.models import MODELS, MachineSettings
from devices.printer.virtual.serial_line import SerialPrinter
from devices.printer.virtual.server import VirtualPrinter

__all__ = ["MODELS", "Machine", "MachineSettings", "SerialPrinter", "VirtualPrinter"]
