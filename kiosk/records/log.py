"""The one log of the terminal: rotated, event types only, our own loggers only.

Libraries are not attached: their messages may carry addresses, tokens or what somebody typed.
"""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

OURS = ("kiosk", "screens", "devices")
MAX_BYTES = 1_000_000
KEPT_FILES = 5


class LogError(Exception):
    """The log cannot be written; the message says where and what to do."""


def open_log(folder: Path) -> RotatingFileHandler:
    """Starts the log `terminal.log` in `folder` (made with mode 0700 if it is missing).

    Raises:
        LogError: the folder cannot be made or written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "terminal.log", maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8"
        )
    except OSError as error:
        raise LogError(
            f"{folder}: the log cannot be written ({error.strerror}): set paths.log_dir to a folder of the "
            "terminal's user"
        ) from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for name in OURS:
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO)
        logger.propagate = False
        logger.addHandler(handler)
    return handler
