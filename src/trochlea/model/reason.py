"""`Reason`: why something was said, as a record and never as a sentence.

`report` turns reasons into words; tests, translations and replays read the record.
"""

from __future__ import annotations

from dataclasses import dataclass

ReasonValue = bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that spoke, with the values it saw and the source it stands on.

    Attributes:
        rule: Id of the rule, red flag or factor in the knowledge base.
        effect: What it did, such as `red`, `grey`, `amber`, `green`, `cap`, `note`.
        values: What it saw, as name and value pairs in a fixed order; names carry their unit.
        source: Id of the source record, or None for the house's own arithmetic.
        status: `draft`, `source_checked` or `reviewed`, copied from the record.
        record: The knowledge record it stands on, as kind and id (`rules/bone_rule`), or None.
    """

    rule: str
    effect: str
    values: tuple[tuple[str, ReasonValue], ...] = ()
    source: str | None = None
    status: str = "draft"
    record: str | None = None

    def value(self, name: str) -> ReasonValue:
        """Return the value called `name`, or None where the rule did not see one."""
        return dict(self.values).get(name)
