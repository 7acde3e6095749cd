"""kill -9 of a terminal at any moment, in front of a portal with bad days: nothing lost, nothing twice.

50 kills, and 1,000 in `make faults`. What was `sealed` counts as acknowledged, whatever happened next. An application
whose acknowledgement died with the process may arrive or not, but at most once.
"""

import random
from collections import Counter

from kiosk.outbox import Store
from kiosk.state_db import StateDb
from tests.faults.seeds import FULL, in_turn, judge, say
from tests.faults.senders import Senders, arrivals

ROUNDS = 20 if FULL else 1
KILLS = 50


def bad_day(town, chance):
    """Something for the next stretch of time, or nothing."""
    match chance.randrange(5):
        case 0:
            town.do("answer_lost", times=3)
        case 1:
            town.do("error", code=chance.choice(["backend-unavailable", "internal"]))
        case 2:
            town.do("down")


def play(seed, town, state, told):
    """Kills one terminal after the other on the same state; gives what is wrong in the end."""
    chance = random.Random(seed)
    senders = Senders(town, state)
    try:
        for _ in range(KILLS):
            bad_day(town, chance)
            process = senders.start(10_000)
            if process is None:
                return ["a kill spoilt the database"]
            senders.kill(process, chance.uniform(0.0, 0.25))
            town.do("up")
        if senders.start(0) is None or senders.end(120) != 0:
            return ["the queue does not drain"]
    finally:
        senders.close()
    arrived = Counter(arrivals(town))
    told["acknowledged"] += len(senders.sealed)
    told["arrived"] += len(arrived)
    db = StateDb(state)
    left = Store(db)
    wrong = {
        "acknowledged and lost": len(set(senders.sealed) - set(arrived)),
        "twice at the town hall": sum(times > 1 for times in arrived.values()),
        "heard both": len(set(senders.sealed) & set(senders.refused)),
        "refused and yet handed in": len(set(senders.refused) & set(arrived)),
        "left in the queue": left.usage.rows,
        "damaged": db.set_aside is not None,
    }
    left.close()
    return [f"{what}: {count}" for what, count in wrong.items() if count]


def test_accepted_is_delivered_exactly_once(new_town, tmp_path):
    told = Counter()
    faults = []
    for seed in in_turn("kill", ROUNDS):
        town = new_town(tmp_path / f"town-{seed}")
        faults.append((seed, play(seed, town, tmp_path / f"state-{seed}.db", told)))
        assert town.stop() == 0
    judge("kill", faults)
    say(f"kill: {len(faults) * KILLS} kills, {told['acknowledged']} acknowledged, {told['arrived']} arrived")
    assert told["acknowledged"] > len(faults) * KILLS, "hardly anything was ever at stake"
