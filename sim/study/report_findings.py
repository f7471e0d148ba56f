"""The part of a study's report that tells signs, indices, boxes and times to contact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sim.pages import escape, table
from sim.study.answers.incidence import by
from sim.study.design import Study
from sim.study.findings import (
    CAUSES,
    Contact,
    SignMap,
    clock,
    contacts,
    main_measures,
    sign_maps,
    times_of,
)
from sim.study.forest_plot import forest
from sim.study.plots import POINTS_DRAWN, curves, sign_map
from sim.study.report_stakes import at_stake
from sim.study.run_table import RunTable
from sim.study.stakes import stakes

ARMS_DRAWN = 6
"""Of how many arms curves are drawn; a table has all."""
Coded = Callable[[str], str]


def findings(
    study: Study, found: RunTable, result: Mapping[str, Any], code: Coded
) -> Iterator[str]:
    """Write what a design's points tell, and how soon contact comes, where either is there."""
    measures = main_measures(study, found, list(result["folded"]))
    maps = list(sign_maps(found, measures, result["n"]))
    if maps:
        yield "<h2>Where the sign turns</h2>"
        yield _how(maps, code)
        for each in maps:
            yield from _map(each, found, code)
    yield from at_stake(stakes(found, measures, result["n"]), code)
    reached = list(contacts(found, result["n"]))
    if reached:
        yield from _contacts(reached, code, points=len(found.plan.points))


def _how(maps: Sequence[SignMap], code: Coded) -> str:
    names = ", ".join(code(name) for name in dict.fromkeys(m.measure.name for m in maps))
    points = maps[0].counts.points
    drawn = f" The first {POINTS_DRAWN} points are drawn." if points > POINTS_DRAWN else ""
    return (
        f"<p>Told of {names}; the others stand in <code>summary.json</code>. A triangle up marks a "
        "point at which the difference is above zero by its own 95 % interval, one down a point at "
        "which it is below; a grey dot, that this cannot be told from so many runs, which is no "
        f"sign of no effect. By luck alone some {points / 40:.0f} of {points} points would "
        "be marked up, and as many down. A full triangle holds even when all points are to be "
        f"right together (Bonferroni). A map has the two factors with the surest "
        f"influence.{drawn}</p>"
    )


def _map(found: SignMap, of: RunTable, code: Coded) -> Iterator[str]:
    """Write one pair of arms in one measure: map, counts, influences, boxes."""
    counts = found.counts
    caption = (
        f"{code(found.measure.name)}, {code(found.arm)} less {code(found.against)}: of "
        f"{counts.points} points {counts.below} below zero and {counts.above} above, each by "
        f"itself; {counts.below_of_all} and {counts.above_of_all} all together"
    )
    figure = sign_map(found, of.plan.factors, of.plan.points)
    yield f"<figure><figcaption>{caption}</figcaption>\n{figure}</figure>"
    if found.influences:
        ranked = sorted(found.influences, key=lambda i: (-abs(i.value), i.factor))
        rows = [(i.factor, i.low, i.value, i.high) for i in ranked]
        figure = forest(
            f"{found.measure.name}: influence of each factor", rows, [i.sure for i in ranked]
        )
        yield f"<figure><figcaption>{escape(found.reading)}.</figcaption>\n{figure}</figure>"
    else:
        yield f"<p>No influence of factors: {escape(found.problem)}.</p>"
    yield from (f"<p>{escape(box)}</p>" for box in found.boxes)


def _contacts(found: Sequence[Contact], code: Coded, points: int) -> Iterator[str]:
    """Draw how soon a reply comes in each arm, and list it."""
    yield "<h2>How soon contact comes</h2>"
    over = (
        f" All {points} points are taken together, and the intervals tell of points and luck."
        if points > 1
        else ""
    )
    yield (
        "<p>The share of runs with an incident to which the first reply that says something has "
        "come by a time (full line), and gunfire before it (dashed). The one ends the wait for the "
        "other; a run that ends with neither is watched until its end (Aalen and Johansen). Bands "
        f"and intervals are at 95 %, one by one: of {len(found) * len(CAUSES)} curves read at once "
        f"some may leave the truth out somewhere.{over}</p>"
    )
    until = max(contact.until for contact in found)
    for contact in found[:ARMS_DRAWN]:
        caption = f"{code(contact.arm)}, {contact.runs} runs with an incident"
        yield f"<figure><figcaption>{caption}</figcaption>\n{curves(contact, until)}</figure>"
    times = times_of(found)
    rows = [
        [code(contact.arm), cause, *(_cell(contact, cause, time) for time in times)]
        for contact in found
        for cause in CAUSES
    ]
    yield table(["arm", "what comes", *(f"within {clock(time)}" for time in times)], rows)


def _cell(contact: Contact, cause: str, time: float) -> str:
    step = by(contact.steps[cause], time)
    return f"{step.share:.2f}<br><small>[{step.low:.2f}, {step.high:.2f}]</small>"
