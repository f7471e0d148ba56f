"""How the report looks: its style, its tables and notes, and what stands in cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim import pages
from sim.engine.base.log import Event
from sim.exercise.evidence import Evidence
from sim.pages import escape
from sim.units import elapsed, format_wait

STYLE = """
html { font-size: 15px; }
body { font: 1rem/1.45 Georgia, serif; color: #111; max-width: 54rem; margin: 2rem auto;
  padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: 0.3rem; } h2 { font-size: 1.25rem; margin-top: 2rem; }
h3 { font-size: 1.05rem; margin: 1.2rem 0 0.3rem; }
table { border-collapse: collapse; margin: 0.6rem 0; font-size: 0.86rem; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.15rem 0.7rem 0.15rem 0;
  border-bottom: 1px solid #bbb; overflow-wrap: break-word; }
thead th { border-bottom: 2px solid #111; }
td.n { white-space: nowrap; }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
small { font-size: 0.88em; color: #444; }
figure { margin: 1rem 0; } figcaption { font-size: 0.88rem; }
svg { display: block; max-width: 100%; height: auto; }
.note { border: 1px solid #111; padding: 0.2rem 1rem; margin: 1rem 0; }
.blank td { height: 2.2rem; }
@page { size: A4; margin: 16mm; }
@media print { html { font-size: 11px; } body { margin: 0; max-width: none; padding: 0; }
  small { color: #111; } thead { display: table-header-group; }
  figure, tr, .note { break-inside: avoid; } h2, h3 { break-after: avoid; } }
"""


def page(title: str, parts: Iterable[str]) -> str:
    """Write the whole page."""
    return pages.page(title, STYLE, parts)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    """Write a table; the cells are HTML already, the first of each row is not broken."""
    return pages.table(heads, rows, kind, first="n")


def note(title: str, text: str) -> str:
    """Write a boxed note; both are plain text."""
    return f'<div class="note"><p><b>{escape(title)}</b> {escape(text)}</p></div>'


def code(text: str) -> str:
    """Write a name, a digest or a command line."""
    return f"<code>{escape(text)}</code>"


def lines(texts: Iterable[str]) -> str:
    """Write texts below one another in a cell."""
    return "<br>".join(escape(text) for text in texts)


def when(evidence: Evidence, at_ms: int) -> str:
    """Write an instant for a cell: the clock, and below it the time since the begin."""
    return f"{escape(evidence.clock(at_ms))}<br><small>{elapsed(at_ms)}</small>"


def who_knew(evidence: Evidence, event: Event) -> str:
    """Write for a cell who may know of an event."""
    if len(event.audience) == len(evidence.setup.seats):
        return "everybody"
    titles = (evidence.setup.seats[seat].title for seat in event.audience)
    return ", ".join(map(escape, titles)) or "nobody"


def span(ms: int) -> str:
    """Write how long something took: seconds under two minutes, else whole minutes."""
    return format_wait(ms).replace(" ", "\N{NO-BREAK SPACE}")
