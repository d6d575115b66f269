"""`Knowledge`: every record by kind and id, with the hash of the files it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trochlea.knowledge.schema import (
    ClearanceRule,
    Condition,
    Conflict,
    EmergencyNumber,
    Exercise,
    FactorRule,
    Finding,
    Pair,
    RedFlag,
    Requirement,
    Rule,
    Screen,
    SelfTest,
    Source,
    Topic,
    Treatment,
)
from trochlea.knowledge.words import Cues, Words


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that Trochlea knows; every mapping is ordered by id.

    Attributes:
        version: First 16 hex digits of the SHA-256 over all knowledge files.
    """

    version: str
    sources: Mapping[str, Source]
    findings: Mapping[str, Finding]
    conditions: Mapping[str, Condition]
    pairs: Mapping[str, Pair]
    red_flags: Mapping[str, RedFlag]
    clearances: Mapping[str, ClearanceRule]
    screens: Mapping[str, Screen]
    factors: Mapping[str, FactorRule]
    rules: Mapping[str, Rule]
    exercises: Mapping[str, Exercise]
    requirements: Mapping[str, Requirement]
    self_tests: Mapping[str, SelfTest] = field(default_factory=dict)
    treatments: Mapping[str, Treatment] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    emergency_numbers: Mapping[str, EmergencyNumber] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    cues: Mapping[str, Cues] = field(default_factory=dict)

    def screens_in_order(self) -> tuple[Screen, ...]:
        """Return the interview's screens as they are shown."""
        return tuple(sorted(self.screens.values(), key=lambda screen: (screen.order, screen.id)))

    def emergency_number(self, country: str | None) -> str | None:
        """Return the number to call for an ambulance in a country, or None where not known."""
        found = self.emergency_numbers.get(country or "")
        return found.number if found else None
