"""The part of a study's report that tells what hangs on an arm: break-even to whose share it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence

from sim.pages import escape, table
from sim.study.estimate import Estimate
from sim.study.forest_plot import forest
from sim.study.stakes import KNOWN_TOLD, Stakes, small

Coded = Callable[[str], str]


def at_stake(found: Iterable[Stakes], code: Coded) -> Iterator[str]:
    """Write what hangs on an arm, a chapter a question; one that cannot be told is left out."""
    every = list(found)
    for chapter in (_turns, _margins, _regrets, _savings, _shares):
        yield from chapter(every, code)


def _turns(every: Sequence[Stakes], code: Coded) -> Iterator[str]:
    turns = [(each.measure.name, turn) for each in every for turn in each.turns]
    if not turns:
        return
    yield "<h2>Break-even</h2>"
    yield (
        "<p>From which share of answers on is an arm better than what it is compared with, and "
        "below which is it worse? The points are cut into parts by how they stand in one factor, "
        "all others being anywhere in their ranges; a row is the mean difference there. The "
        "intervals of a figure hold together (Bonferroni); of the "
        f"{len(turns)} figure{'s' if len(turns) > 1 else ''} each is by itself. Where a line "
        "through all points crosses zero stands below, with Fieller’s interval.</p>"
    )
    for name, turn in turns:
        rows = [(f"{low:.3g} to {high:.3g}", *_three(part)) for low, high, part in turn.parts]
        caption = (
            f"{code(name)}, {code(turn.arm)} less {code(turn.against)}, by {escape(turn.axis.name)}"
        )
        figure = forest(f"{name} by {turn.axis.name}", rows)
        yield f"<figure><figcaption>{caption}</figcaption>\n{figure}</figure>"
        yield f"<p>{escape(turn.words)}.</p>"


def _three(found: Estimate) -> tuple[float, float, float]:
    return found.low or 0.0, found.mean or 0.0, found.high or 0.0


def _margins(every: Sequence[Stakes], code: Coded) -> Iterator[str]:
    rows = [
        [code(each.measure.name), escape(m.more), f"{code(m.arm)} less {code(m.against)}",
         small(m.found)]
        for each in every
        for m in each.margins
    ]  # fmt: skip
    if rows:
        yield "<h2>What a margin is worth</h2>"
        yield (
            "<p>By how much one more of something changes the difference of two arms, where the "
            "first does all that the second does but leaves more alone: what the second has, such "
            "as a radio, is given. These are slopes of a line through all points, other factors "
            "being anywhere in their ranges. Below zero, more of it lets the arm prevent more. "
            "The intervals of one measure hold together (Bonferroni).</p>"
        )
        yield table(["measure", "one more", "difference", "changes by"], rows)


def _regrets(every: Sequence[Stakes], code: Coded) -> Iterator[str]:
    found = [(e.measure.name, preset, r) for e in every for preset, r in e.regrets]
    if not found:
        return
    yield "<h2>The most that an arm may be regretted</h2>"
    yield (
        "<p>At each point an arm’s regret is by how much it came out above the best arm there, "
        "less being taken for better; here is the greatest over all points. Who wants to be safe "
        "wherever in the ranges the truth lies takes the arm whose greatest regret is least "
        "(minimax). The greatest of many is great by luck as well: its lower end is what can be "
        "relied on. Intervals hold for all arms and points together (Bonferroni).</p>"
    )
    for name, preset, rows in found:
        under = f" under {code(preset)}" if preset else ""
        yield f"<p>{code(name)}{under}: minimax is <b>{code(rows[0].arm)}</b>.</p>"
        yield table(
            ["arm", "greatest regret", "at point"],
            [
                [code(r.arm), f"{r.most:.4f} <small>[{r.low:.4f}, {r.high:.4f}]</small>",
                 str(r.point)]
                for r in rows
            ],
        )  # fmt: skip


def _savings(every: Sequence[Stakes], code: Coded) -> Iterator[str]:
    found = [(e.measure.name, preset, k) for e in every for preset, k in e.savings]
    if not found:
        return
    yield "<h2>What knowing a number would save</h2>"
    yield (
        "<p>If one number were known before an arm is chosen, and all others not, how much less "
        "would there be, on average over all points? The arm is chosen on half of the points and "
        "judged on the others, so that luck in the choosing is no gain; less than nothing means "
        "that it saves nothing. Intervals one by one; * is no luck by Holm’s rule, which holds "
        "for all numbers of a table together.</p>"
    )
    for name, preset, known in found:
        under = f" under {code(preset)}" if preset else ""
        listed = [k for place, k in enumerate(known) if place < KNOWN_TOLD or k.sure]
        yield f"<p>{code(name)}{under}, {len(listed)} of {len(known)} numbers:</p>"
        rows = [[code(k.factor) + (" *" if k.sure else ""), small(k.found)] for k in listed]
        yield table(["number", "saves"], rows)


def _shares(every: Sequence[Stakes], code: Coded) -> Iterator[str]:
    found = [(e.measure.name, label, s) for e in every for label, s in e.shares]
    if not found:
        return
    yield "<h2>Whose share it is</h2>"
    yield (
        "<p>Each factor is at one end of its range or at the other, in every combination. What "
        "going from all low ends (causes: none there) to all high ends changes is shared out "
        "between them, each in every order alike (Shapley): the shares add up to the whole. The "
        "intervals of a figure hold together (Bonferroni).</p>"
    )
    for name, label, shares in found:
        rows = [(share.cause, *_three(share.found)) for share in shares]
        whole = math.fsum(share.found.mean or 0.0 for share in shares)
        caption = f"{code(name)}, {escape(label)}: in all {whole:+.4f}"
        figure = forest(f"{name}, {label}: shares", rows)
        yield f"<figure><figcaption>{caption}</figcaption>\n{figure}</figure>"
