"""Sports in the words of platforms, in the languages in which their tables come."""

from __future__ import annotations

from trochlea.readers.xml.sports import sport_of

_RUNNING = "running"
# By whole words, lower case; what is not here is looked for by its English parts.
_WORDS: dict[str, tuple[str, str | None]] = {
    "lauf": (_RUNNING, None),
    "laufen": (_RUNNING, None),
    "traillauf": (_RUNNING, "trail"),
    "virtueller lauf": (_RUNNING, "virtual_activity"),
    "course à pied": (_RUNNING, None),
    "course": (_RUNNING, None),
    "trail": (_RUNNING, "trail"),
    "course virtuelle": (_RUNNING, "virtual_activity"),
    "carrera": (_RUNNING, None),
    "carrera de montaña": (_RUNNING, "trail"),
    "carrera de trail": (_RUNNING, "trail"),
    "carrera virtual": (_RUNNING, "virtual_activity"),
    "corsa": (_RUNNING, None),
    "corsa virtuale": (_RUNNING, "virtual_activity"),
    "corrida": (_RUNNING, None),
    "corrida em trilha": (_RUNNING, "trail"),
    "corrida virtual": (_RUNNING, "virtual_activity"),
    "hardlopen": (_RUNNING, None),
    "hardloopsessie": (_RUNNING, None),
    "trailrun": (_RUNNING, "trail"),
    "radfahrt": ("cycling", None),
    "radfahren": ("cycling", None),
    "sortie à vélo": ("cycling", None),
    "vélo": ("cycling", None),
    "ciclismo": ("cycling", None),
    "bicicleta": ("cycling", None),
    "giro in bici": ("cycling", None),
    "pedalada": ("cycling", None),
    "fietsrit": ("cycling", None),
    "rit": ("cycling", None),
    "spaziergang": ("walking", None),
    "gehen": ("walking", None),
    "marche": ("walking", None),
    "caminata": ("walking", None),
    "camminata": ("walking", None),
    "caminhada": ("walking", None),
    "wandeling": ("walking", None),
    "wanderung": ("hiking", None),
    "wandern": ("hiking", None),
    "randonnée": ("hiking", None),
    "senderismo": ("hiking", None),
    "escursione": ("hiking", None),
    "schwimmen": ("swimming", None),
    "natation": ("swimming", None),
    "natación": ("swimming", None),
    "nuoto": ("swimming", None),
    "natação": ("swimming", None),
    "zwemmen": ("swimming", None),
    "multi_sport": ("multisport", None),
}


def sport_in_words(word: object) -> tuple[str, str | None]:
    """Return sport and finer kind for a platform's word; `unknown` where it says nothing."""
    if not isinstance(word, str):
        return "unknown", None
    plain = " ".join(word.lower().split())
    return _WORDS.get(plain) or sport_of(word)
