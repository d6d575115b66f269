"""Other tissues of a runner's knee: which way a source says their load goes, and what none says.

No number is given where no source gives one: a direction, its source, and what is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tissue = Literal["patellar_tendon", "iliotibial_band", "tibia"]
Change = Literal[
    "faster", "slower", "downhill", "uphill", "shorter_steps", "narrower_steps", "wider_steps"
]
Way = Literal["more", "less", "unknown"]


@dataclass(frozen=True, slots=True)
class TissueEffect:
    """What a change of running does to the load of one tissue.

    Attributes:
        tissue: Which.
        change: What is changed, everything else as before.
        way: More, less, or unknown.
        source: Id of the source, or None where there is none.
        basis: `study` where the source measured it, `inference` where we conclude it.
        not_known: What the source does not say.
    """

    tissue: Tissue
    change: Change
    way: Way
    source: str | None
    basis: Literal["study", "inference"] | None
    not_known: str


_SIZE = "How much, for one runner, over a whole run."
_TENDON = (
    "The tendon's own force was not measured; it is pulled by the muscle that presses the "
    "kneecap, so it should go the same way. How quickly the force rises matters too and is "
    "not seen here."
)
_BAND = "A watch does not see step width, and no figure of strain was read in the source."
_BAND_DOWN = (
    "Downhill running often brings the pain on; no study that we read measured the band there."
)
_BONE = (
    "How the bone adapts, and what the top of the shin bone carries: it was measured lower down."
)

TISSUE_EFFECTS: tuple[TissueEffect, ...] = (
    TissueEffect("patellar_tendon", "faster", "more", "doyle_2023_speed", "inference", _TENDON),
    TissueEffect("patellar_tendon", "slower", "less", "doyle_2023_speed", "inference", _TENDON),
    TissueEffect("patellar_tendon", "shorter_steps", "less", "lenhart_2014", "inference", _TENDON),
    TissueEffect("patellar_tendon", "downhill", "more", "shih_ho_2023", "inference", _TENDON),
    TissueEffect("patellar_tendon", "uphill", "unknown", None, None, _TENDON),
    TissueEffect("iliotibial_band", "narrower_steps", "more", "meardon_2012", "study", _BAND),
    TissueEffect("iliotibial_band", "wider_steps", "less", "meardon_2012", "study", _BAND),
    TissueEffect("iliotibial_band", "downhill", "unknown", None, None, _BAND_DOWN),
    TissueEffect("iliotibial_band", "faster", "unknown", None, None, _SIZE),
    TissueEffect("iliotibial_band", "shorter_steps", "unknown", None, None, _SIZE),
    TissueEffect("tibia", "faster", "more", "rice_2024_tibia", "study", _BONE),
    TissueEffect("tibia", "slower", "less", "rice_2024_tibia", "study", _BONE),
    TissueEffect("tibia", "uphill", "more", "rice_2024_tibia", "study", f"Below 10 %. {_BONE}"),
    TissueEffect("tibia", "downhill", "less", "rice_2024_tibia", "study", f"Below 10 %. {_BONE}"),
    TissueEffect("tibia", "shorter_steps", "less", "edwards_2009_stride", "study", _BONE),
)


def tissue_effects(tissue: Tissue) -> tuple[TissueEffect, ...]:
    """Return what is known, and what is not, of one tissue."""
    return tuple(row for row in TISSUE_EFFECTS if row.tissue == tissue)


def way_of(tissue: Tissue, change: Change) -> Way:
    """Return which way a change goes for a tissue; unknown where nothing says it."""
    found = [row.way for row in tissue_effects(tissue) if row.change == change]
    return found[0] if found else "unknown"
