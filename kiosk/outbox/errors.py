"""What can be wrong with the key to which applications are sealed."""


class SealError(Exception):
    """The pinned key file cannot work; the text names the file, what is wrong and what to do."""
