"""How blocks stand on a page of a word processor: text with its marks, tables, notes, figures."""

from __future__ import annotations

import io
import math
import re
import struct
import zlib
from html.parser import HTMLParser

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from sim.exercise.paper.blocks import Boxed, Figure, Grid
from sim.exercise.paper.emf import emf

_WIDTH_MM, _MARGIN_MM, _WIDE_MM, _HIGH_MM = 174, 18, 210, 297
_SMALL, _CELL, _TEXT = 8, 8.5, 10
_INK, _GREY, _SHADE = "111111", "555555", "E8E8E8"
_BLANK_MM = 9
_LETTERS, _WORD_MOST = 104, 16
"""Letters that fit into a line of a table; the longest word that a column makes room for."""
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_SVG_BLIP = (
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" xmlns:r='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{}"/>'
)
_SVG_USE = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


class _Rich(HTMLParser):
    """Writes rich text into a paragraph, one run for each change of its marks."""

    def __init__(self, paragraph: Paragraph, size: float | None) -> None:
        super().__init__()
        self._paragraph, self._size = paragraph, size
        self._marks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a mark, or a line."""
        if tag == "br":
            self._paragraph.add_run().add_break()
        else:
            self._marks.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a mark."""
        self._marks.remove(tag)

    def handle_data(self, data: str) -> None:
        """Write text under the marks that are open."""
        run = self._paragraph.add_run(data)
        run.bold, run.italic = "b" in self._marks or None, "i" in self._marks or None
        if self._size is not None:
            run.font.size = Pt(self._size)
        if "small" in self._marks:
            run.font.size, run.font.color.rgb = Pt(_SMALL), RGBColor.from_string(_GREY)
        if "code" in self._marks:
            run.font.name, run.font.size = "Courier New", Pt((self._size or _TEXT) - 0.5)


def write(paragraph: Paragraph, text: str, size: float | None = None) -> None:
    """Write rich text into a paragraph."""
    rich = _Rich(paragraph, size)
    rich.feed(text)
    rich.close()


def set_page(document: Document, handling: str) -> None:
    """Set paper, letters and spaces; write what stands at the head and the foot of every page."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(_WIDE_MM), Mm(_HIGH_MM)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Mm(_MARGIN_MM))
    for name, size, before, after in (
        ("Normal", _TEXT, 0, 5),
        ("Title", 20, 0, 6),
        ("Heading 1", 15, 16, 4),
        ("Heading 2", 12, 11, 3),
        ("Heading 3", 10.5, 8, 2),
    ):
        style = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.font.color.rgb = RGBColor.from_string(_INK)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[key]  # a theme's letters would win over those that are named
        spacing = style.paragraph_format
        spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (head, foot):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if handling:
        head.add_run(handling).bold = True
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    """Write a number that the word processor fills in."""
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        run.font.size = Pt(_CELL)
        if kind:
            _under(run._r, "w:fldChar", {"w:fldCharType": kind})
        else:
            _under(run._r, "w:instrText", {}).text = name


def add_title(document: Document, title: str) -> None:
    """Write the title of a paper."""
    document.add_paragraph(title, style="Title")
    for border in document.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)


def number_anew(document: Document, count: int) -> None:
    """Let the numbers of the last items begin at 1, whatever lists stood before."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    kind = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
    spec = next(n for n in numbering.num_lst if str(n.numId) == kind)
    num = numbering.add_num(spec.abstractNumId.val)
    num.add_lvlOverride(ilvl=0).add_startOverride(1)
    for paragraph in document.paragraphs[-count:]:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = num.numId


def add_grid(document: Document, grid: Grid) -> None:
    """Write a table: its head stands again on each page, and no row is broken over two."""
    found = document.add_table(rows=0, cols=len(grid.heads), style="Table Grid")
    found.autofit = False
    shares = grid.widths or _shares(grid)
    wide = [_WIDTH_MM * share / math.fsum(shares) for share in shares]
    for column, width in zip(found.columns, wide, strict=True):
        column.width = Mm(width)
    _borders(found)
    rows = [grid.heads, *grid.rows]
    for number, row in enumerate(rows):
        if not number and not any(row):
            continue  # columns without names
        made = found.add_row()
        properties = made._tr.get_or_add_trPr()
        _under(properties, "w:cantSplit", {})
        if not number:
            _under(properties, "w:tblHeader", {})
        elif grid.kind == "blank":
            made.height = Mm(_BLANK_MM * 2 if row[0] else _BLANK_MM)
        for cell, text, width in zip(made.cells, row, wide, strict=True):
            cell.width = Mm(width)
            _fill(cell, text if number or not text else f"<b>{text}</b>", head=not number)
    _gap(document)


