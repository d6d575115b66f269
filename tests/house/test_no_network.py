"""SECURITY.md promises that nothing is sent: no module of the package can open a connection."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.code import Module

NETWORK = (
    "aiohttp",
    "asyncio",
    "ftplib",
    "http",
    "httpx",
    "imaplib",
    "poplib",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "urllib.request",
    "urllib3",
    "xmlrpc",
)


def imported(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_module_imports_what_opens_connections(modules: list[Module]) -> None:
    found = {
        str(module): name
        for module in modules
        for name in imported(module)
        if any(f"{name}.".startswith(f"{network}.") for network in NETWORK)
    }
    assert found == {}
