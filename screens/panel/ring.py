"""Which key of the panel the keyboard is on. Pure."""


class Ring:
    """Focus that goes round through all keys; hidden until the keyboard is used."""

    def __init__(self) -> None:
        self._order: tuple[str, ...] = ()
        self._key = ""

    @property
    def key(self) -> str:
        """Id of the key with the ring, empty for none."""
        return self._key

    def show(self, order: tuple[str, ...]) -> None:
        """Takes over the keys that can be pressed now; the ring stays where it is if it can."""
        self._order = order
        if self._key not in order:
            self._key = ""

    def move(self, by: int) -> None:
        """One key on (1) or back (-1); the first or the last one where there was none."""
        if not self._order:
            return
        if self._key:
            self._key = self._order[(self._order.index(self._key) + by) % len(self._order)]
        else:
            self._key = self._order[0 if by > 0 else -1]

    def hide(self) -> None:
        """The mouse took over."""
        self._key = ""
