"""The routes of a workout: what of their files goes into its document, and which are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from trochlea.errors import Problem
from trochlea.readers.apple.workouts import Workout
from trochlea.readers.limits import Limits
from trochlea.readers.sources.found import ExhaustedError, RefusalError, disk_problem
from trochlea.readers.xml.encoding import as_utf8

_BEGIN, _END = "<trkseg", "</trkseg>"


class Routes:
    """Gives the routes of workouts, and remembers which could not be had."""

    def __init__(
        self, read_route: Callable[[str], bytes | None], name: str, limits: Limits
    ) -> None:
        self._read_route = read_route
        self._name = name
        self._limits = limits
        self._missing: list[str] = []
        self._odd: list[Problem] = []

    def of(self, workout: Workout) -> list[str]:
        """Return the segments of a workout's tracks, a text for each route that there is."""
        found: list[str] = []
        left = self._limits.file_bytes // 2
        for path in workout.routes:
            segments = self._segments(path)
            if segments and len(segments) <= left:
                found.append(segments)
                left -= len(segments)
            elif segments:
                self._note("route_too_large", path, "the routes of a workout are too large")
        return found

    def problems(self) -> Iterator[Problem]:
        """Yield what was odd."""
        count = len(self._missing)
        if count:
            what = "1 route is" if count == 1 else f"{count} routes are"
            text = f"{self._name}: {what} not beside the export (first: {self._missing[0]}); "
            text += "the workouts were taken without these positions."
            at = "FileReference"
            yield Problem("route_missing", text, self._name, at, "all else of the workouts")
        yield from self._odd

    def _segments(self, path: str) -> str | None:
        try:
            data = self._read_route(path)
        except ExhaustedError:
            raise
        except RefusalError as refusal:
            self._note(refusal.code, path, refusal.reason)
            return None
        except OSError as error:
            self._odd.append(disk_problem(self._name, error))
            return None
        if data is None:
            self._missing.append(_shown(path))
            return None
        text = as_utf8(data, path)[0].decode("utf-8", "replace")
        first, last = text.find(_BEGIN), text.rfind(_END)
        if first < 0:
            self._note("route_empty", path, "it holds no track")
            return None
        if last < first:
            self._note("xml_damaged", path, "it is cut off")
        return text[first:] if last < first else text[first : last + len(_END)]

    def _note(self, code: str, path: str, reason: str) -> None:
        text = f"{self._name}: of the route {_shown(path)} not all was taken: {reason}."
        kept = "all else of the workout"
        self._odd.append(Problem(code, text, self._name, "FileReference", kept))


def _shown(path: str) -> str:
    """Return a path fit for display."""
    return "".join(letter if letter.isprintable() else "?" for letter in path[:100])
