"""`buergerterminal withheld`: what an administrator does about T-08 and T-11."""

import time
from pathlib import Path

from kiosk.outbox import Store
from kiosk.outbox.handover import described, hand_over, send_again
from kiosk.settings import load_settings
from kiosk.state_db import StateDb, StoreError

_NONE = "Nothing is withheld: everything was sent, or waits to be."


def withheld(config: Path, *, take: Path | None, again: bool) -> list[str]:
    """Lists what is not sent any more, moves it into files, or lets it be sent again.

    Args:
        config: `terminal.yaml`.
        take: folder for the files, None to leave everything where it is.
        again: send it again.

    Returns:
        What was done, in lines for the administrator.

    Raises:
        SettingsError: the settings.
        StoreBusyError: the terminal runs.
        StoreError: there is no store, or its disk fails.
        OSError: a file cannot be written.
    """
    path = config.parent / load_settings(config).paths.state_dir / "state.db"
    if not path.exists():
        raise StoreError(f"{path} is not there: has this terminal run with these settings?")
    now = time.time()
    store = Store(StateDb(path))
    try:
        found = store.withheld(now)
        if not found:
            return [_NONE]
        if take is not None:
            return [f"written: {file}" for file in hand_over(store, found, take)]
        if again:
            sent, too_old = send_again(store, found, now)
            return [
                f"sent again when the terminal runs: {sent}",
                f"too old to be sent (T-11), left as they are: {too_old}",
            ]
        return [described(each) for each in found]
    finally:
        store.close()
