"""The four things a terminal says about itself, each a list of sections. Values only.

The bounds of a section are such that one alone fits the smallest page in the largest text
(`kiosk.dialogue.states.about` divides; tests/screens lays out).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

MAX_HEADING = 40
MAX_TEXT = 160
MAX_UNBROKEN = 30
"""Signs between two places where a line may break (space, hyphen, soft hyphen)."""
MAX_SECTIONS = 24


class AboutTopic(Enum):
    """What there is to read; the value is the name of its file in `config/about`."""

    IMPRINT = "imprint"
    ACCESSIBILITY = "accessibility"
    PRIVACY = "privacy"
    LICENCES = "licences"


@dataclass(frozen=True, slots=True)
class AboutSection:
    """A heading and what is said under it, by language."""

    heading: Mapping[str, str]
    text: Mapping[str, str]


AboutTexts = Mapping[AboutTopic, tuple[AboutSection, ...]]
"""All that is said, by topic."""
