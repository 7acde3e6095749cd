"""What may be written down about a crash: where in the code, not with which values."""

import traceback


def crash_lines(error: BaseException) -> list[str]:
    """Type and call stack of an exception without its message, which may carry what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return [f"crash {type(error).__name__}", *lines]
