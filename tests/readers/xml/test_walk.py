"""The walk sees what expat sees, in points of one shape as in odd ones; nothing escapes."""

from __future__ import annotations

from xml.parsers import expat

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from tests.contracts.checks import violations
from tests.readers.xml.documents import (
    activity,
    gpx,
    lap,
    read,
    seconds,
    tcx,
    trackpoint,
    trk,
    trkpt,
)
from trochlea.readers import DEFAULT_LIMITS
from trochlea.readers.xml.bulk import PointKind
from trochlea.readers.xml.markup import Walk, attributes, only_tags, plain
from trochlea.readers.xml.points import Points

KIND = PointKind("p", {"x": "latitude_deg"}, {"v": "altitude_m", "w": "power_w"})
Event = tuple[str, str]


class Seen:
    """Notes every element outside of points."""

    def __init__(self) -> None:
        self.names = frozenset("rabst")
        self.taking = True
        self.events: list[Event] = []

    def start(self, name: str, tag: str, text: str) -> None:
        given = " ".join(f"{key}={value}" for key, value in sorted(attributes(tag).items()))
        self.events.append((f"<{name} {given}", plain(text).strip()))

    def end(self, name: str) -> None:
        self.events.append((f">{name}", ""))


def by_expat(text: str) -> tuple[list[Event], dict[str, list[float]]]:
    """Return the same of a well-formed text by expat's own calls."""
    events: list[list[str]] = []
    values: dict[str, list[float]] = {"latitude_deg": [], "altitude_m": [], "power_w": []}
    fields = {"v": "altitude_m", "w": "power_w"}
    stack: list[str] = []
    texts: list[tuple[str, list[str]]] = []

    def start(name: str, given: dict[str, str]) -> None:
        if "p" in stack:
            texts.append((name, []))
        elif name == "p":
            for column in values.values():
                column.append(float("nan"))
            values["latitude_deg"][-1] = float(given.get("x", "nan"))
        else:
            joined = " ".join(f"{key}={value}" for key, value in sorted(given.items()))
            events.append([f"<{name} {joined}", ""])
        stack.append(name)

    def end(name: str) -> None:
        stack.pop()
        if "p" in stack:
            key, parts = texts.pop()
            column = values.get(fields.get(key, ""))
            if column is not None and "".join(parts) and np.isnan(column[-1]):
                column[-1] = float("".join(parts))
        elif name != "p":
            events.append([f">{name}", ""])

    def letters(text: str) -> None:
        if texts:
            texts[-1][1].append(text)
        elif stack and "p" not in stack and events[-1][0].startswith("<"):
            events[-1][1] += text

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = letters
    parser.Parse(text, True)
    return [(name, said.strip()) for name, said in events], values


numerals = st.integers(0, 999).map(str)
spaces = st.sampled_from(["", " ", "\n", "<!-- <p x='1'> -->", "<?q <p> ?>"])
cdata = st.sampled_from(["<![CDATA[12]]>", "&#49;2", "<!-- 3 -->7"])
leaves = st.builds(
    "<{0}>{1}</{0}>".format, st.sampled_from(["v", "w", "z"]), st.one_of(numerals, cdata)
)
points = st.builds(
    '{}<p x="{}">{}{}</p>'.format,
    spaces,
    numerals,
    spaces,
    st.lists(leaves, max_size=3).map("".join),
)
alike = st.builds(
    lambda v, n: "".join(f'<p x="{i}"><v>{v + i}</v></p>\n' for i in range(n)),
    st.integers(0, 99),
    st.integers(1, 12),
)
odd = st.sampled_from(
    ["<a b='x&gt;>y' t=\"'\">t&amp;u</a>", "<s/>", "<t >5</t >", "<p x='1'/>", "<b><a>n</a>m</b>"]
)


@given(st.lists(st.one_of(points, alike, odd), max_size=12))
@example(['<p x="1"><v>1</v></p>\n'] * 5 + ['<p x="1"><w>1</w></p>\n'] * 5)
@example(['<p x="1"><v>1</v></p>\n'] * 5 + ['<p x="1" ><v>1</v ></p>'])
def test_the_walk_sees_what_expat_sees(parts: list[str]) -> None:
    text = f"<r>{''.join(parts)}</r>"
    events, values = by_expat(text)
    seen, found = Seen(), Points(10_000)
    Walk(KIND, seen, found, DEFAULT_LIMITS).walk(only_tags(text))
    assert [name for name, _ in seen.events] == [name for name, _ in events]
    for field, expected in values.items():
        column = found.column(field)
        if column is None:
            assert np.isnan(expected).all()
        else:
            np.testing.assert_array_equal(column, expected)


RUN_GPX = gpx(
    trk(seconds(range(12), "<extensions><hr>140</hr><cad>85</cad></extensions>"), trkpt(60))
)
RUN_TCX = tcx(
    activity(lap("".join(trackpoint(i, "<Cadence>85</Cadence>") for i in range(12)), start=0))
)
PIECES = st.sampled_from(
    [
        b"<",
        b">",
        b"</trkpt>",
        b"&",
        b"1e400",
        b"nan",
        b"-",
        b"\0",
        b'"',
        b"<!--",
        b"]]>",
        b"9" * 40,
    ]
)


@given(st.binary(max_size=300), st.sampled_from([b"", b"<gpx>", b"<TrainingCenterDatabase>"]))
def test_any_bytes_give_an_outcome(data: bytes, head: bytes) -> None:
    assert violations(read(head + data)) == []


@given(
    st.sampled_from([RUN_GPX, RUN_TCX]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), PIECES), min_size=1, max_size=4),
)
def test_any_change_of_a_document_gives_values_in_range(
    data: bytes, changes: list[tuple[float, int, bytes]]
) -> None:
    for where, lost, put in changes:
        at = int(where * len(data))
        data = data[:at] + put + data[at + lost :]
    assert violations(read(data)) == []
