"""The export of Apple Health: one XML file in the language of the phone, and its routes."""

from __future__ import annotations

from trochlea.readers.exports import Beside, Export, Place
from trochlea.readers.sources.health import is_health

_HEAD = 4096
_CLINICAL = "_cda.xml"  # the same data for a clinic: no workouts
_ROUTES = "workout-routes/"


def _may_be(name: str) -> bool:
    return name.endswith(".xml") and not name.endswith(_CLINICAL)


def _read(place: Place, found: Beside) -> None:
    with place.tree.open(place.member) as stream:
        if not is_health(stream.read(_HEAD)):
            return
    folder = place.folder
    routes = {
        name.removeprefix(folder): member
        for name, member in place.members.items()
        if name.startswith(folder + _ROUTES)
    }
    found.health[place.member.name] = routes
    found.passed_over.update(member.name for member in routes.values())


EXPORT = Export("apple", _may_be, _read)
