"""Every time limit of the conversation in one table (`facts`: sources in brackets).

Seconds throughout. `scaled(speed)` makes a rehearsal shorter: it divides the waits and nothing else, so that measured
times stay true.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """Time limits, injected, so that tests run short. A town may change them in `terminal.yaml`."""

    idle_s: float = 60.0
    """No input on a page without personal data until the time warning (EN 301 549 11.2.2.1, our 5.6)."""
    idle_done_s: float = 30.0
    """No input on a page that shows the result until the time warning."""
    idle_form_s: float = 120.0
    """No input on a page of a form until the time warning."""
    warning_form_s: float = 60.0
    """How long the time warning stands over a form."""
    warning_s: float = 20.0
    """How long the time warning stands before the visit ends (at least 20 s: WCAG 2.2.1)."""
    visit_cap_s: float = 3600.0
    """No visit is longer than this; the warning says so."""
    patience_s: float = 10.0
    """A wait longer than this says what is happening and how long it may take."""
    answer_cap_s: float = 45.0
    """No wait for portal or printer is longer. The parts have shorter deadlines; this one holds if a part breaks."""
    pause_retry_s: float = 20.0
    """Between two tries of the terminal itself while the portal is away."""
    pause_tries: int = 3
    """So many tries, then the page sends people to the counter. (A count, not scaled.)"""
    card_grace_s: float = 10.0
    """A card that lies on the reader of an idle terminal may stay that long before the page asks to take it."""
    card_staff_s: float = 60.0
    """A forgotten card becomes a notice to staff after this."""
    card_cap_s: float = 120.0
    """No wait for the card is longer. Its parts have shorter deadlines; this one holds if a part breaks."""
    staff_idle_s: float = 300.0
    """No touch in the staff area until it closes by itself (31)."""
    probe_s: float = 15.0
    """Between two health probes of the portal while it is well."""
    probe_down_s: float = 3.0
    """Between two health probes while it is not."""
    probe_failures: int = 2
    """So many failed probes in a row, then the portal counts as away. (A count, not scaled.)"""

    def scaled(self, speed: float) -> "Delays":
        """The same table with every wait divided by `speed` (> 0)."""
        changes = {f.name: getattr(self, f.name) / speed for f in fields(self) if f.name.endswith("_s")}
        return Delays(pause_tries=self.pause_tries, probe_failures=self.probe_failures, **changes)
