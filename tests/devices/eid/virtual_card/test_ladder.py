"""The ladder of PIN, CAN and PUK, by status words and by the terminal's eyes; counters over power-off and restart."""

import pytest

from devices.eid import commands
from devices.eid.chat import Chat, Right
from devices.eid.link import SecureLink
from devices.eid.pace import Established, PasswordKind, WrongPassword
from devices.eid.pin_management import PinChanged, PinUnblocked, PukUsedUp, set_new_pin, unblock
from devices.eid.pin_state import PinBlocked, PinDeactivated, PinSuspended, PinUsable
from tests.devices.eid.virtual_card.whole import Desk, Terminal, wish

PIN, CAN, PUK = PasswordKind.PIN, PasswordKind.CAN, PasswordKind.PUK


def asked(card, password):
    """What MSE:SET AT says, in plain and from scratch."""
    card.power_off()
    terminal = Terminal(card.transmit)
    info = terminal.infos.choose_pace()
    return card.transmit(commands.set_pace(info.oid, password, info.curve.parameter_id).encode()).hex()


@pytest.mark.parametrize(
    ("person", "pin", "word"),
    [
        ("erika_beispiel", "123456", "9000"),
        ("zwei_versuche", "135790", "63c2"),
        ("ausgesetzt", "246801", "63c1"),
        ("gesperrt", "357912", "63c0"),
        ("abgeschaltet", "468023", "6283"),
        ("transport_pin", "54321", "63d3"),
    ],
)
def test_what_each_state_answers(new_card, person, pin, word):
    card = new_card(person)
    assert asked(card, 3) == word
    assert asked(card, 2) == asked(card, 4) == "9000"
    assert asked(card, 1) == "6a88"
    assert asked(card, 9) == "6a88"


def test_down_to_blocked_and_back_by_the_puk(new_card):
    card = new_card()
    terminal = Terminal(card.transmit)
    assert terminal.pace(PIN, "111111") == WrongPassword(2)
    assert terminal.state() == PinUsable(2)
    assert terminal.pace(PIN, "222222") == WrongPassword(1)
    assert terminal.state() == PinSuspended()
    assert terminal.pace(PIN, "123456") == PinSuspended()
    assert new_card().memory.pin.tries == 1, "restart gives nothing back"
    can = terminal.opened(CAN, "500540")
    assert terminal.pace(PIN, "333333", within=can.channel) == WrongPassword(0)
    assert terminal.state() == PinBlocked()
    assert terminal.pace(PIN, "123456") == PinBlocked()
    assert terminal.pace(PUK, "1234567890") == WrongPassword(None)
    assert unblock(card.transmit, terminal.opened(PUK, "9876543210")) == PinUnblocked()
    assert terminal.state() == PinUsable(3)
    assert isinstance(terminal.pace(PIN, "123456"), Established)
    assert card.memory.puk_uses == 9


def test_the_right_pin_gives_all_tries_back(new_card):
    terminal = Terminal(new_card("zwei_versuche").transmit)
    assert isinstance(terminal.pace(PIN, "135790"), Established)
    assert terminal.state() == PinUsable(3)


def test_the_can_resumes_the_last_try_for_one_session(new_card):
    card = new_card("ausgesetzt")
    terminal = Terminal(card.transmit)
    can = terminal.opened(CAN, "130045")
    assert terminal.state() == PinSuspended(), "a plain question ends the session of the CAN"
    assert card.memory.pin.tries == 1
    can = terminal.opened(CAN, "130045")
    card.power_off()
    assert not isinstance(terminal.pace(PIN, "246801", within=can.channel), Established)
    can = terminal.opened(CAN, "130045")
    assert isinstance(terminal.pace(PIN, "246801", within=can.channel), Established)
    assert terminal.state() == PinUsable(3)


@pytest.mark.parametrize(
    ("person", "pin", "word"),
    [("ausgesetzt", "246801", 0x6985), ("gesperrt", "357912", 0x6983), ("abgeschaltet", "468023", 0x6984)],
)
@pytest.mark.parametrize("digits", ["right", "wrong"])
def test_whoever_tries_all_the_same_is_refused_and_loses_nothing(new_card, person, pin, word, digits):
    """A terminal that does not heed the warning of MSE:SET AT: here the warning is hidden from it."""
    card = new_card(person)
    before = card.memory.pin.tries
    words = []

    def transmit(apdu):
        answer = card.transmit(apdu)
        words.append(int.from_bytes(answer[-2:], "big"))
        return bytes.fromhex("9000") if apdu[1] == commands.MSE else answer

    terminal = Terminal(transmit)
    assert not isinstance(terminal.pace(PIN, pin if digits == "right" else "000000"), Established)
    assert words[-1] == word
    assert card.memory.pin.tries == before


