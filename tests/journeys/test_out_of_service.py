"""A terminal that only gives numbers: with the portal away it is out of service, says so, and comes back by itself."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from kiosk.settings import shipped_config

COMMAND = Path(sys.executable).with_name("buergerterminal")
JOURNEY = """
journey: nur_nummern
start: {lang: de, clock: 2026-11-24T10:24:00}
steps:
  - {page: attract, do: [{portal: down}]}
  - page: out.of.service
    shows: ["Dieses Terminal geht gerade nicht", "Bürgerbüro, Zimmer 104", "Terminal 2 · Störung N-03"]
    do: [{portal: up}]
  - {page: attract, do: [{tap: attract.start}]}
  - page: home
    not: ["Hund anmelden", "Geht zurzeit nicht"]
    do: [{tap: utility.end}]
end: {applications: 0, tickets: 0, papers: 0, page: attract}
"""


def test_out_of_service_and_back(tmp_path: Path) -> None:
    services = Path(shutil.copytree(shipped_config() / "services", tmp_path / "services"))
    for file in services.glob("*.yaml"):
        text = file.read_text("utf-8")
        if "kind: queue_number" not in text:
            file.write_text(re.sub(r"^live: true$", "live: false", text, flags=re.MULTILINE), "utf-8")
    journey = tmp_path / "nur_nummern.yaml"
    journey.write_text(JOURNEY, "utf-8")
    command = [str(COMMAND), "rehearse", str(journey), "--evidence", str(tmp_path / "e"), "--services", str(services)]
    played = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert played.returncode == 0, played.stdout + played.stderr
