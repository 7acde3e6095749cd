"""Shows what the terminal would see on its card reader: `python -m devices.card [--reader NAME]`.

One JSON line per change: {"presence": "empty"}. Ends at end of input on stdin or at SIGTERM, and then says how long
the watcher needed to stop: {"stopped_ms": 3}. For staff at the bench and for the contract tests, which start one such
process per PC/SC service.
"""

import argparse
import json
import logging
import signal
import sys
import threading
import time
from typing import Any

from devices.card.api import CardPresence
from devices.card.pcsc import ReaderWatch


def _say(**fields: Any) -> None:
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Watches until told to end; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m devices.card", description="Shows what lies on the card reader.")
    parser.add_argument("--reader", default="", help="beginning of the reader's name; without it the first reader")
    parser.add_argument("--log", action="store_true", help="log lines on stderr")
    options = parser.parse_args(arguments)
    if options.log:
        logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    ended = threading.Event()

    def listener(presence: CardPresence) -> None:
        _say(presence=presence.value)

    def follow_stdin() -> None:
        sys.stdin.read()
        ended.set()

    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    signal.signal(signal.SIGINT, lambda *_: ended.set())
    watch = ReaderWatch(options.reader, listener)
    watch.start()
    threading.Thread(target=follow_stdin, daemon=True).start()
    ended.wait()
    begin = time.monotonic()
    watch.stop()
    _say(stopped_ms=round((time.monotonic() - begin) * 1000))
    return 0


if __name__ == "__main__":
    sys.exit(main())
