"""Lazily: most commands need a few files of this room, and the rest run at their first use."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType


def lazily(name: str) -> ModuleType:
    """Return a module whose body runs when one of its names is first asked for.

    Args:
        name: The module's full name; for a type checker, import it under `TYPE_CHECKING` too.

    Raises:
        ModuleNotFoundError: where there is no such module; what is wrong inside it shows itself
            at its first use.
    """
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"no module {name!r}", name=name)
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
