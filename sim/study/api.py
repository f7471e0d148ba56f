"""Studies from Python: a run table for notebooks, one callable for samplers and optimizers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from numbers import Real
from pathlib import Path
from typing import Any

from sim.engine import Setup
from sim.errors import UsageError, quoted
from sim.loader import from_data, library
from sim.loader.numbers import NumberField, number_at
from sim.loader.overrides import apply_sets
from sim.loader.yamltext import Document, parse, read_text
from sim.model.scenario import Scenario, canonical
from sim.play.occupants import occupant
from sim.study.design import SEED_DEFAULT, Arm, Study
from sim.study.factors import FactorAsked, factor_of, is_of_doctrine, seated
from sim.study.measures import Measure, measures_of
from sim.study.parquet import arrow_table
from sim.study.planning import plan
from sim.study.points import parse_design
from sim.study.run_table import RunTable
from sim.study.settings import text_of
from sim.study.summary import compare, estimate
from sim.study.workers import measured_runs, run_chunks

Settings = Mapping[str, object]
"""Values by path, as `--set` takes them; a number of a quantity is in its own unit."""
Outcome = dict[str, dict[str, float | None]]
"""Of each measure `mean`, `low` and `high`; None where nothing was observed."""


def runs(
    scenario: str | Path | Scenario,
    *,
    arms: Mapping[str, Settings] | None = None,
    factors: Mapping[str, object] | None = None,
    design: str | None = None,
    n: int = 100,
    seed: int = SEED_DEFAULT,
    seats: Mapping[str, str] | None = None,
    workers: int = 1,
) -> Any:  # noqa: ANN401  # pyarrow is an extra
    """Run a study and give its run table.

    Args:
        scenario: An id, a path, or a scenario that was loaded.
        arms: What each arm changes, by its name; the first is what the others are compared with.
        factors: Numbers to vary, by path: None for the range of docs/model.md, (low, high),
            or a text as `--factor` takes it.
        design: At which points: ``lhs:N``, ``sobol:N``, ``morris:N`` or ``grid:N``.
        n: Runs of each arm, at each point.
        seed: Of all chance, and of the design.
        seats: Who holds a seat, where that is not the scenario's choice.
        workers: Processes; more than one need a script that guards its begin by `__name__`.

    Returns:
        A pyarrow Table, the same as `runs.parquet`: `arm`, `point` where factors vary,
        `replicate`, `key`, each factor under its path, each measure.

    Raises:
        SimError: what is asked does not fit the scenario; all that is wrong is named.
    """
    document = _document(scenario)
    asked = tuple(FactorAsked(path, _over(over)) for path, over in (factors or {}).items())
    study = Study(
        document,
        arms=tuple(
            Arm(name, tuple(_texts(document.data, settings)))
            for name, settings in (arms or {"as-is": {}}).items()
        ),
        seats=tuple((seats or {}).items()),
        seed=seed,
        n=n,
        factors=asked,
        design=parse_design(design) if design is not None else None,
    )
    made = plan(study)
    table = RunTable(made, measures_of(Setup(from_data(made.scenarios[0]))))
    for chunk, rows in run_chunks(made, made.chunks(n), workers):
        table.add(chunk, rows)
    return arrow_table(table, n)


def evaluate(
    scenario: str | Path | Scenario,
    inputs: Settings,
    *,
    n: int = 100,
    seed: int = SEED_DEFAULT,
    against: Settings | None = None,
    seats: Mapping[str, str] | None = None,
) -> Outcome:
    """Give what a scenario comes to with some inputs; with equal arguments always the same.

    Args:
        scenario: An id, a path, or a scenario that was loaded, which saves loading it each time.
        inputs: Values by path. A number of a quantity is in the unit in which docs/model.md
            prints its range, else a text with its unit; a whole number is rounded. A doctrine's
            number is at ``seats.SEAT.occupant.NAME``.
        n: Runs.
        seed: Of all chance; the same for all inputs gives them the same luck.
        against: Changes with which the same runs are made again; the outcomes are then the
            differences, pair by pair: with `inputs` less with these changes, too.
        seats: Who holds a seat, where that is not the scenario's choice.

    Returns:
        For each measure ``{"mean": …, "low": …, "high": …}``, 95 %.

    Raises:
        SimError: an input matches nothing, is none that the scenario takes, or contradicts it.
    """
    if n < 1:
        raise UsageError(f"n={n}: expected one run at least")
    document, held = _document(scenario), dict(seats or {})
    ours = _cell(document.data, [inputs], held)
    rows = _columns(ours, seed, n)
    if against is None:
        return {m.name: _outcome(estimate(m, rows[m.name]), "mean") for m in ours.measures}
    theirs = _columns(_cell(document.data, [inputs, against], held), seed, n)
    return {
        m.name: _outcome(compare(m, rows[m.name], theirs[m.name]), "difference")
        for m in ours.measures
    }


def bounds(scenario: str | Path | Scenario, path: str) -> tuple[float, float]:
    """Give between which numbers an input may lie, as `evaluate` takes them.

    Raises:
        UsageError: the path reaches no number, or docs/model.md has no range for it.
    """
    factor = factor_of(FactorAsked(path), _document(scenario).data)
    return factor.low, factor.high


@dataclass(frozen=True, slots=True)
class _Cell:
    """A scenario laid out, who holds its seats, and what is measured."""

    setup: Setup
    seats: dict[str, str]
    measures: tuple[Measure, ...]


def _cell(data: Any, changes: list[Settings], seats: dict[str, str]) -> _Cell:  # noqa: ANN401
    """Lay out a scenario with changes made in their order."""
    doctrine: list[tuple[str, float]] = []
    for settings in changes:
        texts = list(_texts(data, settings))
        doctrine += [_pair(text) for text in texts if is_of_doctrine(text.partition("=")[0])]
        data = apply_sets(data, [t for t in texts if not is_of_doctrine(t.partition("=")[0])])
    setup = Setup(from_data(data, f"{data['id']} with its inputs"))
    held = {seat: seats.get(seat, spec.occupant) for seat, spec in setup.seats.items()}
    for path, value in doctrine:
        seat = path.split(".")[1]
        held[seat] = seated(held[seat], path, value)
    return _Cell(setup, held, measures_of(setup))


def _pair(text: str) -> tuple[str, float]:
    path, _, value = text.partition("=")
    return path, float(value)


def _columns(cell: _Cell, seed: int, n: int) -> dict[str, list[float | None]]:
    """Run a cell and give what each measure came to, run by run."""
    filled = {seat: occupant(cell.setup, seat, spec) for seat, spec in cell.seats.items()}
    people = [seat for seat, held in filled.items() if held.control == "person"]
    if people:
        what = f"seat {quoted(people[0])}: a study has no people"
        raise UsageError(f"{what}; give seats={{{people[0]!r}: POLICY}}")
    found = list(measured_runs(cell.setup, filled, seed, range(n)))
    return {m.name: [row[m.name] for row in found] for m in cell.measures}


def _outcome(found: Any, middle: str) -> dict[str, float | None]:  # noqa: ANN401
    return {"mean": getattr(found, middle), "low": found.low, "high": found.high}


def _document(scenario: str | Path | Scenario) -> Document:
    if isinstance(scenario, Scenario):
        return Document.of(canonical(scenario), scenario.id, "a scenario")
    path = library.find(scenario)
    return parse(read_text(path, shown=library.shown(path)), library.shown(path))


def _texts(data: object, settings: Settings) -> Iterator[str]:
    """Write settings as PATH=VALUE; numbers of quantities get their unit."""
    for path, value in settings.items():
        if isinstance(value, Real) and not isinstance(value, bool):
            number = number_at(data, path)
            yield f"{path}={_number(number, float(value))}"
        else:
            yield f"{path}={text_of(value)}"


def _number(number: NumberField, value: float) -> str:
    text = number.text(round(value) if number.whole else value)
    try:
        number.read(text)
    except ValueError as error:
        raise UsageError(f"{quoted(number.path)}: {error}") from None
    return text


def _over(over: object) -> str:
    """Write over what a factor varies as `--factor` takes it."""
    if over is None:
        return ""
    if isinstance(over, tuple | list) and len(over) == 2:
        return f"{over[0]}..{over[1]}"
    return over if isinstance(over, str) else text_of(over)
