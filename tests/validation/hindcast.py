"""The sections of the page that rest on the record: a hindcast, and bands of other data sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sim.ledger import FIRST, LAST, shipped
from sim.ledger.fit import (
    FORECASTS,
    Gain,
    Lasting,
    Shutting,
    answering,
    gain,
    lasting,
    scored,
    shutting,
)
from sim.ledger.panel import SPLIT, THAWED, Length, Month, Try, lengths, months, tries
from sim.ledger.states import END
from sim.model.parameters import Parameters
from sim.units import MS_PER_D

SHARE, CHAIN, MODEL = FORECASTS
MIX = "threat 2.0 %, display 37.1 %, use of force 60.1 %, war 0.8 %; median 27 days"
BANDS = (
    ("disputes with a threat, a display or force, 1990–2014", 711, MIX, "MID"),
    (
        "disputes of the United States and China, 1990–2014",
        12,
        "an act on rung 6 or above in 1 [1.5 %, 28 %], gunfire in 0 [0 %, 15 %]; Jeffreys, 90 %",
        "MID, MIE",
    ),
    ("dated acts between them in that time", 25, "21 shows of force", "MIE"),
    (
        "international crises, 1990–2017",
        95,
        "no violence 25.3 %, minor clashes 36.8 %, serious 23.2 %, war 14.7 %",
        "ICB",
    ),
    (
        "crises since 1918 that began with a non-violent military act",
        75,
        "no violence 50.7 %, minor clashes 24.0 %, serious 17.3 %, war 8.0 %",
        "ICB",
    ),
    (
        "days until an actor answered such an act",
        181,
        "median 4; within a day 16.6 %, within three 44.8 %",
        "ICB",
    ),
    (
        "days until China answered any trigger",
        21,
        "median 4; within a day 23.8 %, within three 47.6 %",
        "ICB",
    ),
)
"""(what, n, how often, data set); counted by us, see docs/sources.md. [data]"""
EARLY = lengths(shipped(), (FIRST, SPLIT), SPLIT - timedelta(days=1))
LATE = lengths(shipped(), (SPLIT, END), LAST)
"""Freezes begun before and since the split, as they were known at the end of each part."""


def hindcast_section() -> Iterator[str]:
    """Yield the section that fits to 1998–2017 and shows against 2018–2025."""
    early, late = ({x.episode for x in some} for some in (EARLY, LATE))
    yield f"""
## 5. Hindcast: the record of channels, 1998–2025

Rates are fitted to the ledger (`channel16 ledger`) up to 2017 and scored on what came from 2018 on,
by the logarithmic score in nats: 0 is certainty that came true, higher is better. What stands under
*fit* was used for fitting and is no check; nor is anything that a later version fits to all years.
Intervals are at 95 %: whole years, or whole episodes, are resampled, and every resample is counted,
so nothing is drawn.

