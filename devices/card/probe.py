"""Waits until the PC/SC service offers a reader: `python -m devices.card.probe [--reader NAME] [--patience S]`.

Prints the reader's name and ends with 0, or with 1 when the time is over.
"""

import argparse
import sys
import time

from devices.card.codes import Verdict, verdict
from devices.card.presence import choose_reader
from devices.card.service import ScardPort

_EVERY_S = 0.02


def main(arguments: list[str] | None = None) -> int:
    """Looks for the reader; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m devices.card.probe", description="Waits for a card reader.")
    parser.add_argument("--reader", default="", help="beginning of the reader's name; without it any reader")
    parser.add_argument("--patience", type=float, default=0.0, help="seconds")
    options = parser.parse_args(arguments)
    deadline = time.monotonic() + options.patience
    while True:
        name = _look(options.reader)
        if name is not None:
            sys.stdout.write(name + "\n")
            return 0
        if time.monotonic() >= deadline:
            return 1
        time.sleep(_EVERY_S)


def _look(wanted: str) -> str | None:
    port = ScardPort()
    code, context = port.connect()
    if verdict(code) is not Verdict.FINE:
        return None
    try:
        code, names = port.readers(context)
        return choose_reader(wanted, names) if verdict(code) is Verdict.FINE else None
    finally:
        port.disconnect(context)


if __name__ == "__main__":
    sys.exit(main())
