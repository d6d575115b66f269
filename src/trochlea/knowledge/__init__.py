"""The cited facts (data files) and their loader: the only room that reads them."""

from trochlea.knowledge.base import Knowledge
from trochlea.knowledge.check import check_knowledge
from trochlea.knowledge.loader import load_knowledge, packaged_knowledge

__all__ = ["Knowledge", "check_knowledge", "load_knowledge", "packaged_knowledge"]
