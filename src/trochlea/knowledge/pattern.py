"""`Pattern`: a small, readable "when" over findings, as it stands in the knowledge files.

A bare text is "this finding is yes". A table has exactly one of `all`, `any`, `not`, `possible`,
or a `finding` with one comparison. What an unanswered finding means is decided by `assess.logic`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

COMPARISONS = ("equals", "includes", "not_empty", "below", "at_most", "above", "at_least")


def _from_text(value: Any) -> Any:
    return {"finding": value, "equals": True} if isinstance(value, str) else value


class Pattern(BaseModel):
    """One node of a pattern.

    Attributes:
        all: Every part must hold.
        any: At least one part must hold.
        negation: The part must not hold (written `not` in the file).
        possible: The part holds, or what was answered leaves it open. It is how a flag says that
            an unanswered item is never a "no".
        finding: Id of the finding compared.
        equals: The finding's value is this bool, choice or number.
        includes: The `many` or `region` value contains at least one of these ids.
        not_empty: The `many` or `region` value contains anything.
        below, at_most, above, at_least: Bounds on a number or scale.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        populate_by_name=True,
        allow_inf_nan=False,
    )

    all: tuple[PatternNode, ...] = ()
    any: tuple[PatternNode, ...] = ()
    negation: PatternNode | None = Field(default=None, alias="not")
    possible: PatternNode | None = None
    finding: str | None = None
    equals: bool | int | float | str | None = None
    includes: tuple[str, ...] = ()
    not_empty: bool = False
    below: float | None = None
    at_most: float | None = None
    above: float | None = None
    at_least: float | None = None

    @model_validator(mode="after")
    def _one_shape(self) -> Pattern:
        nested = [self.negation is not None, self.possible is not None]
        shapes = [bool(self.all), bool(self.any), *nested, bool(self.finding)]
        if sum(shapes) != 1:
            raise ValueError("a pattern needs exactly one of all, any, not, possible, finding")
        used = [name for name in COMPARISONS if name in self.model_fields_set and self._says(name)]
        if self.finding and len(used) != 1:
            raise ValueError(f"pattern on {self.finding} needs exactly one comparison, has {used}")
        if not self.finding and used:
            raise ValueError(f"{used} without a finding")
        return self

    def _says(self, comparison: str) -> bool:
        """Return whether a stated comparison compares at all; a bound of 0 does."""
        value = getattr(self, comparison)
        return bool(value) if comparison in ("includes", "not_empty") else value is not None

    def leaves(self) -> Iterator[Pattern]:
        """Yield every comparison of the pattern, left to right."""
        if self.finding:
            yield self
        for part in (*self.all, *self.any, *self.inner()):
            yield from part.leaves()

    def inner(self) -> tuple[Pattern, ...]:
        """Return the part under `not` or `possible`, if there is one."""
        return tuple(part for part in (self.negation, self.possible) if part is not None)

    def findings(self) -> tuple[str, ...]:
        """Return the ids of all findings that the pattern looks at, in order, once each."""
        return tuple(dict.fromkeys(leaf.finding for leaf in self.leaves() if leaf.finding))


PatternNode = Annotated[Pattern, BeforeValidator(_from_text)]
