"""A terminal that only prints, to be killed: `python -m tests.faults.printing STATE URL FIRST COUNT`.

Prints COUNT slips with the keys `job FIRST`, `job FIRST+1`, …, each with its number on it, through the real driver and
the durable journal. First it ends what the last run left open and says `left NOT_PRINTED UNKNOWN`; then `known KEY` or
`ended KEY OUTCOME` for each, at once and unbuffered.
"""

import sys
import time
from pathlib import Path

from devices.printer import Document, Figure, FontFiles, Heading, Limits, open_printer
from kiosk.records.print_journal import PrintJournal
from kiosk.state_db import StateDb

FONTS = Path(__file__).parents[2] / "screens/assets/fonts"
QUICK = Limits(connect_s=1.0, settle_s=0.005, reply_s=0.5, barrier_s=1.0, clear_s=0.25, drain_s=0.2)


def tell(*words: object) -> None:
    """On standard output, whatever happens next."""
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Prints until killed or done."""
    state, url, first, count = sys.argv[1:]
    db = StateDb(Path(state))
    journal = PrintJournal(db, time.time)
    left = journal.recover()
    fonts = FontFiles(
        regular=FONTS / "FiraSans-Regular.ttf",
        bold=FONTS / "FiraSans-SemiBold.ttf",
        arabic=FONTS / "NotoSansArabic-Regular.ttf",
        arabic_bold=FONTS / "NotoSansArabic-SemiBold.ttf",
        rest=FONTS / "NotoSans-Regular.ttf",
    )
    driver = open_printer(url, fonts=fonts, profile="epson-tm-t20iii", limits=QUICK, journal=journal)
    driver.prepare()
    tell("left", left.not_printed, left.unknown)
    for number in range(int(first), int(first) + int(count)):
        key = f"job{number}"
        outcome = driver.print(Document("queue_ticket", (Heading("Stadt Mayen"), Figure(f"N {number:04d}"))), key)
        tell("ended", key, type(outcome).__name__)
    db.close()


if __name__ == "__main__":
    main()
