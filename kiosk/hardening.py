"""What the process gives up at start: core dumps and being read by others of the same user (design 8)."""

import ctypes
import resource

PR_SET_DUMPABLE = 4


def give_up_dumps() -> None:
    """No core file, no ptrace by the same user: memory may hold what somebody typed."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
