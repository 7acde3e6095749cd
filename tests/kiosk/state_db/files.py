"""Database files to be damaged: what is in them, where it lies, and what is left of it."""

import sqlite3

from kiosk.outbox import Store

ROWS = 12
PAGE = 4096


def raw(path, *statements):
    """Changes the file as no program of ours would."""
    db = sqlite3.connect(path)
    db.execute("PRAGMA writable_schema = ON")
    db.execute("PRAGMA ignore_check_constraints = ON")
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def root(path, name):
    db = sqlite3.connect(path)
    ((page,),) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchall()
    db.close()
    return page


def overwrite(path, page, content=bytes(PAGE)):
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(content)


def waiting(db):
    store = Store(db)
    return {row.key: store.sealed(row.key) for row in store.waiting()}
