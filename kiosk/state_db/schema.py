"""The tables of `state.db`, as the steps that lead from one version of the file to the next.

A step never changes after a release; a new need is a new step at the end, and each one changes a table or an index, by
which a file of a newer program is told from one whose version is a bad bit. Nothing here or in the tables is personal:
applications are ciphertext, print jobs are known by a digest of their key, queue numbers by a random id,
a step at a card by its kind.
"""

_OUTBOX = """
CREATE TABLE outbox (
    position INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    service TEXT NOT NULL,
    destination TEXT NOT NULL,
    created REAL NOT NULL,
    tries INTEGER NOT NULL,
    next_try REAL NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'quarantined')),
    reason TEXT,
    size INTEGER NOT NULL,
    sealed TEXT NOT NULL
) STRICT
"""
_OUTBOX_USAGE = "CREATE INDEX outbox_usage ON outbox (state, created, size)"
"""Covers what the outbox asks after every change, so that no ciphertext is read for it."""

_PRINT_JOBS = """
CREATE TABLE print_jobs (
    job BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'claimed', 'sent', 'confirmed', 'unknown', 'failed')),
    reason TEXT,
    cleared INTEGER NOT NULL DEFAULT 0,
    begun REAL NOT NULL,
    changed REAL NOT NULL,
    digest BLOB,
    size INTEGER
) STRICT
"""

_SLIPS = ("ALTER TABLE outbox ADD COLUMN slip_salt BLOB", "ALTER TABLE outbox ADD COLUMN slip_proof BLOB")
"""Whether a number and code belong to a row that waits: see `kiosk.outbox.slips`."""

_DRAWS = """
CREATE TABLE draws (
    ticket TEXT PRIMARY KEY,
    shown INTEGER NOT NULL,
    begun REAL NOT NULL
) STRICT
"""

_CARD_STEP = """
CREATE TABLE card_step (
    position INTEGER PRIMARY KEY CHECK (position = 1),
    step TEXT NOT NULL CHECK (step IN ('reading', 'pin')),
    begun REAL NOT NULL
) STRICT
"""

_NO_SERVICE = "ALTER TABLE outbox DROP COLUMN service"
"""What somebody applied for is in the ciphertext and nowhere else."""

STEPS: tuple[tuple[str, ...], ...] = (
    (_OUTBOX, _OUTBOX_USAGE),
    (_PRINT_JOBS,),
    _SLIPS,
    (_DRAWS,),
    (_CARD_STEP,),
    (_NO_SERVICE,),
)
"""STEPS[n] leads from version n to n + 1; 0 is an empty file."""

VERSION = len(STEPS)

LAYOUTS = (VERSION, 5)
"""Versions by whose columns rows may lie in a file, each the last of its kind: a column that is dropped begins a new
layout, one that is added at the end does not."""
