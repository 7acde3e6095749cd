"""Records what an independent emulator reads in the same streams. Not run by the tests: they read `emupos.json`.

    python3.13 -m pip install emupos==0.4.0      (Apache-2.0; needs Python 3.13, newer than ours: hence a recording)
    python3.13 record_emupos.py

Per stream: the text of its receipts and the place of the lowest dot; per trouble: its answers to the status questions.
"""

import io
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from emupos.config import PrinterProfile
from emupos.printer.printer import Printer, PrinterFault
from PIL import Image, ImageOps

HERE = Path(__file__).parent
QUESTIONS = [b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x03", b"\x10\x04\x04"]
TROUBLE = {
    "state": [],
    "paper_low": [PrinterFault.PAPER_NEAR_END],
    "paper_out": [PrinterFault.PAPER_OUT],
    "cover_open": [PrinterFault.COVER_OPEN],
    "offline": [PrinterFault.OFFLINE],
}


def printer() -> Printer:
    """A TM-T20III."""
    text = files("emupos").joinpath("profiles/printers/epson-tm-t20iii.yaml").read_text("utf-8")
    profile = PrinterProfile.model_validate(yaml.safe_load(text))
    made = Printer("x", profile, sensor_open_level=profile.drawer_sensor_open_level, job_idle_timeout_ms=1000)
    made.open_connection("c", 0.0)
    return made


def read(stream: bytes) -> dict[str, Any]:
    """What it prints of a stream."""
    made = printer()
    receipts = [*made.receive("c", stream, 0.0).receipts, *made.close_connection("c", 1.0).receipts]
    boxes = [ImageOps.invert(Image.open(io.BytesIO(each.png)).convert("L")).getbbox() for each in receipts]
    return {"texts": [each.text for each in receipts], "ink": boxes}


def answers(faults: list[PrinterFault]) -> dict[str, str]:
    """Real-time status, and the frame that enabling automatic status gives."""
    made = printer()
    for fault in faults:
        made.set_fault(fault, True, 0.0)
    asked = made.receive("c", b"".join(QUESTIONS), 0.0)
    return {"status": b"".join(write.data for write in asked.writes).hex(" ")}


def main() -> None:
    """Writes the recording."""
    found = {
        "streams": {path.stem: read(path.read_bytes()) for path in sorted(HERE.glob("*.bin"))},
        "status": {name: answers(faults)["status"] for name, faults in TROUBLE.items()},
    }
    (HERE / "emupos.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
