"""Command line of the virtual printer. Prints `listening HOST:PORT` when it is ready; ends on SIGTERM or Ctrl-C."""

import argparse
import signal
import sys
import threading
from dataclasses import fields, replace
from pathlib import Path

from devices.control import ControlServer
from devices.printer.virtual.glyphs import warm_up
from devices.printer.virtual.models import MODELS, MachineSettings
from devices.printer.virtual.serial_line import SerialPrinter
from devices.printer.virtual.server import VirtualPrinter
from devices.printer.virtual.situations import Situations

_USUAL = "epson-tm-t20"
"""A model that the driver recognises by its answers, so that a demo shows what a real terminal would do."""


def main(arguments: list[str] | None = None) -> int:
    """Runs until told to stop; 0, or 3 where the port or a folder cannot be had."""
    options = _parser().parse_args(arguments)
    settings = _settings(options)
    try:
        printer: VirtualPrinter | SerialPrinter
        if isinstance(options.listen, Path):
            printer = SerialPrinter(options.listen, options.out, settings, options.flow)
        else:
            host, port = options.listen
            printer = VirtualPrinter(host, port, options.out, settings)
        control = ControlServer(options.control, Situations(printer))
    except OSError as error:
        print(f"virtual printer: {error}", file=sys.stderr)  # noqa: T201 - a command line program speaks here
        return 3
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    warm_up()
    printer.start()
    print(f"listening {printer.listening}", flush=True)  # noqa: T201 - the caller waits for this line
    ended.wait()
    control.close()
    printer.stop()
    return 0


def _settings(options: argparse.Namespace) -> MachineSettings:
    """The named model, with what the command line says otherwise."""
    known = {field.name for field in fields(MachineSettings)}
    changed = {name: value for name, value in vars(options).items() if name in known and value is not None}
    return replace(MODELS[options.profile], **changed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="devices.printer.virtual", description="Virtual ESC/POS receipt printer")
    parser.add_argument(
        "--listen", type=_where, required=True, metavar="HOST:PORT|:PORT|pty:PATH", help="port 0 takes a free one"
    )
    parser.add_argument("--control", type=Path, required=True, metavar="PATH", help="control socket (JSON lines)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the slips")
    parser.add_argument("--profile", choices=MODELS, default=_USUAL, metavar="NAME", help=", ".join(MODELS))
    parser.add_argument("--flow", choices=("dtr", "xonxoff"), default="dtr", help="flow control of a pty")
    parser.add_argument("--dots", type=int, choices=(384, 420, 512, 576), help="width of the head")
    parser.add_argument("--buffer", dest="buffer_bytes", type=_buffer, metavar="BYTES", help="receive buffer")
    parser.add_argument("--mm-per-s", type=float, metavar="N", help="paper speed")
    parser.add_argument("--cut-s", type=float, metavar="N", help="time of a cut")
    return parser


def _where(text: str) -> tuple[str, int] | Path:
    if text.startswith("pty:") and len(text) > 4:
        return Path(text.removeprefix("pty:"))
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r}: write HOST:PORT, for example 127.0.0.1:9100, or pty:PATH")
    return host.strip("[]") or "127.0.0.1", int(port)


def _buffer(text: str) -> int:
    if not text.isdecimal() or not 256 <= int(text) <= 1 << 20:
        raise argparse.ArgumentTypeError(f"{text!r}: a number of bytes from 256 to 1048576, for example 4096")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
