"""What goes wrong on the way of an answer: each on its own switch, so that several can happen at once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fate:
    """What happens to one answer.

    Attributes:
        slow_s: it comes so much later.
        flip_bit: this bit of it is turned over, counted from the first byte's highest; None: it stays as it is.
        lost: the card is gone before it is sent.
        last: the card leaves after it.
    """

    slow_s: float = 0.0
    flip_bit: int | None = None
    lost: bool = False
    last: bool = False


@dataclass(slots=True)
class Mishaps:
    """What is due.

    Attributes:
        leaves_after: commands until the card leaves; None: it stays.
        answered: whether the last of them is still answered.
        flips_in: answers until one is spoiled, 1 for the next; None: none is.
        flip_bit: which bit of it.
        slow_s: delay of every answer.
    """

    leaves_after: int | None = None
    answered: bool = True
    flips_in: int | None = None
    flip_bit: int = 0
    slow_s: float = 0.0

    def next(self) -> Fate:
        """Count one command; gives what happens to its answer."""
        flip_bit: int | None = None
        if self.flips_in is not None:
            self.flips_in -= 1
            if self.flips_in <= 0:
                self.flips_in, flip_bit = None, self.flip_bit
        leaves = False
        if self.leaves_after is not None:
            self.leaves_after -= 1
            leaves = self.leaves_after <= 0
        return Fate(self.slow_s, flip_bit, lost=leaves and not self.answered, last=leaves and self.answered)

    def taken_away(self) -> None:
        """The card is gone, and with it what was to happen to it; a slow card stays slow."""
        self.leaves_after, self.answered, self.flips_in = None, True, None


def flipped(answer: bytes, bit: int) -> bytes:
    """The answer with one bit turned over; the count goes round where the answer is shorter."""
    if not answer:
        return answer
    byte, mask = bit // 8 % len(answer), 0x80 >> bit % 8
    return answer[:byte] + bytes([answer[byte] ^ mask]) + answer[byte + 1 :]
