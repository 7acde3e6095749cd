"""AusweisApp's SDK in a world of its own: lines of JSON in, lines of JSON out.

Runs inside a network namespace, because AusweisApp owns port 24727: brings the loopback up, starts AusweisApp headless,
speaks WebSocket (RFC 6455, the little that is needed) with it and hands messages through until stdin ends.
"""

import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time

PORT = 24727
PATIENCE_S = 30.0


def connect(application: "subprocess.Popen[bytes]") -> socket.socket:
    """Waits for the port and shakes hands."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            wire = socket.create_connection(("127.0.0.1", PORT), 5)
            break
        except OSError:
            assert application.poll() is None, "AusweisApp ended"
            assert time.monotonic() < deadline, "AusweisApp does not listen"
            time.sleep(0.1)
    key = base64.b64encode(os.urandom(16)).decode()
    wire.sendall(
        f"GET /eID-Kernel HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += wire.recv(1)
    assert b" 101 " in head.split(b"\r\n")[0], head
    wire.settimeout(None)
    return wire


def send(wire: socket.socket, opcode: int, payload: bytes) -> None:
    """One masked frame."""
    assert len(payload) < 126
    mask = os.urandom(4)
    masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
    wire.sendall(bytes([0x80 | opcode, 0x80 | len(payload)]) + mask + masked)


def exactly(wire: socket.socket, size: int) -> bytes:
    """So many bytes; ends the program when the other side is gone."""
    got = b""
    while len(got) < size:
        more = wire.recv(size - len(got))
        if not more:
            sys.exit(0)
        got += more
    return got


def receive(wire: socket.socket) -> None:
    """Every text message becomes a line."""
    while True:
        first, length = exactly(wire, 2)
        if length == 126:
            (length,) = struct.unpack(">H", exactly(wire, 2))
        elif length == 127:
            (length,) = struct.unpack(">Q", exactly(wire, 8))
        payload = exactly(wire, length)
        match first & 0x0F:
            case 1:
                sys.stdout.write(json.dumps(json.loads(payload)) + "\n")
                sys.stdout.flush()
            case 9:
                send(wire, 10, payload)
            case 8:
                return


def main() -> None:
    """Brings everything up and hands through."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    program = shutil.which("AusweisApp") or "AusweisApp2"  # Debian 13, 12
    application = subprocess.Popen(
        ["setpriv", "--pdeathsig", "KILL", program, "--ui", "websocket", "--no-logfile"],
        stdout=subprocess.DEVNULL,
        stderr=open(os.environ["AUSWEISAPP_LOG"], "ab"),  # noqa: SIM115 -- lives as long as the child
    )
    try:
        wire = connect(application)
        threading.Thread(target=receive, args=(wire,), daemon=True).start()
        for line in sys.stdin:
            send(wire, 1, line.strip().encode())
    finally:
        application.kill()
        application.wait()


main()
