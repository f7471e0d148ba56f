"""Streams of encounters that cannot be met as they are written: each fault, where it stands."""

from __future__ import annotations

import pytest

from tests.faulty import RIVALS, assert_faults, doc, parts

FAULTS = """
streams:
  - {id: t, title: T, by: red, against: blue, rate: §4, unsafe: §1.5,
     cpa: {median: §300, sigma: §0}}
=> “4”: expected a rate with its unit (per s, min, h, d), such as “0.7 per h”
=> “1.5”: expected a number from 0 to 1
=> “300”: expected a distance with its unit (nm, km, m, yd), such as “500 yd”
=> “0”: expected a number from 0.001 to 5

streams:
  - {id: t, title: T, by: §rod, against: §bleu, rate: 4 per d, unsafe: 0.1,
     cpa: {median: 300 m, sigma: 1}}
=> there is no side “rod”; did you mean “red”?
=> there is no side “bleu”; did you mean “blue”?

streams:
  - §{id: t, title: T, by: red, against: blue, unsafe: 0.1, cpa: {median: 300 m, sigma: 1}}
=> the key “rate” is missing; add it

streams:
  - {id: t, title: T, by: red, against: blue, rate: 4 per d, unsafe: 0.1,
     cpa: {median: 300 m, sigma: 1}, seen_by: §[captain, chief]}
=> nobody of “blue” sees it; name a seat of that side

streams:
  - {id: t, title: T, by: red, against: blue, rate: 4 per d, unsafe: 0.1,
     cpa: {median: 300 m, sigma: 1}, campaign: {flag: §agree, times: §0.5},
     displaced: [{flag: §agree, times: §-1}]}
=> there is no flag “agree”; did you mean “agreed”?
=> “0.5”: expected a number from 1 to 1000
=> there is no flag “agree”; did you mean “agreed”?
=> “-1”: expected a number from 0 to 20

streams:
  - {id: t, title: T, by: red, against: blue, rate: 4 per d, unsafe: 0.1,
     cpa: {median: 300 m, sigma: 1}, campaign: {flag: agreed, times: §20}}
=> 2 of all meetings would be unsafe while the flag is set; at most 10 here

streams:
  - {id: t, title: T, by: red, against: red, rate: 4 per d, unsafe: 0.01,
     cpa: {median: 300 m, sigma: 1}, campaign: §{flag: agreed, times: 2},
     runs: §{title: R, every: 1 h, lasts: 1 min, disturbed: 0.5}}
=> “campaign” means nothing among services of one side; leave it out
=> “runs” means nothing among services of one side; leave it out

streams:
  - {id: t, title: T, by: red, against: blue, rate: 4 per d, unsafe: 0.1,
     cpa: {median: 300 m, sigma: 1},
     runs: {title: R, every: 1 h, lasts: §1 h, disturbed: §2, first: §2 h}}
=> a run would not be over when the next begins; less than 1 h
=> “2”: expected a number from 0 to 1
=> leaves no time for a run before the horizon; put it before 2 h

streams:
  - {id: t, title: T, by: red, against: blue, rate: 4 per d, unsafe: 0.1, around: §u,
     cpa: {median: 300 m, sigma: 1}}
  - {id: u, title: U, by: red, against: blue, rate: 4 per d, unsafe: 0.1, around: §w,
     cpa: {median: 300 m, sigma: 1}}
  - {id: v, title: V, by: red, against: blue, rate: 4 per d, unsafe: 0.1, around: §t,
     cpa: {median: 300 m, sigma: 1}, runs: {title: R, every: 1 h, lasts: 1 min, disturbed: 1}}
=> “u” has no “runs”; known: v
=> there is no stream “w”; known: t, u, v
=> a stream has its own “runs” or shares those of another; leave one of them out

horizon: 20 d
streams:
  - {id: t, title: T, by: red, against: blue, rate: 4 per d, unsafe: 0.1,
     cpa: {median: 300 m, sigma: 1},
     runs: {title: R, every: §2 min, lasts: 1 min, disturbed: 0.5}}
=> makes more than 5,000 runs; raise it

horizon: 500 d
streams:
  - {id: t, title: T, by: red, against: blue, rate: §8 per d, unsafe: 0.2,
     cpa: {median: 300 m, sigma: 1}, displaced: [{flag: agreed, times: 7}]}
  - {id: u, title: U, by: red, against: blue, rate: 8 per min, unsafe: 0.0001,
     cpa: {median: 300 m, sigma: 1}}
=> would meet unsafely more than 5,000 times with all its flags set; lower “rate” or “unsafe”
"""


def cases() -> list[object]:
    """Put each block on two sides of which both are seen to; see `cases` of the other faults."""
    found = []
    for block in FAULTS.strip("\n").split("\n\n"):
        lines = block.split("\n")
        sentences = [line[3:] for line in lines if line.startswith("=> ")]
        text = "".join(f"{line}\n" for line in lines if not line.startswith("=> "))
        found.append(pytest.param(text, sentences, id=sentences[0][:40]))
    return found


@pytest.mark.parametrize(("text", "sentences"), cases())
def test_streams_that_cannot_be_as_written(text: str, sentences: list[str]) -> None:
    """A campaign over months would rest on a slip that nobody was told of."""
    whole = "".join((parts(RIVALS) | parts(text)).values())
    assert_faults(doc(whole), sentences)
