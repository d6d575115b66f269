"""Broken GPX and TCX texts: tokens changed, tags lost, declarations forged, encodings mixed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from tests.fuzz.byte_mutants import mutated_bytes

_NUMBERS = """
NaN nan -nan inf -inf Infinity -Infinity 1e400 -1e400 1e308 -1e308 1e-400 -0 -0.0 +5 0x10
1_000 1,5 ١٢٣ 99999999999999999999 -99999999999999999999 2147483648 90.0000001 -90.1 180.1
-181 361 251 19 301 1e5 . - + e5 --1 1.2.3 true null
"""
_DATES = """
0000-01-01T00:00:00Z 0001-01-01T00:00:00Z 0001-01-01T00:00:00+14:00 1899-12-31T23:59:59Z
1969-12-31T23:59:59Z 1989-12-30T00:00:00Z 2038-01-19T03:14:08Z 9999-12-31T23:59:59Z
9999-12-31T23:59:59-14:00 10000-01-01T00:00:00Z -2024-01-01T00:00:00Z 2023-02-29T00:00:00Z
2016-12-31T23:59:60Z 2024-05-12T24:00:00Z 2024-05-12T25:61:61Z 2024-13-45T00:00:00Z
2024-05-12T08:00:00+99:99 2024-05-12T08:00:00-24:00 2024-05-12T08:00:00+05:45
2024-05-12T08:00:00+23:59 2024-05-12T08:00:00 2024-05-12T08:00:00.123456789Z 2024-05-12
2024-05-12T08:00:00.Z 2024-05-12T08:00Z 20240512T080000Z 2024-W19-7 2024-133 1715500800
2024-05-12T08:00:00z 2024-05-12T08:00:00ZZ ２０２４-05-12T08:00:00Z now T Z
"""
NUMBERS = _NUMBERS.split()
NUMBERS += ["", " ", " 5 ", "5 5", "9" * 400, "0." + "0" * 400 + "1", "1e" + "9" * 30]
DATES = _DATES.split()
DATES += ["", "2024-05-12 08:00:00 UTC", "12/05/2024 08:00:00", "2024-05-12T08:00:00Z\x85"]
WORDS = ("Running", "running", "Biking", "", "run\u202ening", "🏃" * 20, "&amp;" * 10, "9" * 50)
DOCTYPES = (
    "<!DOCTYPE gpx>",
    '<!DOCTYPE gpx [<!ENTITY a "b">]>',
    '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>',
    '<!DOCTYPE gpx SYSTEM "file:///etc/passwd">',
    '<!DOCTYPE gpx PUBLIC "-//X//Y" "x.dtd">',
    '<!DOCTYPE gpx [<!ENTITY % p SYSTEM "p.dtd"> %p;]>',
    '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///dev/zero">]>',
    "<!DOCTYPE gpx [<!ELEMENT gpx ANY><!ATTLIST gpx version CDATA #REQUIRED>]>",
    "<!DOCTYPE gpx [",
    "<!DOCTYPE" + " " * 2000 + ">",
)
INSERTS = (
    "<!-- -->",
    "<!-- -- -->",
    "<!--",
    "<![CDATA[ <trkpt> ]]>",
    "<![CDATA[",
    "<?php echo 1 ?>",
    "<?",
    "&a;",
    "&c;",
    "&#0;",
    "&#x10FFFF;",
    "&#xD800;",
    "&amp;",
    "&",
    "<",
    ">",
    "]]>",
    "\x00",
    "\x0b",
    "\ufffe",
    "</gpx>",
    "<trkseg/>",
    "<trkpt/>",
    '<trkpt lat="1"/>',
    "<Trackpoint/>",
    "<Position/>",
    "<time/>",
    "<ele></ele>",
    '<x xmlns="urn:other"><trkpt lat="1" lon="1"/></x>',
    '<y:trkpt lat="1" lon="1"/>',
)
DECLARED = ("UTF-8", "utf-16", "ISO-8859-1", "windows-1252", "US-ASCII", "EBCDIC-CP-US", "x", "")
WRITTEN = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp037")
DEEP = (20, 63, 64, 65, 100, 2_000)
LONG = (1_000, 70_000)
MOST_LETTERS = 300_000

_TOKEN = re.compile(r"<[^<>]*>?|[^<]+")
_NUMBER = re.compile(r"^\s*[-+]?[\d.]+(?:[eE][-+]?\d+)?\s*$")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_VALUE = re.compile(r'"([^"]*)"')


def _numbers_and_dates(rng: Random, tokens: list[str]) -> None:
    """Put odd numbers and dates where numbers and dates stand."""
    places = [i for i, each in enumerate(tokens) if _is_value(each)]
    for at in rng.sample(places, min(len(places), rng.choice((1, 2, 5, 40)))):
        each = tokens[at]
        if each.startswith("<"):
            tokens[at] = _VALUE.sub(
                lambda found: f'"{_other(rng, found[1])}"' if rng.random() < 0.6 else found[0],
                each,
            )
        else:
            tokens[at] = _other(rng, each)


def _is_value(token: str) -> bool:
    if token.startswith("<"):
        return '="' in token
    return bool(_NUMBER.match(token) or _DATE.search(token))


def _other(rng: Random, value: str) -> str:
    if rng.random() < 0.1:
        return rng.choice(WORDS)
    return rng.choice(DATES if _DATE.search(value) else NUMBERS)


def _lose(rng: Random, tokens: list[str]) -> None:
    """Lose tokens: end tags, start tags, texts."""
    for _ in range(rng.choice((1, 1, 3))):
        if tokens:
            at = rng.randrange(len(tokens))
            del tokens[at : at + rng.choice((1, 1, 2, 20))]


def _double(rng: Random, tokens: list[str]) -> None:
    start = rng.randrange(len(tokens) + 1)
    stretch = tokens[start : start + rng.choice((1, 3, 12, 60))]
    at = rng.choice((start, rng.randrange(len(tokens) + 1)))
    tokens[at:at] = stretch * rng.choice((1, 1, 2, 20))


def _swap(rng: Random, tokens: list[str]) -> None:
    for _ in range(rng.choice((1, 3, 10))):
        if tokens:
            a, b = rng.randrange(len(tokens)), rng.randrange(len(tokens))
            tokens[a], tokens[b] = tokens[b], tokens[a]


def _insert(rng: Random, tokens: list[str]) -> None:
    for _ in range(rng.choice((1, 1, 4))):
        tokens.insert(rng.randrange(len(tokens) + 1), rng.choice(INSERTS))


def _declare(rng: Random, tokens: list[str]) -> None:
    """Put a document type near the start, with or without a use of its entities."""
    at = rng.choice((0, 1, 2, min(len(tokens), 5)))
    tokens.insert(at, rng.choice(DOCTYPES))
    if rng.random() < 0.5:
        behind = rng.randrange(min(at, len(tokens)), len(tokens) + 1)
        tokens.insert(behind, rng.choice(("&a;", "&c;", "&x;")))


def _nest(rng: Random, tokens: list[str]) -> None:
    """Put many elements into each other; sometimes they are never closed."""
    depth = rng.choice(DEEP)
    name = rng.choice(("a", "extensions", "trkseg", "Track", "Extensions"))
    closed = f"</{name}>" * depth if rng.random() < 0.7 else ""
    tokens.insert(rng.randrange(len(tokens) + 1), f"<{name}>" * depth + closed)


def _lengthen(rng: Random, tokens: list[str]) -> None:
    """Make an attribute, a text or a name very long."""
    long = "x" * rng.choice(LONG)
    which = rng.choice((f'<trk name="{long}"/>', f"<name>{long}</name>", f"<{long}/>"))
    tokens.insert(rng.randrange(len(tokens) + 1), which)


def _rename(rng: Random, tokens: list[str]) -> None:
    """Change names, prefixes and namespaces."""
    old, new = rng.choice(
        (
            ("gpxtpx:", "ns3:"),
            ("gpxtpx:", ""),
            ("ns3:", "q:"),
            ("trkpt", "rtept"),
            ("trkpt", "wpt"),
            ("trkseg", "Trkseg"),
            ("lat=", "lon="),
            (' lon="', ' lon ="'),
            ("Trackpoint", "trackpoint"),
            ("topografix.com/GPX/1/1", "topografix.com/GPX/1/0"),
            ("xmlns=", "xmlns:z="),
            ("xmlns", "xmlnz"),
            ('"', "'"),
            ("Sport=", "sport="),
            ("Time>", "Times>"),
            ("\n", "\r\n\t"),
        )
    )
    share = rng.choice((1.0, 1.0, 0.5, 0.02))
    for at, each in enumerate(tokens):
        if old in each and rng.random() < share:
            tokens[at] = each.replace(old, new)


_CHANGES: tuple[Callable[[Random, list[str]], None], ...] = (
    _numbers_and_dates,
    _numbers_and_dates,
    _numbers_and_dates,
    _numbers_and_dates,
    _lose,
    _double,
    _swap,
    _insert,
    _insert,
    _declare,
    _nest,
    _lengthen,
    _rename,
)


def _encoded(rng: Random, text: str) -> bytes:
    """Return a text as bytes, sometimes in another encoding than it says."""
    if rng.random() < 0.85:
        return text.encode("utf-8", "surrogatepass")
    if rng.random() < 0.6:
        text = text.replace('encoding="UTF-8"', f'encoding="{rng.choice(DECLARED)}"', 1)
    return text.encode(rng.choice(WRITTEN), "replace")


def xml_mutant(rng: Random, seeds: Sequence[bytes]) -> bytes:
    """Return a broken GPX or TCX text.

    Args:
        rng: Where chance comes from.
        seeds: Whole documents.
    """
    data = rng.choice(seeds)
    if rng.random() < 0.85:
        tokens = _TOKEN.findall(data.decode("utf-8", "replace"))
        for _ in range(rng.choice((1, 1, 2, 3))):
            rng.choice(_CHANGES)(rng, tokens)
        data = _encoded(rng, "".join(tokens)[:MOST_LETTERS])
    if rng.random() < 0.25:
        data = mutated_bytes(rng, data)
    return data
