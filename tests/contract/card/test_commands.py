"""Contract of the virtual card: commands travel through pcscd and vpcd as they would to a card."""

import pytest

from devices.control import ControlError

SELECT_MF = "00A4000C023F00"
SELECT_EID = "00A4040C09E80704007F00070302"
NOT_TRANSACTED = "!80100016"
REMOVED_CARD = "!80100069"
NOTHING = "nothing"
GONE = (NOT_TRANSACTED, REMOVED_CARD, NOTHING)
"""What pcscd says of a card that left: which one depends on how far it had come with the command. It calls the empty
answer a success; `devices.card.session` knows."""


def test_the_answers_of_an_empty_identity_card(pcscd, watch, card, transmit):
    virtual = card(pcscd, "--inserted")
    watch(pcscd).until("present")
    assert transmit(
        pcscd,
        SELECT_EID,  # before the MF, as AusweisApp does
        SELECT_MF,
        "00A4000C",
        "00A4040C07A0000002471001",
        "00A4020C02011C",
        "00B09C0000",
        "00B0000000",
        "0022C1A4",
        "FF9A010100",
        "0084000008",
    ) == ["9000", "9000", "9000", "6a82", "6a82", "6a82", "6986", "6700", "6e00", "6d00"]
    assert virtual.do("state")["apdus"] == 10


def test_long_commands_arrive_whole(pcscd, watch, card, transmit):
    card(pcscd, "--inserted")
    watch(pcscd).until("present")
    assert transmit(pcscd, "00D60000" + "007000" + "AB" * 0x7000) == ["6d00"]


def test_the_card_leaves_after_the_second_command(pcscd, watch, card, transmit):
    virtual = card(pcscd, "--inserted")
    watcher = watch(pcscd)
    watcher.until("present")
    assert virtual.do("remove", after_apdus=2)["leaves_after"] == 2
    first, second, third, fourth = transmit(pcscd, *[SELECT_MF] * 4)
    assert (first, second) == ("9000", "9000")
    assert third in GONE
    assert fourth in GONE
    watcher.expect("empty", 1.5)
    state = virtual.do("state")
    assert (state["card"], state["connected"], state["leaves_after"]) == ("removed", False, None)


@pytest.mark.parametrize(
    ("situation", "arguments"),
    [("fly", {}), ("remove", {"after_apdus": -1}), ("remove", {"after_apdus": "two"}), ("insert", {"mute": True})],
)
def test_unknown_situations_are_refused(pcscd, card, situation, arguments):
    virtual = card(pcscd)
    with pytest.raises(ControlError, match="situation"):
        virtual.do(situation, **arguments)
    assert virtual.do("state")["card"] == "removed"
