"""What can be wrong with `state.db`. Raised at start, or turned into a value where a citizen waits."""


class StoreError(Exception):
    """The database cannot work: disk, permissions, or what the other errors of this family say closer."""


class StoreBusyError(StoreError):
    """Another process has this database open; the program ends with exit code 4."""


class StoreVersionError(StoreError):
    """The database was written by a newer program."""


class StoreDamagedError(StoreError):
    """The file is not a whole database."""


class StoreFullError(StoreError):
    """Disk or size limit reached; nothing was changed."""


class DuplicateError(StoreError):
    """The table holds this key already."""
