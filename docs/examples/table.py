"""What is a line worth, point by point? A study as a table, and its paired differences in pandas.

python docs/examples/table.py [POINTS] [RUNS]
"""

import sys

import sim

POINTS, RUNS = [*map(int, sys.argv[1:3]), *(8, 40)[len(sys.argv) - 1 :]]
SHUT = {"channels.bridge_radio.start": "suspended", "channels.staff_line.start": "suspended"}
FACTORS = ["parameters.honour", "parameters.moral_hazard", "parameters.h0"]

table = sim.study.runs(
    "two-captains",
    arms={"none": SHUT, "all": {}},
    factors=dict.fromkeys(FACTORS),  # each over its range in docs/model.md
    design=f"lhs:{POINTS}",
    n=RUNS,
)
runs = table.to_pandas()

# Run r of both arms has the same luck, so the difference is taken run by run.
fired = runs.pivot_table(index=["point", "replicate"], columns="arm", values="uf8")
worth = (fired["none"] - fired["all"]).groupby("point").agg(["mean", "sem"])
inputs = runs.groupby("point")[FACTORS].first()
print(inputs.join(worth.rename(columns={"mean": "worth", "sem": "error"})).round(3).to_string())
print(
    f"\n{len(runs)} runs; gunfire prevented by both channels, on average {worth['mean'].mean():.3f}"
)
