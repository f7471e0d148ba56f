"""A seat that sees no vessel has its dates, its counters and what stands in place of a chart."""

from __future__ import annotations

from tests.tui import piloting
from tests.tui.piloting import fly, open_play, text


def test_a_capital_reads_its_dates_and_what_stands() -> None:
    """The largest pane of a campaign would be an empty sea."""
    app = piloting.application("seventeen-months", "us_political")
    seen: list[str] = []

    async def steps(pilot: piloting.Pilot[object]) -> None:
        play = await open_play(pilot)
        view = play.shown.view if play.shown else None
        assert view is not None
        assert view.standing
        seen.append(text(app))
        assert all(title[:30] in seen[0] for title in view.standing[:3])

    fly(app, steps)

    assert "United States" in seen[0] or "White House" in seen[0]
    assert " nm N^" not in seen[0]


def test_a_bridge_has_its_chart() -> None:
    """A captain would be shown a list instead of the sea."""
    app = piloting.application("twenty-nine-minutes")
    seen: list[str] = []

    async def steps(pilot: piloting.Pilot[object]) -> None:
        await open_play(pilot)
        seen.append(text(app))

    fly(app, steps)

    assert " nm N^" in seen[0]
