"""Which of what we do not know matters? Morris by SALib, then where the sign turns by scipy.

python docs/examples/screening.py [TRAJECTORIES] [RUNS]
"""

import sys

import numpy as np
from SALib.analyze import morris as effects
from SALib.sample import morris
from scipy.optimize import minimize_scalar

import sim

TRAJECTORIES, RUNS = [*map(int, sys.argv[1:3]), *(4, 30)[len(sys.argv) - 1 :]]
SHUT = {"channels.bridge_radio.start": "suspended", "channels.staff_line.start": "suspended"}
PATHS = ["parameters.honour", "parameters.moral_hazard", "parameters.trust", "parameters.x_silence"]

scenario = sim.load("two-captains")  # once, not at every point


def loss(point):
    """Give what both channels add to the loss of the north, in points: below zero they help."""
    inputs = dict(zip(PATHS, point, strict=True))
    found = sim.study.evaluate(scenario, inputs, n=RUNS, against=SHUT)
    return found["loss_north"]["mean"]


problem = {
    "num_vars": len(PATHS),
    "names": PATHS,
    "bounds": [sim.study.bounds(scenario, path) for path in PATHS],
}
points = morris.sample(problem, TRAJECTORIES, num_levels=4, seed=1)
found = effects.analyze(problem, points, np.array([loss(p) for p in points]), seed=1)
for path, size, error in zip(PATHS, found["mu_star"], found["mu_star_conf"], strict=True):
    print(f"{path:<26} mean size of effect {size:6.2f} ± {error:.2f}")

# With the rest as the model has it: at which honour do channels help most?
best = minimize_scalar(
    lambda honour: sim.study.evaluate(
        scenario, {"parameters.honour": honour}, n=RUNS, against=SHUT
    )["loss_north"]["mean"],
    bounds=sim.study.bounds(scenario, "parameters.honour"),
    method="bounded",
    options={"maxiter": 8},
)
print(f"\nthey help most at honour {best.x:.2f}: loss changes by {best.fun:.2f} points")
