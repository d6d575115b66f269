"""What the invariants say of features that do not exist yet: declared here, never silent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """One invariant, or a part of one, that cannot be tested yet.

    Attributes:
        invariant: Its id in the list of invariants.
        lacks: What has to exist first.
        command: The command that would make it reachable; none of that name may exist.
        held_by: What keeps the harm from happening today.
    """

    invariant: str
    lacks: str
    command: str
    held_by: str


NOT_YET = (
    Gap(
        "S10",
        "plan steps: no plan exists, so nothing steps up",
        "plan",
        "no stage is ever set, so the plan's term drops out of the distance; a day without a "
        "check-in has no distance, and amber never lengthens one",
    ),
    Gap(
        "S11",
        "the planned load of a week: only today's distance exists",
        "plan",
        "today's distance is held under every cap of the safety rules",
    ),
    Gap(
        "S16",
        "video: nothing makes an observation of a video yet",
        "form",
        "an observation whose source is a video never changes the urgency",
    ),
    Gap(
        "S17",
        "locales: there is one language",
        "language",
        "there is one file of words, and a test that every rule and flag has its own",
    ),
    Gap(
        "S18",
        "PDF and FHIR: the report is a page, the terminal and JSON",
        "fhir",
        "page, terminal and JSON agree on the light",
    ),
    Gap(
        "S12",
        "an offline cache of the app: nothing is cached",
        "app",
        "advice is made anew when asked for, and shown grey once its check-in is 24 hours old",
    ),
)
