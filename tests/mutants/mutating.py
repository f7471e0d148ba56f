"""Mutations of bytes and of trees: each takes the dice, and says what it promises of the result.

What promises `WRONG` broke the meaning for certain; what promises `SAME` left it as it was. Of
`ANY` nothing is promised but that the program answers as it should.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

ANY, WRONG, SAME = "any", "wrong", "same"
Dice = random.Random
Way = tuple[str | int, ...]
MARK = b"\xef\xbb\xbf"
LARGE = 3_000_000
"""Bytes that no file which a person writes may have."""
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 0.5, -0.0, 1e308, -1e308, 2**31, 2**63, 10**30, 10**400, "",
    " ", "x", "NaN", ".nan", ".inf", "-.inf", "1e999", "0x10", "1_000", "12:30", "=1+1", "{}",
    "nobody", "é赤🚢", "\u202eabc", "a\u2028b", "\x1b[2J", "\udcff", "a\nb", "9 parsec",
    "-5 min", "NaN min", "1e308 h", "99999999 d", "90 N 200 E", "2025-13-45 25:61", "x" * 70_000,
    "%s%n", "../../etc", "null", "true", [], {}, [[]], [None], {"": None}, {"x": {}},
)  # fmt: skip
"""Values that stand somewhere in a document in place of what belongs there."""
SCRAPS = (
    b"\x00", b"\xff", b"\xc3(", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\x1b[2J", b"\x7f",
    b"\x85", "\u2028".encode(), "\u202e".encode(), MARK, b"\t", b"\r", b"\n", b": ", b"- ", b"{",
    b"}", b"[", b"]", b"'", b'"', b"#", b"&a ", b"*a ", b"? ", b"| ", b"!!int ", b"---\n", b"%",
    b"<<: ", b"NaN", b"1e999", b",", b"\\", b"\\u0000", b"=", b";", b"null",
)  # fmt: skip

Bytes = Callable[[bytes, Dice], tuple[bytes, str]]


def _at(raw: bytes, dice: Dice) -> int:
    return dice.randint(0, len(raw))


def _slice(raw: bytes, dice: Dice, most: int = 60) -> tuple[int, int]:
    start = _at(raw, dice)
    return start, min(len(raw), start + dice.randint(1, most))


def _insert(raw: bytes, at: int, piece: bytes) -> bytes:
    return raw[:at] + piece + raw[at:]


def cut(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Cut the file off, as a full disk or a broken transfer does."""
    return raw[: _at(raw, dice)], ANY


