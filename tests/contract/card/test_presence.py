"""Contract of the card reader: watcher + real pcscd + vpcd + virtual card."""

import itertools
import os
import signal
import time

QUICK_S = 1.5
"""A person takes longer than this to look up from the reader."""


def test_from_no_service_to_a_card_and_back(new_pcscd, watch, card):
    pcscd = new_pcscd()
    watcher = watch(pcscd)
    watcher.expect("no_reader")
    pcscd.start()
    watcher.expect("empty")
    virtual = card(pcscd)
    virtual.do("insert")
    watcher.expect("present", QUICK_S)
    virtual.do("remove")
    watcher.expect("empty", QUICK_S)
    _, log = watcher.stop()
    assert log.splitlines() == ["WARNING card.reader_down reason=no_service", "INFO card.reader_up"]


def test_power_off_when_idle_is_no_removal(pcscd, watch, card):
    virtual = card(pcscd, "--inserted")
    watcher = watch(pcscd)
    watcher.until("present")
    virtual.until(powered=False)
    watcher.silent(1.0)
    assert virtual.do("state")["connected"]


def test_the_watcher_sleeps_while_nothing_happens(pcscd, watch):
    watcher = watch(pcscd)
    watcher.expect("empty")
    before = watcher.cpu_ticks()
    watcher.silent(1.5)
    assert watcher.cpu_ticks() - before <= 1


def test_a_killed_service_comes_back_without_hands(pcscd, watch, card):
    card(pcscd, "--inserted")
    watcher = watch(pcscd)
    watcher.until("present")
    pcscd.kill()
    watcher.expect("no_reader")
    pcscd.start()
    watcher.until("present")
    _, log = watcher.stop()
    assert [line.split()[1] for line in log.splitlines()] == ["card.reader_up", "card.reader_down", "card.reader_up"]


def test_two_services_side_by_side(new_pcscd, watch, card):
    left, right = new_pcscd(), new_pcscd()
    left.start()
    right.start()
    watch_left, watch_right = watch(left), watch(right)
    watch_left.expect("empty")
    watch_right.expect("empty")
    card(left, "--inserted")
    watch_left.expect("present", QUICK_S)
    watch_right.silent(0.5)
    left.kill()
    watch_left.expect("no_reader")
    watch_right.silent(0.5)


def test_a_trembling_card_ends_in_the_right_state(pcscd, watch, card):
    virtual = card(pcscd)
    watcher = watch(pcscd)
    watcher.expect("empty")
    for pause in (0.0, 0.03, 0.1, 0.2, 0.4, 0.3, 0.0, 0.03, 0.1, 0.2):
        virtual.do("insert")
        time.sleep(pause)
        virtual.do("remove")
        time.sleep(pause)
    virtual.do("insert")
    virtual.until(powered=True)
    time.sleep(1.0)
    assert watcher.said[-1] == "present"
    assert all(one != other for one, other in itertools.pairwise(watcher.said)), watcher.said


def test_something_that_does_not_answer(pcscd, watch, card):
    virtual = card(pcscd)
    watcher = watch(pcscd)
    watcher.expect("empty")
    virtual.do("mute")
    watcher.expect("mute", QUICK_S)
    watcher.silent(1.0)
    virtual.do("insert")
    watcher.until("present")
    virtual.do("remove")
    watcher.expect("empty", QUICK_S)


def test_the_reader_is_chosen_by_the_beginning_of_its_name(pcscd, watch, card):
    card(pcscd, "--inserted")
    watch(pcscd, "--reader", "Virtual PCD").until("present")
    other_slot, missing = watch(pcscd, "--reader", "Virtual PCD 00 01"), watch(pcscd, "--reader", "PCD")
    other_slot.expect("empty")
    missing.expect("no_reader")
    missing.silent(0.5)


def test_stop_is_prompt_in_every_situation(pcscd, new_pcscd, watch, card):
    asleep, without_service, without_reader = watch(pcscd), watch(new_pcscd()), watch(pcscd, "--reader", "other")
    asleep.expect("empty")
    without_service.expect("no_reader")
    without_reader.expect("no_reader")
    assert max(watcher.stop()[0] for watcher in (asleep, without_service, without_reader)) < 3


def test_a_frozen_service_cannot_hold_the_one_who_stops(pcscd, watch):
    watcher = watch(pcscd)
    watcher.expect("empty")
    os.kill(pcscd.pid, signal.SIGSTOP)
    try:
        took, _ = watcher.stop()
    finally:
        os.kill(pcscd.pid, signal.SIGCONT)
    assert took < 1.5
