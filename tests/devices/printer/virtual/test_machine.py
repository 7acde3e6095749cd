"""Sensors, real-time commands, faults of paper, cutter, head, line and power: what a driver sees of them."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from devices.control import RefusedError
from devices.printer.virtual import MODELS, VirtualPrinter
from devices.printer.virtual.situations import Situations

STATUS = [b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x03", b"\x10\x04\x04"]
BARRIER = b"\x1dr\x01"
CUT = b"\x1dVB\x00"
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"

MakeDesk = Callable[..., Any]


def bits(on: Any) -> str:
    return bytes(on.send(b"".join(STATUS))).hex(" ")


@pytest.mark.parametrize(
    ("trouble", "back", "shown"),
    [
        ("state", "state", "12 12 12 12"),
        ("paper_low", "paper_in", "12 12 12 1e"),
        ("paper_out", "paper_in", "1a 32 12 7e"),
        ("cover_open", "cover_closed", "1a 16 12 12"),
        ("hot", "cool", "1a 52 52 12"),
        ("offline", "online", "1a 12 12 12"),
    ],
)
def test_status_bits_as_the_command_reference_has_them(desk: MakeDesk, trouble: str, back: str, shown: str) -> None:
    on = desk()
    on.do(trouble)
    assert bits(on) == shown
    on.do(back)
    assert bits(on) == "12 12 12 12"


def test_jam_is_noticed_at_the_next_cut_and_recovery_cuts(desk: MakeDesk) -> None:
    on = desk()
    on.do("jam")
    assert bits(on) == "12 12 12 12"
    assert on.send(b"\x1da\x0ehallo\n" + CUT + BARRIER) == b"\x10\x00\x00\x00\x18\x08\x00\x00"
    assert (bits(on), on.do("state")["slips"]) == ("1a 52 1a 12", 0)
    on.send(b"\x10\x05\x01")
    on.until(lambda: bits(on) == "1a 52 1a 12")  # still in there
    on.do("repair")
    assert bits(on) == "3a 52 1a 12"
    assert on.send(b"\x10\x05\x01").endswith(b"\x10\x00\x00\x00\x00")
    assert on.do("state")["slips"] == 1
    assert on.read() == "hallo\n"


def test_recovery_that_drops_the_buffer(desk: MakeDesk) -> None:
    on = desk()
    on.do("jam")
    on.send(b"eins\n" + CUT + b"zwei\n" + CUT + BARRIER)
    on.do("repair")
    assert on.send(b"\x10\x05\x02") == b""
    assert (on.do("state")["slips"], bits(on)) == (0, "12 12 12 12")
    assert on.tear() == "eins\n"


def test_shutting_the_cover_ends_a_cutter_error_and_power_ends_what_is_broken(desk: MakeDesk) -> None:
    on = desk()
    on.do("jam")
    on.send(CUT)
    on.do("repair")
    on.do("cover_open")
    on.do("cover_closed")
    assert bits(on) == "12 12 12 12"
    on.do("broken")
    assert bits(on) == "1a 52 32 12"
    on.do("off")
    on.do("on")
    assert bits(on) == "12 12 12 12"


def test_questions_are_answered_while_paper_is_out_but_only_at_a_border(desk: MakeDesk) -> None:
    on = desk()
    on.do("paper_out")
    assert on.send(b"x\n" + STATUS[3]) == b"\x7e"
    assert on.send(b"\x1dv0\x00\x03\x00\x02\x00" + STATUS[3]) == b""
    assert on.send(STATUS[3]) == b""  # the second row of the picture
    assert on.send(STATUS[3]) == b"\x7e"


def test_half_a_command_survives_and_power_ends_it(desk: MakeDesk) -> None:
    on = desk()
    on.send(b"\x1d(k\x03\x00")
    assert on.send(STATUS[0]) == b""
    on.send(b"\x1d(k\x03\x00")
    on.do("off")
    on.do("on")
    assert on.send(STATUS[0]) == b"\x12"


def test_clearing_drops_what_waits_and_models_without_it_keep_silent(desk: MakeDesk) -> None:
    on = desk()
    on.do("paper_out")
    on.send(b"alt\n" + CUT)
    assert on.send(CLEAR) == b"\x37\x25\x00"
    on.do("paper_in")
    on.send(b"neu\n" + CUT)
    assert on.read() == "neu\n"
    assert desk("paper-58").send(CLEAR) == b""


def test_switching_off_by_command_says_so_first(desk: MakeDesk) -> None:
    on = desk()
    assert on.send(b"\x10\x14\x02\x01\x08") == b"\x3b\x30\x00"
    assert on.do("state")["power"] == "off"
    assert on.send(STATUS[0]) == b""


def test_automatic_status_reports_what_was_asked_for(desk: MakeDesk) -> None:
    on = desk()
    assert on.send(b"\x1da\x08") == b"\x10\x00\x00\x00"
    on.answers.clear()
    on.do("hot")
    on.do("cool")
    assert bytes(on.answers) == b""
    on.do("paper_low")
    assert bytes(on.answers) == b"\x10\x00\x03\x00"
    assert on.send(b"\x1b@") == b""
    on.do("paper_in")
    assert bytes(on.answers) == b""
    assert on.send(b"\x1da\x01\x1bp\x00\x10\x10") == b"\x10\x00\x00\x00\x14\x00\x00\x00"


def test_status_that_is_on_by_default(desk: MakeDesk) -> None:
    on = desk("germany")
    on.do("cover_open")
    assert bytes(on.answers) == b"\x38\x00\x00\x00"


def test_identity_and_echo(desk: MakeDesk) -> None:
    on = desk("epson-tm-t88")
    assert on.send(b"\x1dIB\x1dIC") == b"\x5fEPSON\x00\x5fTM-T88VI\x00"
    assert on.send(b"\x1dI\x02") == b"\x02"
    assert on.send(b"\x1d(H\x06\x0000abcd") == b"\x37\x22abcd\x00"
    clone = desk("clone-80")
    assert clone.send(b"\x1dIB\x1d(H\x06\x0000abcd") == b""
    assert clone.do("state")["ignored"][0]["what"] == "GS ( H"


def test_replies_are_withheld_while_paper_cannot_move(desk: MakeDesk) -> None:
    on = desk()
    on.do("paper_out")
    assert on.send(b"x\n" + BARRIER + b"\x1d(H\x06\x0000abcd") == b""
    on.do("paper_in")
    on.rest()
    assert bytes(on.answers) == b"\x00\x37\x22abcd\x00"


def test_near_end_may_stop_printing(desk: MakeDesk) -> None:
    on = desk()
    on.send(b"\x1bc4\x03")
    on.do("paper_low")
    assert on.send(BARRIER) == b""
    on.do("paper_in")
    on.rest()
    assert bytes(on.answers) == b"\x00"


def test_presenter_holds_the_slip(desk: MakeDesk) -> None:
    on = desk("presenter")
    assert on.send(b"\x10\x04\x14") == b"\x10\x0f\x00\x00\x00\x00"
    on.send(b"x\n" + CUT)
    assert on.send(b"\x10\x04\x14") == b"\x10\x0f\x20\x00\x00\x00"
    on.do("take_slip")
    on.do("cover_open")
    on.do("paper_low")
    assert on.send(b"\x10\x04\x14") == b"\x10\x0f\x04\x01\x00\x00"
    plain = desk()
    plain.send(b"\x10\x04\x14")
    assert plain.do("state")["unknown_bytes"] == 3


def test_model_that_is_silent_while_open(desk: MakeDesk) -> None:
    on = desk("silent-open")
    on.do("cover_open")
    assert bits(on) == ""
    on.do("cover_closed")
    assert bits(on) == "12 12 12 12"


def test_mute_wrong_and_unmuted(desk: MakeDesk) -> None:
    on = desk()
    on.do("mute")
    assert bits(on) == ""
    on.do("unmute")
    on.do("wrong", hex="ffff", times=2)
    assert bits(on) == "ff ff ff ff 12 12"


@pytest.mark.parametrize("after", [1, 3, 9, 20])
def test_power_goes_after_exactly_so_many_bytes_also_in_a_picture(desk: MakeDesk, after: int) -> None:
    on = desk()
    on.do("off", after_received=after)
    on.send(b"\x1dv0\x00\x02\x00\x10\x00" + b"\xff" * 32)
    state = on.do("state")
    assert (state["power"], state["received_bytes"]) == ("off", after)
    on.do("on")
    assert on.send(STATUS[0]) == b"\x12"


def test_trouble_after_paper_has_moved(desk: MakeDesk) -> None:
    on = desk()
    on.do("paper_out", after_mm=20)
    on.send(b"x\n" * 20)
    assert 20 <= on.do("state")["uncut_mm"] < 22
    on.do("paper_in")
    on.do("cover_open", after_mm=5)
    on.rest()
    assert 25 <= on.do("state")["uncut_mm"] < 27


def test_cut_without_feed_leaves_the_end_behind(desk: MakeDesk) -> None:
    on = desk()
    on.send(b"eins\nzwei\ndrei\nvier\nende\n\x1dV\x00")
    assert on.read() == "eins\nzwei\n"  # the second is cut through
    assert on.picture().height == 5 * 30
    on.send(CUT)
    assert on.read() == "drei\nvier\nende\n"
    on.send(b"x\n\x1dVB\x10")
    assert on.picture().height == 96 + 30 + 16


def test_model_without_cutter_is_torn(desk: MakeDesk) -> None:
    on = desk(cutter=False)
    on.send(b"x\n" + CUT)
    assert on.do("state")["slips"] == 0
    assert on.tear() == "x\n"
    assert on.facts()["cuts"] == 0


def test_facts_of_a_slip(desk: MakeDesk) -> None:
    on = desk()
    on.do("paper_low", after_mm=6)
    on.send(b"\x1b@abc\n\x1bXdef\nghi\n" + CUT)
    facts = on.facts()
    assert (facts["jobs"], facts["cuts"], facts["dots"], facts["model"]) == (1, 1, 576, "plain")
    assert facts["unknown"] == [{"at": 6, "hex": "1b58"}]
    assert facts["low_at_mm"] == pytest.approx(6.5, abs=1)
    assert facts["first_dot_monotonic"] <= facts["cut_monotonic"]
    assert facts["mm"] == pytest.approx((96 + 90) / 8, abs=0.1)
    assert on.picture().size == (576, 96 + 90)


def test_printed_so_far(desk: MakeDesk) -> None:
    on = desk()
    on.send(b"abc\ndef\n")
    assert on.do("printed")["uncut_text"] == "abc\ndef\n"


def test_buffer_counts_what_waits_and_a_command_longer_than_it_still_passes(desk: MakeDesk) -> None:
    on = desk(buffer_bytes=4096)
    data = b"0p0\x01\x01\x31\x40\x02\xc8\x00" + b"\xff" * (72 * 200)
    on.send(b"\x1d8L" + len(data).to_bytes(4, "little") + data + b"\x1d(L\x02\x0002" + CUT)
    assert on.picture().size == (576, 96 + 200)
    on.do("paper_out")
    on.machine.receive(b"x\n" * 40 + b"\x1d(k\xff\x0f", on.answers.extend)  # paper is out: half a command waits too
    assert 4000 < on.machine.room(0) < 4096


def test_models_are_complete_and_named_after_themselves() -> None:
    assert all(name == model.name for name, model in MODELS.items())
    assert {16} <= set.intersection(*(set(model.code_pages) for model in MODELS.values()))
    assert {model.dots for model in MODELS.values()} == {384, 512, 576}
    assert all(4096 <= model.buffer_bytes <= 65536 for model in MODELS.values())


@pytest.mark.parametrize(
    "request_",
    [
        {"do": "fly"},
        {"do": "cover_open", "after_bytes": 0},
        {"do": "cover_open", "after_bytes": True},
        {"do": "off", "after_mm": 3, "after_bytes": 3},
        {"do": "slow", "mm_per_s": "x"},
        {"do": "stale", "hex": "zz"},
    ],
)
def test_nonsense_is_refused(desk: MakeDesk, request_: dict[str, Any]) -> None:
    on = desk()
    with pytest.raises(RefusedError):
        on.do(request_.pop("do"), **request_)


def test_feed_key_moves_paper_unless_it_is_locked(desk: MakeDesk) -> None:
    on = desk()
    on.do("feed_hold")
    assert (bits(on), on.do("state")["uncut_mm"]) == ("1a 1a 12 12", 3.8)
    assert on.send(BARRIER) == b""
    on.do("feed_release")
    on.rest()
    assert bytes(on.answers) == b"\x00"
    on.send(b"\x1bc5\x01")
    on.do("feed_hold")
    assert (bits(on), on.do("state")["uncut_mm"], on.do("state")["feed_key"]) == ("12 12 12 12", 3.8, "locked")
    on.send(b"\x1b@")
    assert on.do("state")["feed_key"] == "free"


def test_port_that_was_taken_meanwhile_keeps_it_off(tmp_path: Path) -> None:
    printer = VirtualPrinter("127.0.0.1", 0, tmp_path, MODELS["plain"])
    printer.start()
    do = Situations(printer)
    do({"do": "off"})
    with socket.create_server(printer.address):
        with pytest.raises(RefusedError):
            do({"do": "on"})
        assert (do({"do": "state"})["power"], printer.listening) == ("off", None)
    assert do({"do": "on"})["power"] == "on"
    printer.stop()
