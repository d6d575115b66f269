"""Where our reading of a real FIT file and fitdecode's differ, and why ours stands.

Keyed by file name and what was compared; anything that is not listed here fails the test.
"""

from __future__ import annotations

KNOWN: dict[tuple[str, str], str] = {}