**There are {len(EARLY)} freezes begun before 2018 in {len(early)} episodes, and {len(LATE)} since \
in {len(late)}.** The intervals are wide, and still
too narrow, since neighbouring years hang together too. The list of shocks was made by people who
knew what followed. The two factors taken from the model (60 days without return; five times the
rate around a leaders' meeting) are assumed, not fitted.

**Where this is not the engine's form.** Here a channel comes back sooner for {THAWED.days} days
after a leaders' meeting; in the engine from its announcement until {_thaw_days()} days after it
(`thaw`). Blockers, the order of return, tension and what a channel is shut for are in the engine
and not here: the record is too short to test them."""
    yield from _months_told()
    yield from _lengths_told()
    yield from _tries_told()


def _thaw_days() -> int:
    return round(Parameters(source="").thaw / MS_PER_D)


def _months_told() -> Iterator[str]:
    every = months(shipped())
    early, late = [m for m in every if m.end < SPLIT], [m for m in every if m.end >= SPLIT]
    rates = shutting(early)
    yield "\n### Shut or not, month by month\n"
    shut = [sum(m.after for m in some) for some in (early, late)]
    yield f"{len(early)} channel-months up to 2017, of which {shut[0]} ended shut;"
    yield f"{len(late)} from 2018 on, of which {shut[1]}. Each is forecast a month"
    yield "ahead, knowing that month's shocks and leaders' meetings.\n"
    yield "| rate a month | 1998–2017 | 2018–2025, for comparison |"
    yield "|---|---|---|"
    then = shutting(late)
    for what, name in (
        ("an open channel is shut", "shut"),
        ("the same, up to 60 days after a shock", "shut_shock"),
        ("the same, without one", "shut_calm"),
        ("a shut channel comes back", "back"),
        ("the same, in its first 60 days", "back_cooling"),
        ("the same, later", "back_later"),
    ):
        yield f"| {what} | {getattr(rates, name):.4f} | {getattr(then, name):.4f} |"
    yield "\n| forecast | 1998–2017 (fit) | 2018–2025 | a month, against the first |"
    yield "|---|---|---|---|"
    for name in FORECASTS:
        better = "" if name == SHARE else _gain(_against(rates, late, name, SHARE))
        yield f"| {name} | {_total(rates, early, name)} | {_total(rates, late, name)} | {better} |"
    found = _against(rates, late, MODEL, CHAIN)
    closed = [m for m in late if m.after and not m.before]
    odd = sum(not m.shock for m in closed)
    yield f"""
The model's form against constant rates: {_gain(found)} nats a month, {_verdict(found)}.
Both gain most of what they gain by knowing that what is shut stays shut. Of {len(closed)} closings
since 2018, {odd} followed no shock of the list by 60 days; the model's form holds such a closing
to be {rates.shut_calm:.4f} likely a month."""


def _total(rates: Shutting, some: Sequence[Month], name: str) -> str:
    total = sum(scored(FORECASTS[name](rates, m), happened=m.after) for m in some)
    return f"{total:.1f}"


def _against(rates: Shutting, some: Sequence[Month], name: str, base: str) -> Gain:
    def score(month: Month, which: str) -> float:
        return scored(FORECASTS[which](rates, month), happened=month.after)

    return gain([(m.end.year, score(m, name) - score(m, base)) for m in some])


def _lengths_told() -> Iterator[str]:
    early, late = EARLY, LATE
    plain, waiting = lasting(early, 0), lasting(early, 60)
    yield f"""
### How long freezes last

Fitted to {len(early)} freezes begun up to 2017, as they were known at the end of that year
({_listed(early)}); scored on {len(late)} begun since
({_listed(late)}). “+” still ran, and counts with the chance of lasting
at least so long. The score is of densities a day.
"""
    yield "| lengths | mean beyond the wait | median, middle 95 % | score 2018–2025 |"
    yield "|---|---|---|---|"
    for name, fitted in (("exponential", plain), ("60 days, then exponential", waiting)):
        low, middle, high = (fitted.quantile(p) for p in (0.025, 0.5, 0.975))
        score = sum(fitted.log_score(x) for x in late)
        spread = f"{middle:.0f} d, {low:.0f} to {high:.0f} d"
        yield f"| {name} | {fitted.mean:.0f} d | {spread} | {score:.1f} |"
    found = gain([(x.episode, waiting.log_score(x) - plain.log_score(x)) for x in late])
    yield f"""
Cooling off against none: {_gain(found)} nats a freeze, {found.blocks} episodes, {_verdict(found)}.
{_above(waiting, late)} of {len(late)} lasted longer than the median that was to be expected."""


def _listed(some: Sequence[Length]) -> str:
    return ", ".join(f"{x.days}{'' if x.ended else '+'}" for x in some) + " d"


def _above(fitted: Lasting, some: Sequence[Length]) -> int:
    return sum(x.days > fitted.quantile(0.5) for x in some)


def _tries_told() -> Iterator[str]:
    every = tries(shipped())
    early, late = [t for t in every if t.day < SPLIT], [t for t in every if t.day >= SPLIT]
    chances = answering(early)
    yield "\n### Answer or none\n"
    yield "Tries on lines and between embassies and ministries of four pairs. *Freeze*: a channel"
    yield "of the pair is shut; *tense*: a shock in the last 30 days; *calm*: neither.\n"
    yield "| weather | answered up to 2017 | chance fitted | answered from 2018 on |"
    yield "|---|---|---|---|"
    for weather in ("calm", "tense", "freeze"):
        a, b = ([t.answered for t in some if t.weather == weather] for some in (early, late))
        yield (
            f"| {weather} | {sum(a)} of {len(a)} | {chances[weather]:.2f} | {sum(b)} of {len(b)} |"
        )
    yield f"| all | {_count(early)} | {chances['']:.2f} | {_count(late)} |"
    found = gain(
        [
            (
                t.day.year,
                scored(chances[t.weather], happened=t.answered)
                - scored(chances[""], happened=t.answered),
            )
            for t in late
        ]
    )
    yield f"\nWeather against one chance for all: {_gain(found)} nats a try, {_verdict(found)}."
    yield "Tries that failed are likelier to be in the record than tries that did not."


def _count(some: Sequence[Try]) -> str:
    return f"{sum(t.answered for t in some)} of {len(some)}"


def _gain(found: Gain) -> str:
    return f"{found.mean:+.3f} [{found.low:+.3f}, {found.high:+.3f}]"


def _verdict(found: Gain) -> str:
    if found.low > 0:
        return "better"
    return "worse" if found.high < 0 else "cannot be told"


def bands_section() -> Iterator[str]:
    """Yield the section of counts from other data sets."""
    yield """
## 6. Bands of other data sets, for information

Disputes and crises are recorded because they became such, so their shares say nothing of how
often an encounter becomes one. Nothing is fitted to them here.
"""
    yield "| what | n | how often | data set |"
    yield "|---|---|---|---|"
    for what, n, result, where in BANDS:
        yield f"| {what} | {n} | {result} | {where} |"
    yield """
MID: Militarized Interstate Disputes, version 5.0 (Palmer and others). MIE: Militarized Interstate
Events, version 1.0 (Gibler and Miller). ICB: International Crisis Behavior, version 14 (Brecher,
Wilkenfeld, Beardsley, James and Quinn). Counted by us; terms in [sources.md](sources.md)."""
