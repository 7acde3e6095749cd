"""A small file system of one's own, to be filled: tmpfs in a private mount namespace, nothing of it is seen outside.

As root by `unshare -m`, otherwise by `unshare -rm`. Where the machine forbids both, `NoNamespaceError` says so.
"""

import subprocess
from collections.abc import Sequence
from pathlib import Path

_INSIDE = 'mount -t tmpfs -o "size=$1,mode=700" bench "$2" && shift 2 && exec "$@"'


class NoNamespaceError(Exception):
    """The machine gives no mount namespace."""


def on_small_disk(folder: Path, size: str, command: Sequence[str]) -> list[str]:
    """The command that runs `command` with a fresh file system over `folder`.

    Args:
        folder: empty, exists.
        size: as mount's option of tmpfs, for example `12m`.

    Raises:
        NoNamespaceError: no mount namespace here.
    """
    for unshare in (["unshare", "-m"], ["unshare", "-rm"]):
        if subprocess.run([*unshare, "true"], check=False, capture_output=True).returncode == 0:
            return [*unshare, "sh", "-c", _INSIDE, "sh", size, str(folder), *command]
    raise NoNamespaceError(
        "unshare -m and unshare -rm are both forbidden: run this as root, or allow user namespaces "
        "(sysctl kernel.unprivileged_userns_clone=1, in a container --security-opt seccomp=unconfined)"
    )
