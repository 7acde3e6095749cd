"""Models: what a printer is by its own word, what it can, and what is never believed of it."""

import logging
from collections.abc import Callable
from typing import Any

import pytest

from devices.printer import Document, NotPrinted, Printed, PrinterStatus

MakeBench = Callable[..., Any]


@pytest.mark.parametrize(
    ("model", "columns", "profile"),
    [
        ("epson-tm-t20", 48, "epson-tm-t20iii"),
        ("epson-tm-t88", 48, "epson-tm-t88"),  # the settings' columns do not count where the printer speaks
        ("plain", 48, "generic-80"),
        ("no-qr", 42, "generic-80-42"),
        ("paper-58", 32, "generic-58"),
    ],
)
def test_printer_is_asked_which_one_it_is(
    bench: MakeBench, ticket: Document, model: str, columns: int, profile: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="devices.printer")
    on = bench(model=model, columns=columns, profile="")
    assert on.driver.status() is PrinterStatus.READY
    assert on.driver.profile.id == profile
    assert on.driver.print(ticket, "a") == Printed()
    assert on.driver.print(ticket, "b") == Printed()
    assert on.do("state")["unknown_bytes"] == 0
    assert on.slips()[0].splitlines()[0] == "Stadt Mayen"
    named = [record for record in caplog.records if "printer profile" in record.getMessage()]
    assert len(named) == 1


def test_printer_that_was_away_is_asked_again(bench: MakeBench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="devices.printer")
    on = bench(model="epson-tm-t20", profile="")
    for step in ("on", "off", "on"):
        on.do(step)
        on.driver.status()
    named = [record for record in caplog.records if "printer profile" in record.getMessage()]
    assert len(named) == 2


def test_model_named_in_the_settings_is_not_asked(bench: MakeBench) -> None:
    on = bench(model="epson-tm-t88", profile="generic-80")
    assert on.driver.status() is PrinterStatus.READY
    assert on.driver.profile.id == "generic-80"


@pytest.mark.parametrize(
    ("model", "columns", "profile"),
    [
        ("clone-80", 48, "clone-80"),
        ("presenter", 48, "custom-presenter"),
        ("silent-open", 48, "generic-80"),
        ("germany", 48, "generic-80"),
    ],
)
def test_odd_models_print_what_they_should(
    bench: MakeBench, ticket: Document, model: str, columns: int, profile: str
) -> None:
    on = bench(model=model, columns=columns, profile=profile)
    assert on.driver.print(ticket, "a") == Printed()
    assert on.do("state")["unknown_bytes"] == 0
    assert "Bürgerbüro, Am Markt 1" in on.slips()[0]


def test_silent_printer_is_not_ready_never_fine(bench: MakeBench, ticket: Document) -> None:
    on = bench(model="silent-open", profile="generic-80")
    on.do("cover_open")
    assert on.driver.status() is PrinterStatus.OFFLINE
    assert on.driver.print(ticket, "a") == NotPrinted(PrinterStatus.OFFLINE)


def test_slip_in_the_mouth_has_to_be_taken_first(bench: MakeBench, ticket: Document) -> None:
    on = bench(model="presenter", profile="custom-presenter")
    assert on.driver.status() is PrinterStatus.READY
    assert on.driver.print(ticket, "a") == Printed()
    assert on.driver.status() is PrinterStatus.SLIP_WAITING
    assert on.driver.print(ticket, "b") == NotPrinted(PrinterStatus.SLIP_WAITING)
    on.do("take_slip")
    assert on.driver.status() is PrinterStatus.READY
    assert on.driver.print(ticket, "b") == Printed()


def test_model_without_the_sensor_never_says_that_paper_is_low(bench: MakeBench) -> None:
    on = bench(model="clone-80", profile="clone-80")
    on.do("paper_low")
    assert on.driver.status() is PrinterStatus.READY
    on.do("paper_out")
    assert on.driver.status() is PrinterStatus.NO_PAPER


def test_model_that_is_known_not_to_clear_is_not_asked_to(bench: MakeBench, ticket: Document) -> None:
    on = bench(model="clone-80", profile="clone-80")
    on.do("cover_open", after_bytes=200)
    outcome = on.driver.print(ticket, "a")
    assert (outcome.reason, outcome.cleared) == (PrinterStatus.COVER_OPEN, False)
    assert on.do("state")["unknown_bytes"] == 0
