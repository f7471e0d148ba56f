"""What a verb writes to a file that is named: nothing that was not written here is replaced."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import RecordError, UsageError
from sim.pages import untouched
from sim.store import put_in_place, read_bytes, read_text

if TYPE_CHECKING:
    from sim.exercise.paper.blocks import Paper

_HTML, _ANOTHER = "<!DOCTYPE html>", "is another kind of file"
_EDITED = "is a page that was not written here, or edited since,"
_THERE_BYTES_MOST = 64_000_000
"""A list or page that is there already; larger ones were not written here."""


def may_write_page(path: Path, option: str) -> None:
    """See that a page may be written: nothing is there, or a page as it was written here.

    Raises:
        UsageError: the folder is missing, or what is there or asked for is another kind of file.
    """
    there = there_already(path, option, ".html", ".htm")
    if there and not untouched(there):
        raise stays(path, option, _EDITED if there.startswith(_HTML) else _ANOTHER)


def may_write_paper(path: Path, option: str) -> None:
    """See that a paper may be written, a page or a file for word processors, by its name.

    Raises:
        UsageError: as `may_write_page`.
    """
    if path.suffix.lower() != ".docx":
        may_write_page(path, option)
        return
    from sim.exercise.paper import packed

    if not path.parent.is_dir():
        raise UsageError(f"{option} {path}: there is no folder “{path.parent}”; make it first")
    if not path.exists():
        return
    try:
        there = read_bytes(path, _THERE_BYTES_MOST, "what was written there")
    except RecordError:
        raise stays(path, option) from None
    if not packed.untouched(there):
        raise stays(path, option, "is a paper that was not written here, or edited since,")


def write_paper(path: Path, paper: Paper) -> None:
    """Write a paper in the way that its file's name asks for.

    Raises:
        UsageError: the extra that writes for word processors is missing.
        RecordError: it cannot be written; an earlier file stays as it was.
    """
    raw = _as_asked(path, paper)
    put_in_place(path, lambda file: file.write(raw))


def _as_asked(path: Path, paper: Paper) -> bytes:
    if path.suffix.lower() != ".docx":
        from sim.exercise.paper.as_html import html

        return html(paper).encode()
    try:
        from sim.exercise.paper.as_docx import docx
    except ImportError:
        what = f"{path}: for .docx install the extra “exercise” (pip install 'channel16[exercise]')"
        raise UsageError(f"{what}, or give a name that ends in .html") from None
    return docx(paper)


def there_already(path: Path, option: str, *suffixes: str) -> str:
    """Read what is there already, "" if nothing is; refuse what cannot be written.

    Raises:
        UsageError: the folder is missing, or what is there or asked for is another kind of file.
    """
    if not path.parent.is_dir():
        raise UsageError(f"{option} {path}: there is no folder “{path.parent}”; make it first")
    there = ""
    if path.exists():
        if not path.is_file():
            raise UsageError(f"{option} {path}: is no file; give another name")
        try:
            there = read_text(path, _THERE_BYTES_MOST, "what was written there")
        except RecordError:
            raise stays(path, option) from None
    if not there and path.suffix.lower() not in ("", *suffixes):
        raise UsageError(
            f"{option} {path}: “{path.suffix}” is another kind of file; give {suffixes[0]}"
        )
    return there


def stays(path: Path, option: str, why: str = _ANOTHER) -> UsageError:
    """Make the complaint that what is there is not replaced, and why."""
    return UsageError(f"{option} {path}: {why} and stays; give another name")
