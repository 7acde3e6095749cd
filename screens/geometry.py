"""Rectangles in whole pixels, counted from the upper left corner of the window."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; `right` and `bottom` are the first pixels outside."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    @property
    def middle(self) -> tuple[float, float]:
        """Centre as (x, y)."""
        return self.x + self.w / 2, self.y + self.h / 2

    def moved(self, dx: int, dy: int) -> "Rect":
        """The same rectangle somewhere else."""
        return Rect(self.x + dx, self.y + dy, self.w, self.h)

    def inset(self, left: int, top: int, right: int, bottom: int) -> "Rect":
        """A smaller rectangle inside (a larger one with negative numbers)."""
        return Rect(self.x + left, self.y + top, self.w - left - right, self.h - top - bottom)

    def grown(self, by: int) -> "Rect":
        """Larger by `by` on all four sides."""
        return self.inset(-by, -by, -by, -by)

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def contains(self, other: Self) -> bool:
        """Whether the other rectangle lies inside completely."""
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom

    def overlaps(self, other: Self) -> bool:
        """Whether the two have a pixel in common."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
