"""Drive mutants by hand: `python -m tests.mutants [SORT [SEED]] [-n N]`."""

from __future__ import annotations

import argparse
import time
from collections import Counter

from tests.mutants.driving import drive
from tests.mutants.judging import complaints
from tests.mutants.making import SORTS, mutant


def main() -> int:
    """Drive so many mutants of a sort, or one, and say what is wrong with what they met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sort", nargs="?", choices=SORTS)
    parser.add_argument("seed", nargs="?", type=int)
    parser.add_argument("-n", type=int, default=50, help="mutants of each sort")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    args = parser.parse_args()
    sorts = [args.sort] if args.sort else list(SORTS)
    one = args.seed is not None
    seeds = [args.seed] if one else range(args.first, args.first + args.n)
    found = Counter(dict.fromkeys(sorts, 0))
    begun = time.monotonic()
    for each, outcome in drive(mutant(sort, seed) for sort in sorts for seed in seeds):
        took, begun = time.monotonic() - begun, time.monotonic()
        wrong = complaints(each, outcome)
        found[each.sort] += bool(wrong)
        if one or wrong or took > 8:
            print(f"{each.name}: {each.how} [{each.promise}] {took:.1f} s", flush=True)
        for line in wrong:
            print(f"    {line}", flush=True)
        if one:
            _show(each.lines, outcome)
    print(f"{len(sorts) * len(seeds)} mutants; with something wrong: {dict(found)}")
    return 1 if any(found.values()) else 0


def _show(lines: object, outcome: object) -> None:
    print(lines, outcome)


if __name__ == "__main__":
    raise SystemExit(main())
