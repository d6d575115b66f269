"""What a change of running does to the tissues beside the kneecap joint, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from trochlea.knowledge import Knowledge
from trochlea.loads.knee.tissues import Tissue, TissueEffect, tissue_effects
from trochlea.report.words import say, sentence, source_words

Json = dict[str, Any]


def knee_tissue_lines(knowledge: Knowledge) -> Iterator[str]:
    """Yield each tissue with what is known of each change, what is not, and the sources."""
    cited: dict[str, None] = {}
    yield say("knee_tissue", "lead")
    for tissue in get_args(Tissue):
        yield f"{say('knee_tissue', tissue)}:"
        rows = tissue_effects(tissue)
        for row in rows:
            yield f"  {_effect(row)}"
            if row.source is not None:
                cited[row.source] = None
        for text in dict.fromkeys(row.not_known for row in rows):
            yield f"  {say('knee_tissue', 'not_known')}: {sentence(text)}"
    for source in cited:
        yield f"  {source}: {source_words(knowledge.sources[source])}"


def knee_tissues_json() -> list[Json]:
    """Return the same for a program."""
    return [
        {
            "tissue": row.tissue,
            "change": row.change,
            "way": row.way,
            "basis": row.basis,
            "source": row.source,
            "not_known": row.not_known,
        }
        for tissue in get_args(Tissue)
        for row in tissue_effects(tissue)
    ]


def _effect(row: TissueEffect) -> str:
    change, way = say("knee_tissue", row.change), say("knee_tissue", f"way_{row.way}")
    basis = f" ({say('knee_tissue', row.basis)}, {row.source})" if row.basis else ""
    return f"{change}: {way}{basis}"
