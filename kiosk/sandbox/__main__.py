"""Command line of the town hall.

Ends with 0 after SIGTERM or SIGINT, 2 for a wrong command line or wrong service files, 4 when another process works
with the same state folder.
"""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from devices.control import ControlServer
from kiosk.sandbox.address import Address, address
from kiosk.sandbox.app import build_app
from kiosk.sandbox.clock import TownClock
from kiosk.sandbox.control import Control
from kiosk.sandbox.pki import ensure_identity
from kiosk.sandbox.services import SHIPPED, CatalogueServices
from kiosk.sandbox.serving import Listener
from kiosk.sandbox.situations import Situations
from kiosk.sandbox.store import Store, StoreBusyError, StoreVersionError
from kiosk.sandbox.town import found_town
from kiosk.services.load import ServicesError

_CONTROL_SECONDS = 10.0


def main(arguments: list[str] | None = None) -> int:
    """Runs the town hall until it is told to end; gives the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m kiosk.sandbox", description="A small town hall for demo and tests."
    )
    parser.add_argument("--listen", type=address, default=Address("127.0.0.1", 0), metavar="HOST:PORT")
    parser.add_argument(
        "--state", type=Path, required=True, metavar="DIR", help="keys, token and all that arrived live here"
    )
    parser.add_argument("--control", type=Path, metavar="PATH", help="socket for situations")
    parser.add_argument(
        "--eid-pki",
        type=Path,
        metavar="DIR",
        help="test authorities of the eID, shared with the virtual cards (default: eid-pki in the state folder)",
    )
    parser.add_argument(
        "--services", type=Path, default=SHIPPED, metavar="DIR", help="service files, as the terminals have them"
    )
    options = parser.parse_args(arguments)
    try:
        options.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        store = Store(options.state / "town-hall.db")
        try:
            services = CatalogueServices(options.services)
            asyncio.run(_serve(store, services, options))
        finally:
            store.close()
    except StoreBusyError as error:
        sys.stderr.write(f"{error}\n")
        return 4
    except (ServicesError, StoreVersionError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"{options.listen} or {options.state}: {error.strerror}\n")
        return 2
    return 0


async def _serve(store: Store, services: CatalogueServices, options: argparse.Namespace) -> None:
    state: Path = options.state
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    identity = ensure_identity(state)
    listener = Listener(options.listen)
    url = f"https://{_reachable(listener.address)}"
    situations, clock = Situations(), TownClock()
    town = found_town(state, store, clock.now, url, services, eid_pki=options.eid_pki)
    app = build_app(town, situations, identity.token.read_text("ascii").strip())

    def listen(wanted: bool) -> None:
        """Called on the control thread."""
        change = listener.up(app, identity) if wanted else listener.down()
        asyncio.run_coroutine_threadsafe(change, loop).result(_CONTROL_SECONDS)

    await listener.up(app, identity)
    control = None
    if options.control is not None:
        control = ControlServer(options.control, Control(url, town, situations, clock, listen).handle)
    sys.stdout.write(f"listening {url}\n")
    sys.stdout.flush()
    await stop.wait()
    if control is not None:
        await asyncio.to_thread(control.close)
    await listener.down()


def _reachable(where: Address) -> Address:
    """The address to put into a URL: one that the server certificate names."""
    return Address("localhost", where.port) if where.host in {"0.0.0.0", "::"} else where  # noqa: S104


if __name__ == "__main__":
    raise SystemExit(main())
