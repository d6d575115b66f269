"""`render_terminal`: the same story for 80 columns; colour only adds to words."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from trochlea.report import lines as story_parts
from trochlea.report.lines import Chart, Line, Section, Signal, Story, Table

STYLES = {"green": "bold green", "amber": "bold yellow", "red": "bold red", "grey": "bold"}
MOST_COLUMNS = 80
INDENT = 2


def render_terminal(story: Story, console: Console, *, why: bool = False) -> None:
    """Print the story.

    Args:
        story: What is said.
        console: Where to.
        why: Also print what stands behind "why".
    """
    width = min(console.width, MOST_COLUMNS)
    parts: list[RenderableType] = [Text(story.title, style="bold"), Text(story.made)]
    parts += [Text(banner, style="bold" if story.simulated else "") for banner in story.banners]
    for section in story.sections:
        parts += _section(section, story, why=why)
    used = {source for part in story.sections for source in _sources(part, why=why)}
    parts += [
        Text(f"[{row.number}] {row.text}") for row in story.citations if row.source_id in used
    ]
    console.print(Group(*parts), width=width, soft_wrap=False, highlight=False)


def _section(section: Section, story: Story, *, why: bool) -> list[RenderableType]:
    title = Text(section.title.upper(), style="bold")
    rows: list[RenderableType] = [Text(), title]
    for block in section.blocks:
        if isinstance(block, Signal):
            rows += _signal(block)
        elif isinstance(block, story_parts.Group):
            rows += _group(block, story, why=why)
        elif isinstance(block, Chart):
            rows.append(Text(block.summary))
        elif why or not block.folded:
            rows.append(_table(block))
    return rows


def _signal(signal: Signal) -> list[RenderableType]:
    head = Text(f"{signal.mark} {signal.word}. ", style=STYLES[signal.light])
    head.append(signal.headline, style="bold")
    rows = [head, Text(f"    {signal.distance}", style="bold")]
    if signal.how:
        rows.append(Text(f"    {signal.how}"))
    rows.append(Text(signal.next_step))
    return [*rows, *([Text(signal.valid)] if signal.valid else [])]


def _group(block: story_parts.Group, story: Story, *, why: bool) -> list[RenderableType]:
    rows: list[RenderableType] = []
    if block.title:
        mark = "! " if block.tone == "alarm" else ""
        rows.append(Text(f"{mark}{block.title}", style="bold"))
    indent = INDENT if block.title else 0
    lines = (*block.lines, *block.why) if why else block.lines
    for line in lines:
        rows += _line(line, story, indent)
    return [Text(), *rows] if block.title and rows else rows


def _line(line: Line, story: Story, indent: int) -> list[RenderableType]:
    text = Text()
    if line.label:
        text.append(f"{line.label}: ", style="bold")
    text.append(line.text)
    numbers = story.numbers(line.sources)
    if numbers:
        text.append(f" [{', '.join(map(str, numbers))}]")
    if line.draft:
        text.append(f" ({story.draft_word})")
    rows: list[RenderableType] = [Padding(text, (0, 0, 0, indent), expand=False)]
    rows += [
        Padding(Text(f"- {item}"), (0, 0, 0, indent + INDENT), expand=False) for item in line.items
    ]
    return rows


def _table(table: Table) -> RenderableType:
    grid = RichTable(title=table.caption, title_justify="left", box=None, pad_edge=False)
    for index, column in enumerate(table.columns):
        grid.add_column(Text(column), justify="left" if index == 0 else "right")
    for row in table.rows:
        grid.add_row(*(Text(cell) for cell in row))
    return grid


def _sources(section: Section, *, why: bool) -> set[str]:
    return {
        source
        for block in section.blocks
        if isinstance(block, story_parts.Group)
        for line in ((*block.lines, *block.why) if why else block.lines)
        for source in line.sources
    }
