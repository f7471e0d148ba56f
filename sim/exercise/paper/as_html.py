"""A paper as one page of HTML: no scripts, nothing to load, fit to print."""

from __future__ import annotations

from sim import pages
from sim.exercise.paper.blocks import (
    Block,
    Boxed,
    Bullets,
    Figure,
    Grid,
    Heading,
    NewPage,
    Paper,
    Para,
)
from sim.pages import escape

STYLE = """
html { font-size: 15px; }
body { font: 1rem/1.45 Georgia, serif; color: #111; max-width: 54rem; margin: 2rem auto;
  padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: 0.3rem; } h2 { font-size: 1.25rem; margin-top: 2rem; }
h3 { font-size: 1.05rem; margin: 1.2rem 0 0.3rem; } h4 { font-size: 1rem; margin: 0.8rem 0 0.2rem; }
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
.handling { font-weight: bold; text-align: center; }
.page { break-before: page; }
@page { size: A4; margin: 16mm; }
@media print { html { font-size: 11px; } body { margin: 0; max-width: none; padding: 0; }
  small { color: #111; } thead { display: table-header-group; }
  figure, tr, .note { break-inside: avoid; } h2, h3 { break-after: avoid; } }
"""
_SHORT = 24
"""Letters of a first cell that are kept on one line."""


def html(paper: Paper) -> str:
    """Write a paper as a whole page; the same paper gives the same bytes."""
    marked = f'<p class="handling">{escape(paper.handling)}</p>'
    marking = [marked] if paper.handling else []
    head = [*marking, f"<h1>{escape(paper.title)}</h1>"]
    return pages.page(paper.title, STYLE, [*head, *map(_block, paper.blocks), *marking])


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{block.text}</h{block.level}>"
        case Para():
            return f"<p>{block.text}</p>"
        case Bullets():
            kind = "ol" if block.numbered else "ul"
            return f"<{kind}>{''.join(f'<li>{item}</li>' for item in block.items)}</{kind}>"
        case Grid():
            return _grid(block)
        case Boxed():
            return f'<div class="note"><p><b>{block.title}</b> {block.text}</p></div>'
        case Figure():
            return f"<figure><figcaption>{block.caption}</figcaption>\n{block.drawn}</figure>"
        case NewPage():
            return '<div class="page"></div>'


def _grid(grid: Grid) -> str:
    """Write a table; first cells are not broken where all of them are short."""
    short = all(len(part) <= _SHORT for row in grid.rows for part in row[0].split("<br>"))
    timed = all("<small>" in row[0] for row in grid.rows)
    return pages.table(grid.heads, grid.rows, grid.kind, first="n" if short or timed else "")
