"""How long a helper process of demo and tests lives: until a signal, or until the process that started it is gone.

Without the second half a killed demo would leave its helpers behind. The parent is watched as a process (pidfd), not as
the thread that happened to start the helper, which is what PR_SET_PDEATHSIG looks at.
"""

import contextlib
import logging
import os
import select
import signal
from types import FrameType, TracebackType
from typing import Self

log = logging.getLogger(__name__)


class Lifetime:
    """Context in which SIGTERM, SIGINT and the parent's end are noticed instead of killing the process.

    To be used on the main thread.
    """

    def __init__(self) -> None:
        self._read_end, self._write_end = os.pipe()
        self._parent = os.getppid()

    def __enter__(self) -> Self:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._signalled)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        os.close(self._read_end)
        os.close(self._write_end)

    def wait(self, *also: int) -> int | None:
        """Sleeps until the life is over. Gives the descriptor from `also` that became readable, or None."""
        with contextlib.ExitStack() as cleaning:
            watched = [self._read_end, *also]
            try:
                parent = os.pidfd_open(self._parent)
            except ProcessLookupError:
                return None
            except OSError:
                log.warning("lifetime.parent_not_watched")  # outside our process namespace, or an old kernel
            else:
                cleaning.callback(os.close, parent)
                watched.append(parent)
            ready, _, _ = select.select(watched, [], [])
        return next((descriptor for descriptor in also if descriptor in ready), None)

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        os.write(self._write_end, b"!")
