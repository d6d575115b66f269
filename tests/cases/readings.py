"""Rows of the case files in which the engine takes another reading, each with its reason."""

from __future__ import annotations

READINGS: dict[str, str] = {}
