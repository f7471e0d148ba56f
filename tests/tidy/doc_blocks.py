"""The parts of the docs that are made from the code; run as a module to write them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

from sim.engine import events  # noqa: F401  # registers every kind of event
from sim.engine.log import FACTS, names
from sim.engine.streams import STREAMS
from sim.model.chance import DISTRIBUTIONS
from sim.model.conditions import CONDITIONS
from sim.model.effects import EFFECTS
from sim.model.goals import GOALS
from sim.model.scenario import KINDS, Scenario
from sim.model.words import Word
from sim.plugins import Registry

ROOT = Path(__file__).resolve().parents[2]


def modules() -> list[Path]:
    """List the modules of the product, packages before what is in them."""
    found = [path for top in ("sim", "tui") for path in (ROOT / top).rglob("*.py")]
    return sorted(found, key=lambda path: path.with_name(path.name.replace("__init__", "")).parts)


def first_line(path: Path) -> str:
    """Give the first line of a module's docstring, or nothing."""
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]


def _doc(thing: object) -> str:
    return " ".join((thing.__doc__ or "").strip().partition("\n\n")[0].split())


def _table(head: str, rows: list[str]) -> str:
    rule = "|" + "---|" * head.count("|", 1)
    return "\n".join([head, rule, *rows]) + "\n"


def module_table() -> str:
    """Write which module is for what."""
    rows = [f"| `{path.relative_to(ROOT).as_posix()}` | {first_line(path)} |" for path in modules()]
    return _table("| module | what it is for |", rows)


def stream_table() -> str:
    """Write every stream of chance with the sentence that documents it."""
    return _table("| stream | what is drawn |", [f"| `{k}` | {v} |" for k, v in STREAMS.items()])


def event_table() -> str:
    """Write every kind of event; fields that never leave the engine are marked."""
    rows = []
    for kind, cls in sorted(FACTS.items()):
        fields = ", ".join(f"*{f}*" if f in cls.secret else f for f in names(cls))
        rows.append(f"| `{kind}` | {'opens' if cls.opens else ''} | {fields} | {_doc(cls)} |")
    return _table("| event | interval | fields | what happened |", rows)


def _words(registry: Registry[type[Word]]) -> Callable[[], str]:
    def write() -> str:
        rows = []
        for word in registry:
            spec = registry.get(word)
            keys = ", ".join(
                f"`{name}`" + ("" if field.is_required() else "?")
                for name, field in spec.model_fields.items()
            )
            short = f"`{word}: {spec.shorthand.upper()}` " if spec.shorthand else ""
            rows.append(f"| `{word}` | {short}| {keys} | {_doc(spec)} |")
        return _table("| word | short form | keys | meaning |", rows)

    return write


def entry_table() -> str:
    """Write every kind of entry a scenario may list, with its keys."""
    rows = []
    for field in KINDS.values():
        annotation = str(Scenario.model_fields[field].annotation)
        entry = re.search(r"sim\.model\.\w+\.(\w+)", annotation)
        assert entry is not None, field
        cls = _entry(entry[1])
        keys = ", ".join(
            f"`{name}`" + ("" if info.is_required() else "?")
            for name, info in cls.model_fields.items()
        )
        rows.append(f"| `{field}` | {keys} | {_doc(cls)} |")
    return _table("| list | keys | one entry is |", rows)


def _entry(name: str) -> type[Word]:
    from sim.model import channels, drill, moves, world  # looked up by name

    return next(getattr(m, name) for m in (world, channels, moves, drill) if hasattr(m, name))


def picture() -> str:
    """Take a decision out of a golden play: the screen as a player sees it."""
    text = (ROOT / "tests" / "golden" / "ph_stays_under_jets.txt").read_text("utf-8")
    begin = text.index("    08:17 ! ")
    return "```\n" + text[begin : text.index("\n> ", begin)] + "\n```\n"


BLOCKS: dict[tuple[str, str], Callable[[], str]] = {
    ("README.md", "picture"): picture,
    ("docs/design.md", "modules"): module_table,
    ("docs/design.md", "streams"): stream_table,
    ("docs/events.md", "events"): event_table,
    ("docs/data-language.md", "entries"): entry_table,
    ("docs/data-language.md", "conditions"): _words(CONDITIONS),
    ("docs/data-language.md", "effects"): _words(EFFECTS),
    ("docs/data-language.md", "goals"): _words(GOALS),
    ("docs/data-language.md", "distributions"): _words(DISTRIBUTIONS),
}
"""Which block of which page is made by what."""


def marks(name: str) -> tuple[str, str]:
    """Give the two lines between which a block stands."""
    return f"<!-- {name} -->\n", f"<!-- /{name} -->"


def block(page: str, name: str) -> str:
    """Give what stands in a block of a page's text."""
    begin, end = marks(name)
    return page.partition(begin)[2].partition(end)[0]


def write() -> None:
    """Bring every block up to date."""
    for (name, part), make in BLOCKS.items():
        path = ROOT / name
        page = path.read_text("utf-8")
        begin, end = marks(part)
        path.write_text(
            page.replace(begin + block(page, part) + end, begin + make() + end), "utf-8"
        )


if __name__ == "__main__":
    write()
