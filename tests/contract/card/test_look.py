"""One look at the reader, as staff ask for it: real pcscd, vpcd, virtual card."""

import os
import subprocess
import sys
import time

PATIENCE_S = 10.0
LOOK = "from devices.card import look_now; print(look_now(%r).value)"


def look(pcscd, name=""):
    """In a process of its own, because libpcsclite binds a process to one pcscd for life."""
    command = [sys.executable, "-c", LOOK % name]
    return subprocess.run(
        command, env=os.environ | pcscd.environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def soon(pcscd, presence):
    """pcscd itself looks at a virtual reader now and then."""
    deadline = time.monotonic() + PATIENCE_S
    while (seen := look(pcscd)) != presence:
        assert time.monotonic() < deadline, seen


def test_what_lies_there_now(new_pcscd, card):
    pcscd = new_pcscd()
    assert look(pcscd) == "no_reader"
    pcscd.start()
    assert look(pcscd) == "empty"
    virtual = card(pcscd)
    virtual.do("insert")
    virtual.until(connected=True, powered=True)
    soon(pcscd, "present")
    virtual.do("remove")
    soon(pcscd, "empty")
    assert look(pcscd, "Another reader") == "no_reader"
