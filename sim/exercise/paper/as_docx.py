"""A paper for a word processor (.docx), by python-docx; the same paper gives the same bytes.

Styles are those of the word processor, so whoever edits the paper can change its look at once.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import docx as library
from docx.document import Document
from docx.enum.text import WD_BREAK

from sim.exercise.paper import docx_parts as parts
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
from sim.exercise.paper.packed import mark

_THEN = datetime(2000, 1, 1)  # noqa: DTZ001  # the format has no zone here
_ZIPPED = (1980, 1, 1, 0, 0, 0)


def docx(paper: Paper) -> bytes:
    """Write a paper as a file for word processors."""
    document = _empty(paper)
    parts.add_title(document, paper.title)
    for block in paper.blocks:
        _add(document, block)
    return _packed(document)


def _empty(paper: Paper) -> Document:
    document = library.Document()
    parts.set_page(document, paper.handling)
    core = document.core_properties
    core.title, core.author, core.comments = paper.title, "Channel 16", ""
    core.created = core.modified = _THEN
    core.identifier, core.revision, core.language = "", 1, "en-GB"
    return document


def _add(document: Document, block: Block) -> None:
    match block:
        case Heading():
            parts.write(document.add_heading(level=min(block.level - 1, 4)), block.text)
        case Para():
            parts.write(document.add_paragraph(), block.text)
        case Bullets():
            style = "List Number" if block.numbered else "List Bullet"
            for item in block.items:
                parts.write(document.add_paragraph(style=style), item)
            if block.numbered:
                parts.number_anew(document, len(block.items))
        case Grid():
            parts.add_grid(document, block)
        case Boxed():
            parts.add_boxed(document, block)
        case Figure():
            parts.add_figure(document, block)
        case NewPage():
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _packed(document: Document) -> bytes:
    """Save a document with no time of day in it, and a sum by which `untouched` knows it again."""
    found = _parts_of(document)
    document.core_properties.identifier = mark(found)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in _parts_of(document).items():
            info = zipfile.ZipInfo(name, _ZIPPED)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            file.writestr(info, data)
    return out.getvalue()


def _parts_of(document: Document) -> dict[str, bytes]:
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as file:
        return {name: file.read(name) for name in file.namelist()}