def test_ten_times_and_no_more(new_card):
    card = new_card("gesperrt")
    terminal = Terminal(card.transmit)
    for _ in range(10):
        assert unblock(card.transmit, terminal.opened(PUK, "4040404040")) == PinUnblocked()
    card = new_card("gesperrt")
    assert unblock(card.transmit, Terminal(card.transmit).opened(PUK, "4040404040")) == PukUsedUp()
    assert card.memory.puk_uses == 0


def test_a_new_pin_is_there_after_restart_and_the_old_one_is_gone(new_card):
    card = new_card()
    assert (
        set_new_pin(card.transmit, Terminal(card.transmit).opened(PIN, "123456"), bytearray(b"654321")) == PinChanged()
    )
    terminal = Terminal(new_card().transmit)
    assert terminal.pace(PIN, "123456") == WrongPassword(2)
    assert isinstance(terminal.pace(PIN, "654321"), Established)


def test_the_transport_pin_becomes_a_pin(new_card):
    card = new_card("transport_pin")
    terminal = Terminal(card.transmit)
    assert terminal.state() == PinUsable(3, transport=True)
    assert set_new_pin(card.transmit, terminal.opened(PIN, "54321"), bytearray(b"135246")) == PinChanged()
    assert terminal.state() == PinUsable(3)
    assert isinstance(terminal.pace(PIN, "135246"), Established)


@pytest.mark.parametrize(
    ("kind", "digits", "command", "word"),
    [
        (CAN, "500540", commands.change_pin(b"111222"), 0x6982),
        (PUK, "9876543210", commands.change_pin(b"111222"), 0x6982),
        (PIN, "123456", commands.change_pin(b"11122"), 0x6700),
        (PIN, "123456", commands.change_pin(b"1112223"), 0x6700),
        (PIN, "123456", commands.change_pin(b"11122x"), 0x6A80),
        (PIN, "123456", commands.unblock_pin(), 0x6982),
        (CAN, "500540", commands.unblock_pin(), 0x6982),
        (PIN, "123456", commands.deactivate_pin(), 0x6982),
        (PIN, "123456", commands.activate_pin(), 0x6982),
    ],
)
def test_who_may_change_what(new_card, kind, digits, command, word):
    card = new_card()
    opened = Terminal(card.transmit).opened(kind, digits)
    assert SecureLink(card.transmit, opened.channel).send(command).status == word
    assert (card.memory.pin.tries, card.memory.puk_uses, card.memory.pin.active) == (3, 10, True)
    assert isinstance(Terminal(card.transmit).pace(PIN, "123456"), Established)


def test_an_office_with_the_right_sets_pins_and_switches_the_function_on(new_card, pki):
    """PIN management after both authentications with the CAN: this is how a forgotten PIN is replaced."""
    rights = (Right.PIN_MANAGEMENT, Right.CAN_ALLOWED)
    office = Desk(pki, pki.root.certificate.start, may=Chat.of(*rights))
    card = new_card("abgeschaltet")
    assert Terminal(card.transmit).state() == PinDeactivated()
    for command, holds in (
        (commands.activate_pin(), lambda: card.memory.pin.active),
        (commands.change_pin(b"975310"), lambda: isinstance(Terminal(card.transmit).pace(PIN, "975310"), Established)),
        (commands.unblock_pin(), lambda: card.memory.puk_uses == 10),
        (commands.deactivate_pin(), lambda: not card.memory.pin.active),
    ):
        terminal = Terminal(card.transmit)
        opened = terminal.opened(CAN, "150067", Chat.of(*rights))
        channel = terminal.proven(office, wish(*rights), opened)
        assert SecureLink(card.transmit, channel).send(command).ok
        assert holds()


def test_the_memory_holds_no_digits_of_the_pin(new_card, tmp_path):
    card = new_card()
    set_new_pin(card.transmit, Terminal(card.transmit).opened(PIN, "123456"), bytearray(b"907856"))
    written = b"".join(file.read_bytes() for file in (tmp_path / "cards").iterdir())
    assert written
    assert not any(digits in written for digits in (b"123456", b"907856", b"500540", b"9876543210", b"BEISPIEL"))
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in (tmp_path / "cards").iterdir())


def test_the_log_has_words_and_no_contents(new_card, caplog):
    caplog.set_level("INFO")
    card = new_card()
    terminal = Terminal(card.transmit)
    terminal.pace(PIN, "111111")
    set_new_pin(card.transmit, terminal.opened(PIN, "123456"), bytearray(b"907856"))
    text = caplog.text
    assert "eid_card.password password=PIN status=63C2" in text
    assert "eid_card.pin_changed" in text
    assert not any(digits in text for digits in ("111111", "123456", "907856", "500540", "ERIKA"))
