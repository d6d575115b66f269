"""Rows of the case files in which the engine takes another reading, each with its reason."""

from __future__ import annotations

READINGS: dict[str, str] = {
    "u25_lump_no_bone": "stricter: NICE NG12 asks for 48 hours for bone swelling in the young too",
    "giving_way_alone": "stricter: R021 asks for help with instability; raised as routine",
    "pop_other_knee": "stricter: the knee that gives way is raised as routine (R021)",
    "clearance_low_energy": "stricter: it is an open flag at urgent, which is red and not amber",
    "knee_buckles_on_stairs_now_and_then_no_pop": "stricter: R021 again, raised as routine",
    "gives_way_since_a_twist_without_a_pop": "stricter: any remembered injury counts like a pop",
    "calf_pain_risk_unknown": "stricter: a clot risk that is not answered is never a no",
}