def _shares(grid: Grid) -> list[float]:
    """Give each column room for its longest word, and the rest by how much stands in it."""
    if grid.kind == "blank" or not grid.rows:
        return [1.0] * len(grid.heads)
    words, texts = [], []
    for column in range(len(grid.heads)):
        cells = [re.sub("<[^>]*>", " ", row[column]) for row in (grid.heads, *grid.rows)]
        longest = max(len(word) for cell in cells for word in cell.split(" "))
        words.append(float(min(longest + 3, _WORD_MOST)))
        texts.append((sum(len(cell) for cell in cells) / len(cells)) ** 0.8)
    rest = max(_LETTERS - math.fsum(words), 0.0)
    return [w + rest * t / math.fsum(texts) for w, t in zip(words, texts, strict=True)]


def _borders(table: Table) -> None:
    """Draw thin lines between rows, and none between columns."""
    borders = _under(table._tbl.tblPr, "w:tblBorders", {})
    for side in ("top", "bottom", "insideH"):
        _under(borders, f"w:{side}", {"w:val": "single", "w:sz": "4", "w:color": "AAAAAA"})
    for side in ("left", "right", "insideV"):
        _under(borders, f"w:{side}", {"w:val": "nil"})


def _fill(cell: _Cell, text: str, *, head: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = Pt(1)
    paragraph.paragraph_format.space_after = Pt(1)
    if head:
        paragraph.paragraph_format.keep_with_next = True
        _under(cell._tc.get_or_add_tcPr(), "w:shd", {"w:val": "clear", "w:fill": _SHADE})
    write(paragraph, text, _CELL)


def add_boxed(document: Document, block: Boxed) -> None:
    """Write a note with a line around it."""
    found = document.add_table(rows=1, cols=1, style="Table Grid")
    found.columns[0].width = Mm(_WIDTH_MM)
    _fill(found.rows[0].cells[0], f"<b>{block.title}</b> {block.text}")
    _gap(document)


def _gap(document: Document) -> None:
    """Leave room after a table, so that what follows does not stick to it."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(6)


def add_figure(document: Document, figure: Figure) -> None:
    """Write a drawing in lines: as it is, and for programs that know no SVG as a metafile."""
    size = _SIZE.search(figure.drawn)
    high = _WIDTH_MM * float(size[2]) / float(size[1]) if size else _WIDTH_MM / 2
    caption = document.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    write(caption, figure.caption, _CELL)
    number = len(document.inline_shapes) + 1
    shape = document.add_picture(io.BytesIO(_white()), Mm(_WIDTH_MM), Mm(high))
    shape._inline.docPr.set("descr", re.sub("<[^>]*>", "", figure.caption))
    drawn = figure.drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    blip = shape._inline.graphic.graphicData.pic.blipFill.blip
    document.part.drop_rel(blip.embed)
    blip.embed = _kept(document, f"figure{number}.emf", "image/x-emf", emf(figure.drawn))
    known_as = _kept(document, f"figure{number}.svg", "image/svg+xml", drawn.encode())
    extension = _under(_under(blip, "a:extLst", {}), "a:ext", {})
    extension.set("uri", _SVG_USE)
    extension.append(parse_xml(_SVG_BLIP.format(known_as)))


def _kept(document: Document, name: str, kind: str, data: bytes) -> str:
    """Put a drawing into the file; give the name by which the document knows it."""
    part = Part(PackURI(f"/word/media/{name}"), kind, data, document.part.package)
    return document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)


def _white() -> bytes:
    """Make a picture of one white dot (PNG), whose place a drawing takes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    dot = chunk(b"IDAT", zlib.compress(b"\0\xff"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + dot + chunk(b"IEND", b"")


def _under(element: BaseOxmlElement, tag: str, attributes: dict[str, str]) -> BaseOxmlElement:
    """Put an element below another."""
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(key), value)
    element.append(made)
    return made
