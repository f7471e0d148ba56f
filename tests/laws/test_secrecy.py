"""Law L11: nobody is shown, told or sent what he cannot know."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.laws import checks_secrecy as law
from tests.laws.worlds import HEAVY, ROOMS, TINY, generated, hold, worlds
from tests.strategies import scenarios

few = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
any_scenario = given(data=scenarios(), seed=st.integers(0, 2**32))

HARM = "{harm: {vessel: bravo_ship, hurt: 1}}"
BLIND_COMMANDER = f"{TINY[0]}|seats.bravo.sees=reports|injects.closing.effects=[{HARM}]"


def test_l11_shown() -> None:
    """A view, an option or a refusal would tell more than the events a seat may see."""
    hold(law.check_l11_shown, worlds(3))
    hold(law.check_l11_shown, worlds(1, [HEAVY]))


@few
@any_scenario
def test_l11_shown_any_scenario(data: dict[str, Any], seed: int) -> None:
    """Some scenario would show a seat more than the events it may see."""
    hold(law.check_l11_shown, filter(None, [generated(data, seed)]))


def test_l11_policy() -> None:
    """A policy would know of hidden events by the numbers of its own, or read plans in them."""
    hold(law.check_l11_policy, worlds(12, [ROOMS]))


def test_l11_imagined() -> None:
    """What a seat imagines would tell of the truth that it cannot see."""
    hold(law.check_l11_imagined, worlds(6, [ROOMS]))


def test_l11_redacted() -> None:
    """What is sent to a seat would tell of hidden events or of plans."""
    hold(law.check_l11_redacted, worlds(4))
    hold(law.check_l11_redacted, worlds(1, [HEAVY]))


@few
@any_scenario
def test_l11_redacted_any_scenario(data: dict[str, Any], seed: int) -> None:
    """Some scenario would send a seat traces of hidden events or plans."""
    hold(law.check_l11_redacted, filter(None, [generated(data, seed)]))


def test_l11_behind_the_door() -> None:
    """A seat could tell from its own log what the other side is doing out of its sight."""
    hold(law.check_l11_behind_the_door, worlds(6, [ROOMS]))


def test_l11_names() -> None:
    """A sentence would name a hidden flag, another seat's move or an occupant."""
    hold(law.check_l11_names, worlds(2))
    hold(law.check_l11_names, worlds(1, [HEAVY]))


def test_l11_alerts() -> None:
    """A seat would be called to attention by what it may not see."""
    hold(law.check_l11_alerts, worlds(4))
    hold(law.check_l11_alerts, worlds(1, [HEAVY]))


def test_l11_alerts_of_a_commander_who_sees_by_reports() -> None:
    """A window would open for a commander, and nothing would tell him why."""
    hold(law.check_l11_alerts, worlds(1, [BLIND_COMMANDER]))


def test_l11_unseen_manoeuvre() -> None:
    """The moment of a report about own boats would betray a manoeuvre out of sight."""
    hold(law.check_l11_unseen_manoeuvre, worlds(6, [ROOMS]))
