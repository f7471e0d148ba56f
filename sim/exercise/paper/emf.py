"""The figures of papers as enhanced metafiles (EMF), for word processors that know no SVG.

What `sim.exercise.chart` draws is all that is understood: lines, paths of straight pieces,
rectangles, circles and text; lengths in the file are tenths of a pixel.
"""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot

_UNIT = 10
_SIGNATURE = 0x464D4520
_PIXELS_A_MM = 3.7795
_FACE = "Times New Roman"
_ALIGN = {"start": 24, "middle": 30, "end": 26}
"""On the base line: from, around and up to a place."""
_NO_PEN, _NO_BRUSH = 0x80000008, 0x80000005
_STEP = re.compile(r"([MLHVlhvm])([^MLHVlhvm]*)")
Point = tuple[float, float]


def emf(svg: str) -> bytes:
    """Draw a figure again as a metafile; the same figure gives the same bytes."""
    root = ET.fromstring(svg)  # a figure that was written here
    width, height = float(root.get("width", "1")), float(root.get("height", "1"))
    file = _Metafile(float(root.get("stroke-width", "1")), float(root.get("font-size", "11")))
    for element in root:
        file.draw(element)
    return file.whole(width, height)


class _Metafile:
    """Records in their order, with the pens, brushes and the font that they use."""

    def __init__(self, line: float, font: float) -> None:
        self._line, self._records = line, [_record(18, struct.pack("<I", 1))]
        self._objects: dict[tuple[str, int, int], int] = {}
        look = struct.pack("<iiiii8B", -_length(font), 0, 0, 0, 400, *(0, 0, 0, 1, 0, 0, 0, 0))
        name = _FACE.encode("utf-16-le").ljust(64, b"\0")
        self._make(("font", 0, 0), 82, (look + name).ljust(320, b"\0"))

    def draw(self, element: ET.Element) -> None:
        """Draw one element; a title is not drawn."""
        at = {key: float(element.get(key, "0")) for key in ("x", "y", "x1", "y1", "x2", "y2")}
        match element.tag:
            case "line":
                self._stroke(element, [[(at["x1"], at["y1"]), (at["x2"], at["y2"])]])
            case "path":
                self._stroke(element, list(_pieces(element.get("d", ""))))
            case "rect":
                wide, high = float(element.get("width", "0")), float(element.get("height", "0"))
                self._shape(43, element, (at["x"], at["y"], at["x"] + wide, at["y"] + high))
            case "circle":
                x, y, r = (float(element.get(key, "0")) for key in ("cx", "cy", "r"))
                self._shape(42, element, (x - r, y - r, x + r, y + r))
            case "text":
                self._text(element, at["x"], at["y"])

    def whole(self, width: float, height: float) -> bytes:
        """Give the whole file."""
        end = _record(14, struct.pack("<III", 0, 16, 20))
        body = b"".join([*self._records, end])
        device = (_length(width), _length(height))
        size_mm = (round(width / _PIXELS_A_MM), round(height / _PIXELS_A_MM))
        frame = (0, 0, size_mm[0] * 100, size_mm[1] * 100)
        count, handles = len(self._records) + 2, len(self._objects) + 1
        head = struct.pack("<4i4i", 0, 0, *device, *frame)
        head += struct.pack(
            "<4I2H3I", 0x464D4520, 0x10000, 88 + len(body), count, handles, *(0,) * 4
        )
        return _record(1, head + struct.pack("<4i", *device, *size_mm)) + body

    def _make(self, key: tuple[str, int, int], kind: int, data: bytes) -> None:
        """Make an object once, and use it from now on."""
        if key not in self._objects:
            self._objects[key] = len(self._objects) + 1
            self._records.append(_record(kind, struct.pack("<I", self._objects[key]) + data))
        self._use(self._objects[key])

    def _use(self, handle: int) -> None:
        self._records.append(_record(37, struct.pack("<I", handle)))

    def _pen(self, element: ET.Element) -> None:
        color = element.get("stroke", "none")
        if color == "none":
            self._use(_NO_PEN)
            return
        width, ink = _length(float(element.get("stroke-width", self._line))), _color(color)
        self._make(("pen", width, ink), 38, struct.pack("<IiiI", 0, width, 0, ink))

    def _stroke(self, element: ET.Element, lines: Sequence[Sequence[Point]]) -> None:
        dashes = [float(each) for each in element.get("stroke-dasharray", "").split()]
        self._pen(element)
        for line in lines:
            for piece in _dashed(line, dashes) if dashes else [line]:
                for number, (x, y) in enumerate(piece):
                    place = struct.pack("<ii", _length(x), _length(y))
                    self._records.append(_record(54 if number else 27, place))

    def _shape(self, kind: int, element: ET.Element, box: Sequence[float]) -> None:
        fill = element.get("fill", "#000")
        self._pen(element)
        if fill == "none":
            self._use(_NO_BRUSH)
        else:
            ink = _color(fill)
            self._make(("brush", 0, ink), 39, struct.pack("<III", 0, ink, 0))
        self._records.append(_record(kind, struct.pack("<4i", *map(_length, box))))

    def _text(self, element: ET.Element, x: float, y: float) -> None:
        text = "".join(element.itertext())
        align = _ALIGN[element.get("text-anchor", "start")]
        self._records.append(_record(22, struct.pack("<I", align)))
        coded = text.encode("utf-16-le")
        data = struct.pack("<4iIff", 0, 0, -1, -1, 1, 1.0, 1.0)
        data += struct.pack("<iiIII4iI", _length(x), _length(y), len(coded) // 2, 76, *(0,) * 6)
        self._records.append(_record(84, data + coded + b"\0" * (-len(coded) % 4)))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<II", kind, 8 + len(data)) + data


def _length(pixels: float) -> int:
    return round(pixels * _UNIT)


def _color(text: str) -> int:
    """Read a color such as #abc, as blue, green, red.

    >>> f"{_color('#123'):06x}"
    '332211'
    """
    red, green, blue = (int(letter * 2, 16) for letter in text[1:4])
    return blue << 16 | green << 8 | red


def _pieces(path: str) -> Iterator[list[Point]]:
    """Read the lines of a path.

    >>> list(_pieces("M1 2h3M0 0l1 -1L5 5V6"))
    [[(1.0, 2.0), (4.0, 2.0)], [(0.0, 0.0), (1.0, -1.0), (5.0, 5.0), (5.0, 6.0)]]
    """
    line: list[Point] = []
    x = y = 0.0
    for step, given in _STEP.findall(path):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", given)]
        for at in range(0, len(numbers), 1 if step in "HhVv" else 2):
            match step:
                case "H" | "h":
                    x = numbers[at] + (x if step == "h" else 0.0)
                case "V" | "v":
                    y = numbers[at] + (y if step == "v" else 0.0)
                case _:
                    x = numbers[at] + (x if step.islower() else 0.0)
                    y = numbers[at + 1] + (y if step.islower() else 0.0)
            if step in "Mm" and not at and line:
                yield line
                line = []
            line.append((x, y))
    if line:
        yield line


def _dashed(line: Sequence[Point], dashes: Sequence[float]) -> Iterator[list[Point]]:
    """Cut a line into dashes.

    >>> list(_dashed([(0.0, 0.0), (5.0, 0.0)], [2.0, 1.0]))
    [[(0.0, 0.0), (2.0, 0.0)], [(3.0, 0.0), (5.0, 0.0)]]
    """
    place, left = 0, dashes[0]
    for (x1, y1), (x2, y2) in pairwise(line):
        long, done = hypot(x2 - x1, y2 - y1), 0.0
        while done < long:
            step = min(left, long - done)
            ends = [(done + part) / long for part in (0.0, step)]
            if not place % 2:
                yield [(x1 + (x2 - x1) * part, y1 + (y2 - y1) * part) for part in ends]
            done, left = done + step, left - step
            if left <= 0:
                place += 1
                left = dashes[place % len(dashes)]
