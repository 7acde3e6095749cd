"""Log, run marker and crash report: what is written, and what never is."""

import logging
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.records import LogError, RunMarker, crash_lines, open_log


def test_log_takes_our_events_and_nothing_from_libraries(tmp_path: Path) -> None:
    handler = open_log(tmp_path / "log")
    try:
        logging.getLogger("kiosk.dialogue").info("page home")
        logging.getLogger("urllib3.connectionpool").error("https://portal.example/secret-token")
        handler.flush()
        text = (tmp_path / "log" / "terminal.log").read_text(encoding="utf-8")
    finally:
        for name in ("kiosk", "screens", "devices"):
            logging.getLogger(name).removeHandler(handler)
            logging.getLogger(name).propagate = True
        handler.close()
    assert "page home" in text
    assert "secret-token" not in text
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o700


def test_a_log_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LogError, match=r"paths\.log_dir"):
        open_log(tmp_path / "file")


def test_marker_tells_a_crash_from_an_end(tmp_path: Path) -> None:
    marker = RunMarker(tmp_path / "state")
    assert marker.found() is None
    marker.set()
    found = RunMarker(tmp_path / "state").found()
    assert found is not None
    assert abs((datetime.now().astimezone() - found).total_seconds()) < 60
    marker.clear()
    assert RunMarker(tmp_path / "state").found() is None


def test_crash_report_has_places_but_no_values() -> None:
    def typed(name: str) -> None:
        raise ValueError(f"cannot handle {name}")

    try:
        typed("Erika Mustermann")
    except ValueError as error:
        lines = crash_lines(error)
    assert lines[0] == "crash ValueError"
    assert any("typed" in line for line in lines)
    assert "Erika" not in "\n".join(lines)
