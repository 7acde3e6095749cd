"""How many typing errors lie between two words (restricted Damerau-Levenshtein); small, bounded, pure."""

from collections.abc import Iterable


def distance(left: str, right: str, limit: int, *, prefix: bool = False) -> int:
    """Counts insertions, deletions, changes and swaps of neighbours that turn one word into the other.

    Args:
        left: what was typed.
        right: what may be meant.
        limit: beyond it counting stops.
        prefix: the rest of `right` is still to be typed: the best beginning of it counts.

    Returns:
        The number of errors, `limit + 1` for more than `limit`.
    """
    if len(left) - len(right) > limit or (not prefix and len(right) - len(left) > limit):
        return limit + 1
    if prefix:
        right = right[: len(left) + limit]
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(min(row) if prefix else row[-1], limit + 1)


def nearest(word: str, others: Iterable[str], limit: int = 2) -> str | None:
    """The other word with the fewest typing errors, None if all have more than `limit`."""
    best, found = limit + 1, None
    for other in sorted(others):
        count = distance(word, other, limit)
        if count < best:
            best, found = count, other
    return found
