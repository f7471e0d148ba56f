"""Under which assumptions does a line not help? EMA Workbench's experiments, and PRIM on them.

python docs/examples/discovery.py [POINTS] [RUNS]
"""

import sys

from ema_workbench import Model, RealParameter, ScalarOutcome, perform_experiments
from ema_workbench.analysis import prim

import sim

POINTS, RUNS = [*map(int, sys.argv[1:3]), *(60, 10)[len(sys.argv) - 1 :]]
SHUT = {"channels.bridge_radio.start": "suspended", "channels.staff_line.start": "suspended"}
INPUTS = {
    "honour": "parameters.honour",
    "moral_hazard": "parameters.moral_hazard",
    "trust": "parameters.trust",
    "answers": "parameters.h0",
}

scenario = sim.load("two-captains")


def line(**inputs):
    """Give what both channels add to the loss of the north, and to gunfire."""
    by_path = {INPUTS[name]: value for name, value in inputs.items()}
    found = sim.study.evaluate(scenario, by_path, n=RUNS, against=SHUT)
    return {"loss": found["loss_north"]["mean"], "fire": found["uf8"]["mean"]}


model = Model("line", function=line)
model.uncertainties = [
    RealParameter(name, *sim.study.bounds(scenario, path)) for name, path in INPUTS.items()
]
model.outcomes = [ScalarOutcome("loss"), ScalarOutcome("fire")]
experiments, outcomes = perform_experiments(model, scenarios=POINTS)

helps_not = outcomes["loss"] > 0
print(f"\nit does not help at {helps_not.sum()} of {len(helps_not)} points")
if 0 < helps_not.sum() < len(helps_not):
    box = prim.Prim(experiments[list(INPUTS)], helps_not, threshold=0.1).find_box()
    print(box.peeling_trajectory[["coverage", "density", "res_dim"]].tail(3).round(2).to_string())
    print(box.box_lims[-1].round(3).to_string())