def flipped(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Flip a few bits."""
    changed = bytearray(raw or b" ")
    for _ in range(dice.choice((1, 1, 1, 2, 8))):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed), ANY


def lost(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Take a slice out."""
    start, end = _slice(raw, dice)
    return raw[:start] + raw[end:], ANY


def doubled(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Write a slice twice."""
    start, end = _slice(raw, dice)
    return _insert(raw, end, raw[start:end]), ANY


def moved(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Write a slice elsewhere."""
    start, end = _slice(raw, dice)
    rest = raw[:start] + raw[end:]
    return _insert(rest, _at(rest, dice), raw[start:end]), ANY


def scrapped(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Put in a few scraps that mean something to a parser or to a terminal."""
    for _ in range(dice.randint(1, 4)):
        raw = _insert(raw, _at(raw, dice), dice.choice(SCRAPS))
    return raw, ANY


def _lines(raw: bytes) -> list[bytes]:
    return raw.splitlines(keepends=True) or [b"\n"]


def line_lost(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Take a line out."""
    lines = _lines(raw)
    del lines[dice.randrange(len(lines))]
    return b"".join(lines), ANY


def line_doubled(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Write a line twice."""
    lines = _lines(raw)
    at = dice.randrange(len(lines))
    lines.insert(at, lines[at])
    return b"".join(lines), ANY


def lines_swapped(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Let two lines change places."""
    lines = _lines(raw)
    one, two = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"".join(lines), ANY


def indented(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Move a line to the side."""
    lines = _lines(raw)
    at = dice.randrange(len(lines))
    bare = lines[at].lstrip(b" ")
    lines[at] = b" " * dice.randint(0, 12) + bare
    return b"".join(lines), ANY


def recoded(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Save the file in an encoding that is not UTF-8."""
    text = raw.decode("utf-8", "replace")
    code = dice.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "cp037"))
    promise = ANY if code == "latin-1" and text.isascii() else WRONG
    return text.encode(code, "replace"), promise if code != "latin-1" else ANY


def no_text(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Put bytes between others that are no UTF-8."""
    at = dice.randrange(max(1, len(raw) - 1))
    return _insert(raw, at, dice.choice((b"\xff", b"\xc0\xaf", b"\xfe\xfe", b"\xf8\x88"))), WRONG


def zeroed(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Put a zero byte in, or make zeros of everything, as a crash of a file system does."""
    if dice.random() < 0.2:
        return b"\0" * max(1, len(raw)), WRONG
    return _insert(raw, dice.randrange(max(1, len(raw) - 1)), b"\0"), WRONG


def emptied(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Leave nothing, or what is as good as nothing."""
    del raw
    return dice.choice((b"", b"\n", b" \n \n", MARK, b"\r\n")), WRONG


def noise(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Put any bytes in place of the file."""
    return b"\x89" + dice.randbytes(dice.randint(1, 400)), WRONG if raw else ANY


def enlarged(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Let the file grow beyond what a person reads."""
    piece = dice.choice((b"# all well\n", b"\n", b" ", b"- x\n", b"x"))
    return raw + piece * (LARGE // len(piece)), ANY


def marked(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """Put a byte order mark before the file."""
    del dice
    return MARK + raw.removeprefix(MARK), SAME


def ended_otherwise(raw: bytes, dice: Dice) -> tuple[bytes, str]:
    """End lines as other programs do, or the last one not at all."""
    bare = raw.replace(b"\r\n", b"\n").rstrip(b"\n")
    how = dice.randrange(3)
    if how == 0:
        return bare.replace(b"\n", b"\r\n") + b"\r\n", SAME
    return bare + (b"" if how == 1 else b"\n\n"), SAME


BYTES: tuple[Bytes, ...] = (
    cut, flipped, flipped, lost, doubled, moved, scrapped, scrapped, line_lost, line_doubled,
    lines_swapped, indented, recoded, no_text, zeroed, emptied, noise, marked, ended_otherwise,
)  # fmt: skip
"""Mutations of any file; the frequent ones stand twice."""

Tree = Callable[[Any, Dice], bool]
"""Changes a tree in place; says whether it could."""


def places(tree: Any, way: Way = ()) -> Iterator[tuple[Any, Any, Way]]:
    """Yield every place of a tree: what holds it, its key or position, and the way to it."""
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in inside:
        yield tree, key, (*way, key)
        if isinstance(value, dict | list):
            yield from places(value, (*way, key))


def _some(tree: Any, dice: Dice) -> tuple[Any, Any] | None:
    """Choose a place: half of the time near the root, where a tree has few."""
    found = list(places(tree))
    if dice.random() < 0.3:
        found = [place for place in found if len(place[2]) <= 2] or found
    return dice.choice(found)[:2] if found else None


def dropped(tree: Any, dice: Dice) -> bool:
    """Leave a key or an entry out."""
    place = _some(tree, dice)
    if place:
        del place[0][place[1]]
    return bool(place)


def renamed(tree: Any, dice: Dice) -> bool:
    """Misspell a key."""
    found = [(holder, key) for holder, key, _ in places(tree) if isinstance(holder, dict)]
    if not found:
        return False
    holder, key = dice.choice(found)
    new = dice.choice((f"{key}s", key[:-1], key.upper(), f"{key}é", "x" * 500, "", "a.b=c"))
    items = [(new if name == key else name, value) for name, value in holder.items()]
    holder.clear()
    holder.update(items)
    return True


def odd(tree: Any, dice: Dice) -> bool:
    """Put a value of the wrong kind or size somewhere."""
    place = _some(tree, dice)
    if place:
        place[0][place[1]] = copy.deepcopy(dice.choice(ODD))
    return bool(place)


def scaled(tree: Any, dice: Dice) -> bool:
    """Make a number, or the number in a quantity, far too large, tiny or negative."""
    found = [place for place in places(tree) if _numeric(place[0][place[1]])]
    if not found:
        return False
    holder, key, _ = dice.choice(found)
    factor = dice.choice((-1, 0, 10, 1000, 10**6, 10**12, 1e-6, 1e300))
    value = holder[key]
    if isinstance(value, str):
        number, _, unit = value.partition(" ")
        holder[key] = f"{float(number) * factor:g} {unit}"
    else:
        holder[key] = value * factor
    return True


def _numeric(value: Any) -> bool:
    if isinstance(value, str):
        number, sign, _ = value.partition(" ")
        return bool(sign) and number.isdecimal() and number.isascii() and len(number) < 9
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def wrapped(tree: Any, dice: Dice) -> bool:
    """Put a value into a list or under a key, once or very deep."""
    place = _some(tree, dice)
    if not place:
        return False
    holder, key = place
    keyed = dice.random() < 0.5
    for _ in range(dice.choice((1, 1, 2, 50, 70, 300))):
        holder[key] = {"of": holder[key]} if keyed else [holder[key]]
    return True


def exchanged(tree: Any, dice: Dice) -> bool:
    """Let two values change places."""
    one, two = _some(tree, dice), _some(tree, dice)
    if not one or not two:
        return False
    first, second = copy.deepcopy(one[0][one[1]]), copy.deepcopy(two[0][two[1]])
    one[0][one[1]] = second
    if _is_there(two):
        two[0][two[1]] = first
    return True


def _is_there(place: tuple[Any, Any]) -> bool:
    holder, key = place
    return key in holder if isinstance(holder, dict) else key < len(holder)


def multiplied(tree: Any, dice: Dice) -> bool:
    """Write an entry of a list several times."""
    found = [(holder, key) for holder, key, _ in places(tree) if isinstance(holder, list)]
    if not found:
        return False
    holder, at = dice.choice(found)
    holder[at:at] = [copy.deepcopy(holder[at]) for _ in range(dice.choice((1, 1, 2, 40)))]
    return True


def reversed_list(tree: Any, dice: Dice) -> bool:
    """Turn the order of a list about."""
    found = [
        holder[key]
        for holder, key, _ in places(tree)
        if isinstance(holder[key], list) and len(holder[key]) > 1
    ]
    if found:
        dice.choice(found).reverse()
    return bool(found)


TREES: tuple[Tree, ...] = (
    dropped, renamed, odd, odd, odd, scaled, wrapped, exchanged, multiplied, reversed_list,
)  # fmt: skip
"""Mutations of any tree; of none is promised that it breaks the meaning."""
