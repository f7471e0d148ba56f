"""The parts of the docs that are made from the code; run as a module to write them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import get_args

from sim.engine import facts  # noqa: F401  # registers every kind of event
from sim.engine.base.draws import STREAMS
from sim.engine.base.log import FACTS
from sim.loader.doctrines import doctrines
from sim.model.briefing import Briefing, Statement
from sim.model.chance import DISTRIBUTIONS
from sim.model.channels import CLEARING, RESTRAINT, STARTS, Intent
from sim.model.conditions import CONDITIONS
from sim.model.effects import EFFECTS
from sim.model.goals import GOALS
from sim.model.parameters import PARAMETER_TABLE, ParameterRow, Parameters
from sim.model.scenario import KINDS, Scenario
from sim.model.sentences import sayings
from sim.model.words import Entry, Word, parts_of
from sim.plugins import Registry
from tests.tidy import scenario_index

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
    for known in sorted(FACTS.values(), key=lambda known: known.kind):
        fields = ", ".join(f"*{f}*" if f in known.secret else f for f in known.fields)
        opens = "opens" if known.opens else ""
        rows.append(f"| `{known.kind}` | {opens} | {fields} | {_doc(known.cls)} |")
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
        parts = parts_of(Scenario.model_fields[field].annotation)
        cls = next(part for part in parts if isinstance(part, type) and issubclass(part, Entry))
        keys = ", ".join(
            f"`{name}`" + ("" if info.is_required() else "?")
            for name, info in cls.model_fields.items()
        )
        rows.append(f"| `{field}` | {keys} | {_doc(cls)} |")
    return _table("| list | keys | one entry is |", rows)


def briefing_table() -> str:
    """Write the parts of a briefing."""
    rows = []
    for name, info in Briefing.model_fields.items():
        sourced = Statement in parts_of(info.annotation)
        plain = "text" if info.annotation is str else "a list of texts"
        shape = "statements" if sourced else plain
        rows.append(f"| `{name}` | {shape} | {info.description} |")
    return _table("| key | is | says |", rows)


def start_table() -> str:
    """Write what each word that a channel may start with stands for."""
    rows = [
        f"| `{word}` | {start.political} | {'by appointment' if start.appointment else 'direct'} "
        f"| {start.answer:g} | {start.decline:g} | {start.may:g} |"
        for word, start in STARTS.items()
    ]
    return _table("| `start` | politically | access | answers | refusals | may answer |", rows)


def intent_table() -> str:
    """Write what the intents of forms do."""
    rows = [
        f"| `{intent}` | {'yes' if intent in RESTRAINT else ''} "
        f"| {'yes' if intent in CLEARING else ''} |"
        for intent in get_args(Intent)
    ]
    return _table("| intent | a word of restraint | doubtful acts are explained |", rows)


def parameter_table() -> str:
    """Write every number of the model with its range, presets and source."""
    rows = []
    for name, row in PARAMETER_TABLE.items():
        presets = f"{row.optimist}; {row.pessimist}" if row.optimist else ""
        rows.append(
            f"| `{name}` | {_default(name, row)} | {row.low} to {row.high} | {presets} "
            f"| {row.meaning} | {row.source} |"
        )
    return _table("| number | default | range | presets | meaning | source |", rows)


def _default(name: str, row: ParameterRow) -> str:
    """Give a default in the unit in which its range is told."""
    value = getattr(Parameters(source=""), name)
    unit = row.high.partition(" ")[2]
    if unit and unit != "nats":  # of 20, since a yard alone is rounded
        value /= getattr(Parameters.model_validate({name: f"20 {unit}"}), name) / 20
    shown = str(Fraction(value).limit_denominator(1000)) if "/" in row.low else f"{value:.4g}"
    return f"{shown} {unit}".strip()


def doctrine_table() -> str:
    """Write every shipped doctrine with the numbers in which it differs."""
    rows = []
    for name, spec in doctrines().items():
        own = spec.model_dump(exclude_unset=True, exclude={"id", "title", "source"})
        told = ", ".join(f"`{key}` {value:g}" for key, value in own.items())
        rows.append(f"| `{name}` | {spec.title} | {told} |")
    return _table("| policy | how it chooses | what sets it apart |", rows)


def saying_table() -> str:
    """Write everything that can be said, those with the same slots in one row."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for says, slots in sayings().items():
        alike.setdefault(slots, []).append(f"`{says}`")
    rows = [
        f"| {', '.join(says)} | {', '.join(f'`{{{slot}}}`' for slot in slots)} |"
        for slots, says in alike.items()
    ]
    return _table("| `says` | slots |", rows)


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
    ("docs/data-language.md", "briefing"): briefing_table,
    ("docs/data-language.md", "starts"): start_table,
    ("docs/model.md", "starts"): start_table,
    ("docs/model.md", "parameters"): parameter_table,
    ("docs/model.md", "doctrines"): doctrine_table,
    ("docs/model.md", "streams"): stream_table,
    ("docs/model.md", "events"): event_table,
    ("docs/data-language.md", "intents"): intent_table,
    ("docs/data-language.md", "sayings"): saying_table,
    ("docs/data-language.md", "parameters"): parameter_table,
    ("docs/data-language.md", "doctrines"): doctrine_table,
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
    scenario_index.PATH.write_text(scenario_index.index(), "utf-8")
