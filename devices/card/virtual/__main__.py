"""Command line of the virtual card: `python -m devices.card.virtual --vpcd HOST:PORT --person WHO --control PATH`.

Prints `ready` when the control socket listens. Ends at SIGTERM, SIGINT or with the process that started it.
"""

import argparse
import logging
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from devices.card.lifetime import Lifetime
from devices.card.virtual.card import VirtualCard
from devices.card.virtual.chip import BlankChip, Chip
from devices.card.virtual.situations import Situations
from devices.control import ControlServer
from devices.eid.virtual_card.wallet import PersonError, Wallet


def address(text: str) -> tuple[str, int]:
    """Reads HOST:PORT; raises ValueError."""
    host, colon, port = text.rpartition(":")
    if not colon or not host:
        raise ValueError("HOST:PORT")
    return host, int(port)


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m devices.card.virtual", description="Virtual identity card.")
    reader = parser.add_mutually_exclusive_group(required=True)
    reader.add_argument("--vpcd", type=address, metavar="HOST:PORT", help="where vpcd listens")
    reader.add_argument("--port", type=int, help="the same on this machine")
    parser.add_argument("--control", type=Path, required=True, help="control socket to make")
    parser.add_argument("--person", help="whose card: a shipped name or a YAML file; without, an empty card")
    parser.add_argument("--pki", type=Path, help="folder of the test PKI that the town hall shares (CONTROL.pki)")
    parser.add_argument("--memory", type=Path, help="folder where cards keep counters and keys (CONTROL.memory)")
    parser.add_argument("--inserted", action="store_true", help="the card lies on the reader from the start")
    parser.add_argument("--log", action="store_true", help="events on stderr: names and status words, never contents")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Runs the card until told to end; gives the exit code (2: no such person, or a folder cannot be used)."""
    options = options_of(arguments)
    if options.log:
        logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    host, port = options.vpcd or ("127.0.0.1", options.port)
    control_path: Path = options.control
    wallet = Wallet(
        options.pki or control_path.with_suffix(".pki"),
        options.memory or control_path.with_suffix(".memory"),
        random=secrets.token_bytes,
        today=lambda: datetime.now(tz=UTC).date(),
    )
    try:
        chip: Chip = BlankChip() if options.person is None else wallet.card(options.person)
    except (PersonError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    with Lifetime() as lifetime:
        card = VirtualCard(chip, port, host=host)
        card.start()
        if options.inserted:
            card.insert()
        control = ControlServer(control_path, Situations(card, wallet, chip, options.person or "").handle)
        try:
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            lifetime.wait()
        finally:
            control.close()
            card.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
