"""How long a printer is given. One table, injected, so that tests run short."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the printer is given, in seconds.

    Args:
        ready_s: for everything before a job or in a look: connect, ask, recognise, settle. Whoever waits knows after
            this whether the printer can print.
        connect_s: of it, to accept a connection.
        settle_s: after connecting, of silence: a printer may begin with what an earlier client left unread.
        reply_s: for one answer to a status question.
        identify_s: for one answer to who it is; some never answer.
        barrier_s: for the barrier, besides the time the paper needs.
        slowest_mm_per_s: the speed that the paper's time is reckoned with.
        slowest_bytes_per_s: the same for the line; the line's own rate counts where it is lower.
        clear_s: to confirm that it dropped its buffer.
        drain_s: to read everything before the connection ends.
    """

    ready_s: float = 1.4
    connect_s: float = 1.2
    settle_s: float = 0.02
    reply_s: float = 1.0
    identify_s: float = 0.3
    barrier_s: float = 3.0
    slowest_mm_per_s: float = 50.0
    slowest_bytes_per_s: float = 10_000.0
    clear_s: float = 1.0
    drain_s: float = 0.5

    def job_s(self, mm: float, size: int, line_bytes_per_s: float) -> float:
        """Time for a whole job."""
        rate = min(self.slowest_bytes_per_s, line_bytes_per_s)
        return self.barrier_s + mm / self.slowest_mm_per_s + size / rate
