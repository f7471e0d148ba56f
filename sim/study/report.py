"""A study's report: one page of HTML for screen and paper that needs nothing beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sim.loader.sources import Sources, kind_of, of_model, sources
from sim.model.parameters import PARAMETER_TABLE, Parameters
from sim.model.parameters.row import ParameterRow
from sim.pages import escape, page, table
from sim.study.design import Plan, Study
from sim.study.forest_plot import PlotRow, forest
from sim.study.measures import Measure
from sim.study.report_findings import findings
from sim.study.run_table import RunTable
from sim.study.summary import in_words, interval

_COLUMNS_MOST = 4
"""Arms side by side in one table: what a sheet of paper holds."""
_BREAK = re.compile(r"[.:_@](?=\w)")
_STYLE = """
html { font-size: 15px; }
body { font: 1rem/1.45 Georgia, serif; color: #111; max-width: 46rem; margin: 2rem auto;
  padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2rem; }
table { border-collapse: collapse; margin: 0.8rem 0; font-size: 0.9rem; }
th, td { text-align: left; vertical-align: top; padding: 0.15rem 1rem 0.15rem 0;
  border-bottom: 1px solid #bbb; }
thead th { border-bottom: 2px solid #111; }
code { font: 0.9em ui-monospace, monospace; }
small { font-size: 0.85em; white-space: nowrap; }
figure { margin: 1rem 0; } figcaption { font-size: 0.9rem; }
svg { display: block; max-width: 100%; height: auto; }
dt { font-size: 0.9rem; margin-top: 0.5rem; } dd { margin-left: 1.2rem; font-size: 0.9rem; }
.note { border: 1px solid #111; padding: 0.2rem 1rem; }
@page { margin: 18mm; }
@media print { html { font-size: 11px; } body { margin: 0; max-width: none; padding: 0; }
  figure, tr, .note { break-inside: avoid; } h2, dt { break-after: avoid; } }
"""


def report(study: Study, runs: RunTable, result: Mapping[str, Any]) -> str:
    """Write the report of a study; the same study gives the same bytes."""
    made = runs.plan
    found, own = sources(study.scenario), _own(study)
    title = study.title or f"{made.scenario}: {', '.join(arm.name for arm in study.arms)}"
    measures = [measure for measure in runs.measures if measure.name not in result["folded"]]
    parts = [
        f"<h1>{escape(title)}</h1>",
        *_compared(study, made, result),
        *_caution(found, own),
        *findings(study, runs, result, _code),
        *_estimates(made, measures, result),
        *_differences(measures, result),
        *_assumed(study, found),
        *_supplied(own),
        *_again(made, result),
    ]
    return page(title, _STYLE, parts)


def _compared(study: Study, made: Plan, result: Mapping[str, Any]) -> Iterator[str]:
    """Say what was asked: scenario, arms, seats, and how often it was run."""
    data = study.scenario.data
    yield "<h2>What was compared</h2>"
    yield from (f"<p>{escape(part)}</p>" for part in study.text.split("\n\n") if part.strip())
    yield (
        f"<p>Scenario “{escape(str(data.get('title', '')))}” ({_code(made.scenario)}), "
        f"{escape(str(data.get('place', '')))}, begins {escape(str(data.get('begins', '')))}. "
        f"Each arm was run {result['n']} times with seed {made.seed}. Run <i>r</i> of every arm "
        "meets the same luck wherever it does the same, so arms are compared pair by pair.</p>"
    )
    yield table(["arm", "what it changes"], [[_code(a.name), _sets(a.sets)] for a in study.arms])
    if study.sets:
        yield f"<p>Changed in every arm: {_sets(study.sets)}.</p>"
    if study.presets:
        names = ", ".join(_code(f"preset={p}") for p in dict.fromkeys(a.preset for a in made.arms))
        yield (
            f"<p>Every arm was run under each preset of the assumed parameters ({names}) and is "
            f"named {_code('ARM@PRESET')}; it is compared with the first arm of its preset.</p>"
        )
    yield from _factors(made)
    seats = "; ".join(f"{_code(seat)}: {_code(spec)}" for seat, spec in made.seats)
    held = f"{seats}; every other seat" if seats else "every seat"
    yield f"<p>Who decides: {held} as the scenario says.</p>"


def _factors(made: Plan) -> Iterator[str]:
    """Say what was varied, over what, and at how many points."""
    if made.factors:
        yield (
            f"<p>Each arm was run at every one of {len(made.points)} points of a design "
            f"({_code(str(made.design))}) over the factors below; estimates and differences are "
            "averages over these points, and their intervals tell of points and luck together.</p>"
        )
        rows = [[_code(factor.path), escape(factor.in_words)] for factor in made.factors]
        yield table(["factor", "varied over"], rows)


def _sets(sets: Iterable[str]) -> str:
    return "; ".join(map(_code, sets)) or "nothing"


def _own(study: Study) -> dict[str, ParameterRow]:
    """Give the parameters that were judged and the model supplies: the scenario gives none."""
    given = study.scenario.data.get("parameters") or {}
    return {
        name: row
        for name, row in PARAMETER_TABLE.items()
        if name not in given and kind_of(row.source) == "team"
    }


def _caution(found: Sources, own: Mapping[str, ParameterRow]) -> Iterator[str]:
    """Say what the numbers are and what they are not."""
    yield (
        '<div class="note"><p><b>How to read this.</b> The sizes of the effects rest on what was '
        f"judged: {found.kinds['team']} of the scenario’s {found.total} numbers are the judgement "
        f"of those who made it ({found.counts['assumed']} of them assumed, without data behind "
        f"them), {found.kinds['outside']} that of experts outside; {found.kinds['measured']} were "
        f"measured or published, {found.kinds['rule']} are by rule. Of the model’s own "
        f"{len(PARAMETER_TABLE)} numbers {of_model()['team']} are judged so, {len(own)} of which "
        "the scenario leaves alone. What stands here are properties of the model’s "
        "equations under these numbers. They are no forecast: nothing here says what any state, "
        "ship or person will do, or how likely anything is outside the model. Intervals are 95 % "
        "and tell how well the model’s own numbers are known from this many runs, not how well "
        "the model is.</p></div>"
    )


def _estimates(made: Plan, measures: Sequence[Measure], result: Mapping[str, Any]) -> Iterator[str]:
    """Write every measure of every arm with its interval."""
    yield "<h2>Estimates</h2>"
    runs = result["n"] * len(made.points)
    for block in made.blocks():
        for first in range(0, len(block), _COLUMNS_MOST):
            labels = [made.labels[number] for number in block[first : first + _COLUMNS_MOST]]
            arms = [result["arms"][label] for label in labels]
            rows = [
                [_code(m.name), *(_estimate(arm[m.name], runs) for arm in arms)] for m in measures
            ]
            yield table(["measure", *map(_code, labels)], rows)
    yield table(
        ["measure", "what it is"],
        [[_code(m.name), f"{_kind(m)}{escape(m.means)}"] for m in measures],
    )
    yield from (f"<p>Not listed, {escape(line)}.</p>" for line in in_words(result["folded"]))


def _kind(measure: Measure) -> str:
    return "share of runs: " if measure.kind == "rate" else "mean: "


def _estimate(found: Mapping[str, Any], n: int) -> str:
    """Write one estimate; runs in which it is undefined are counted."""
    text = _interval(found, "mean")
    return text + (f"<br><small>in {found['n']} of {n} runs</small>" if found["missing"] else "")


def _interval(found: Mapping[str, Any], middle: str) -> str:
    """Write a number above its interval."""
    value, *ends = interval(found, middle).split(" ", 1)
    return "".join([value, *(f"<br><small>{text}</small>" for text in ends)])


def _differences(measures: Sequence[Measure], result: Mapping[str, Any]) -> Iterator[str]:
    """Draw every paired difference, a figure a measure, and list them."""
    yield "<h2>Differences, pair by pair</h2>"
    listed = {measure.name for measure in measures}
    rows = [
        row
        for row in result["comparisons"]
        if row["difference"] is not None and row["measure"] in listed
    ]
    if not rows:
        yield "<p>There is one arm, or nothing that was observed in two: no differences.</p>"
        return
    yield (
        "<p>Each row is an arm less the arm it is compared with. A dot is the difference, the "
        "whiskers its interval; the dot is full where the interval leaves zero out. Each interval "
        f"holds by itself: of {len(rows)} that are read at once some {len(rows) / 20:.0f} would "
        "leave the truth out.</p>"
    )
    for measure in measures:
        ours = [row for row in rows if row["measure"] == measure.name]
        if ours and not measure.alike:
            bars: list[PlotRow] = [(r["arm"], r["low"], r["difference"], r["high"]) for r in ours]
            caption = f"{_code(measure.name)}, {_kind(measure)}{escape(measure.means)}"
            figure = forest(f"{measure.name}: differences", bars)
            yield f"<figure><figcaption>{caption}</figcaption>\n{figure}</figure>"
    yield table(
        ["measure", "arm", "against", "pairs", "difference", "variance ratio"],
        [_difference(row) for row in rows],
    )
    yield (
        "<p>The variance ratio says how many times more runs would have been needed without "
        "pairing: above 1, pairing has helped.</p>"
    )


def _difference(row: Mapping[str, Any]) -> list[str]:
    ratio = "-" if row["variance_ratio"] is None else f"{row['variance_ratio']:.1f}"
    named = [_code(row["measure"]), _code(row["arm"]), _code(row["against"])]
    return [*named, str(row["n"]), _interval(row, "difference"), ratio]


def _assumed(study: Study, found: Sources) -> Iterator[str]:
    """List what is assumed, by the reason that is given for it."""
    yield "<h2>What is assumed</h2>"
    counts = ", ".join(f"{tag} {count}" for tag, count in found.counts.items())
    yield (
        f"<p>The scenario holds {found.total} numbers by the tags of their sources: {counts}. Of "
        "those marked expert all but the ones of experts outside are the authors’ own judgement. "
        "Those below are assumed; each can be changed by its path.</p>"
    )
    by_source: dict[str, dict[str, list[str]]] = {}
    for number in found.assumed:
        entry, rest = _named(study.scenario.data, number.path)
        entries = by_source.setdefault(number.source, {})
        entries.setdefault(entry, []).append(f"{rest}={number.value}")
    yield "<dl>"
    for source, entries in by_source.items():
        yield f"<dt>{escape(source)}</dt>"
        for entry, texts in entries.items():
            yield f"<dd><b>{_code(entry)}</b> {'; '.join(map(_code, texts))}</dd>"
    yield "</dl>"


def _supplied(own: Mapping[str, ParameterRow]) -> Iterator[str]:
    """List what the model supplies, with the range in which it may lie and the presets."""
    values = Parameters(source="").model_dump(mode="json")
    rows = [
        [
            _code(f"parameters.{name}"),
            escape(row.meaning),
            escape(str(values[name])),
            escape(f"{row.low} to {row.high}"),
            escape(row.optimist or "-"),
            escape(row.pessimist or "-"),
        ]
        for name, row in own.items()
    ]
    if rows:
        yield (
            "<p>The model itself supplies the numbers below, since the scenario leaves them alone. "
            "They are judged too; the last columns are what the presets make of them.</p>"
        )
        heads = ["parameter", "what it is", "value", "may lie in", "optimist", "pessimist"]
        yield table(heads, rows)


def _named(data: object, path: str) -> tuple[str, str]:
    """Split a path into its entry and the way inside it, ids in place of positions."""
    parts = []
    for part in path.split("."):
        if isinstance(data, list):
            data = data[int(part)]
            name = (data.get("id") or data.get("seat")) if isinstance(data, dict) else None
            parts.append(str(name or part))
        else:
            data = data[part] if isinstance(data, dict) else None
            parts.append(part)
    last = len(parts) - 1 if len(parts) < 3 else 2
    return ".".join(parts[:last]), ".".join(parts[last:])


def _again(made: Plan, result: Mapping[str, Any]) -> Iterator[str]:
    """Say what names these results, and how to have them again."""
    yield "<h2>To have it again</h2>"
    key = made.key_of(0, 0)
    yield table(
        ["what", "value"],
        [
            ["scenario", _code(made.scenario_digest)],
            ["seed", str(made.seed)],
            ["runs of each arm", str(result["n"])],
            ["run table", _code(result["digest"])],
        ],
    )
    yield (
        f"<p>{_code('channel16 study study.yaml')} with the file beside this one runs the study "
        f"again and gives the same table. {_code(f'channel16 study study.yaml --show {key}')} "
        "tells the one run that a row of the table came from; the column "
        f"{_code('key')} names each.</p>"
    )


def _code(text: str) -> str:
    """Write a name or path; a long one may be broken after a dot, a colon or an underscore."""
    breakable = _BREAK.sub(r"\g<0><wbr>", escape(text))
    return f"<code>{breakable}</code>"
