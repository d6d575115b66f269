"""Trochlea: from a runner's own files and answers to today's advice for a sore knee."""

__version__ = "0.1.0"
