"""A network cable that can be pulled: a TCP relay with situations. It never looks into the bytes.

    python -m kiosk.sandbox.cable --listen HOST:PORT --to HOST:PORT --control PATH

`cut`: bytes stop in both directions, new connections are taken and hang, nobody is told anything: as with a pulled
plug. `restore`: what stalled is reset, as the far end does after a silence; new connections work. `slow`: each piece is
held back for `delay_ms` and for the time that `kbit_s` gives it.
"""

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from devices.control import ControlServer, RefusedError
from kiosk.sandbox.address import Address, address, bind, reset_on_close

_PIECE = 16 * 1024
_CONTROL_SECONDS = 5.0


class Cable:
    """Relays every connection to `far`. Used from its event loop only.

    Args:
        far: where the connections go.
    """

    def __init__(self, far: Address) -> None:
        self._far = far
        self._whole = asyncio.Event()
        self._whole.set()
        self._delay_s = 0.0
        self._bytes_per_s: float | None = None
        self._links: set[asyncio.Task[None]] = set()
        self._carried = 0

    def cut(self) -> None:
        """Pulls the plug."""
        self._whole.clear()

    def restore(self) -> None:
        """Puts the plug in; what was caught by the cut is reset. Also ends `slow`."""
        self._delay_s, self._bytes_per_s = 0.0, None
        if not self._whole.is_set():
            for link in self._links:
                link.cancel()
            self._whole.set()

    def slow(self, delay_s: float, bytes_per_s: float | None) -> None:
        """Makes the line slow, for every connection on its own."""
        self._delay_s, self._bytes_per_s = delay_s, bytes_per_s

    def state(self) -> dict[str, Any]:
        """What the control socket tells."""
        slow = self._delay_s > 0 or self._bytes_per_s is not None
        return {
            "cable": "cut" if not self._whole.is_set() else "slow" if slow else "whole",
            "connections": len(self._links),
            "carried_bytes": self._carried,
        }

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carries one connection until either side ends it; a callback of asyncio.start_server."""
        link = asyncio.current_task()
        assert link is not None  # noqa: S101 - start_server runs this as a task
        self._links.add(link)
        writers = [writer]
        try:
            await self._whole.wait()
            far_reader, far_writer = await asyncio.open_connection(self._far.host, self._far.port, limit=_PIECE)
            writers.append(far_writer)
            async with asyncio.TaskGroup() as directions:
                directions.create_task(self._carry(reader, far_writer))
                directions.create_task(self._carry(far_reader, writer))
        except (asyncio.CancelledError, OSError, ExceptionGroup):
            for each in writers:
                _reset(each)  # an end that nobody announced: restored after a cut, refused or reset by the far side
        finally:
            for each in writers:
                each.close()
            self._links.discard(link)

    async def _carry(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while piece := await source.read(_PIECE):
            await asyncio.sleep(self._delay_s + (len(piece) / self._bytes_per_s if self._bytes_per_s else 0.0))
            await self._whole.wait()
            sink.write(piece)
            await sink.drain()
            self._carried += len(piece)
        await self._whole.wait()
        sink.write_eof()


def _reset(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        reset_on_close(writer.get_extra_info("socket"))
    writer.transport.abort()


async def _run(listen: Address, far: Address, control_path: Path | None) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    cable = Cable(far)
    listening = bind(listen)
    port = listening.getsockname()[1]
    server = await asyncio.start_server(cable.connect, sock=listening, limit=_PIECE)

    def handle(request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Called on the control thread."""
        return asyncio.run_coroutine_threadsafe(_situation(cable, request), loop).result(_CONTROL_SECONDS)

    control = ControlServer(control_path, handle) if control_path is not None else None
    sys.stdout.write(f"listening {Address(listen.host, port)}\n")
    sys.stdout.flush()
    await stop.wait()
    server.close()
    if control is not None:
        await asyncio.to_thread(control.close)


async def _situation(cable: Cable, request: Mapping[str, Any]) -> Mapping[str, Any]:
    match request["do"]:
        case "cut":
            cable.cut()
        case "restore":
            cable.restore()
        case "slow":
            rate = _number(request, "kbit_s", 0.0)
            cable.slow(_number(request, "delay_ms", 0.0 if rate else 500.0) / 1000, rate * 125 or None)
        case "state":
            pass
        case other:
            raise RefusedError(f"unknown situation {other!r}; there are cut, restore, slow, state")
    return cable.state()


def _number(request: Mapping[str, Any], name: str, default: float) -> float:
    value = request.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1_000_000:
        raise RefusedError(f'"{name}" is a number from 0 to 1000000')
    return value


def main(arguments: list[str] | None = None) -> int:
    """Runs the cable until SIGTERM or SIGINT; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.sandbox.cable", description="A cable that can be pulled.")
    parser.add_argument("--listen", type=address, default=Address("127.0.0.1", 0), metavar="HOST:PORT")
    parser.add_argument("--to", type=address, required=True, metavar="HOST:PORT")
    parser.add_argument("--control", type=Path, metavar="PATH", help="socket for situations")
    options = parser.parse_args(arguments)
    try:
        asyncio.run(_run(options.listen, options.to, options.control))
    except OSError as error:
        sys.stderr.write(f"{options.listen}: {error.strerror}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
