"""Odd words on the command line: what is set, who sits where, how often and how fast."""

from __future__ import annotations

from collections.abc import Callable

from tests.mutants.mutant import Line, Mutant
from tests.mutants.mutating import ANY, WRONG, Dice

TINY = "_tiny/one_hail.yaml"
NUMBERS = (
    "-1", "0", "1.5", "1e3", "NaN", "nan", "inf", "-inf", "1e999", "\uff19", "\u0663", "0x10",
    "1_000", "", " 1", "99999999999999999999999999", "9" * 5000, "true", "null", "+1", "1,5",
    "1 2", "\udcff",
)  # fmt: skip
VALUES = (
    "NaN", ".nan", "inf", "1e999", "-1", "true", "null", "", "[]", "{}", "[", "{", "'", "&a [*a]",
    "*a", "!!python/object x", "!!int 3", "9 parsec", "-5 min", "NaN min", "1e999 h", "10000 d",
    "[" * 100 + "]" * 100, "x" * 100_000, "\udcff", "\x1b[2J", "\u202e", "a\nb: c", "---", "? x",
    "9" * 400, "0.1.2", "15 N 118 E", "2 kn", "90 N 300 E",
)  # fmt: skip
"""What is written behind the sign of equality."""
PATHS = (
    "horizon", "sides.a.name", "seats.alpha.window.span", "moves.u01_cross.effects.0.chance.p",
    "vessels.alpha_ship.speed", "origin", "begins", "channels.vhf.answering.answered",
    "parameters.p0", "injects.closing.at", "seats", "endings.0", "minutes", "preset",
)  # fmt: skip
NO_PATHS = (
    "", ".", "..", "no.such", "seats.nobody.window", "seats.99.window", "seats.-1", "horizon.x",
    "seats..window", "x" * 5000, "sides.a.name.b.c", "\udcff", "é", "seats.alpha.", " ",
)  # fmt: skip
POLICIES = (
    "random", "standing-orders", "firm", "hawkish", "cautious", "tit-for-tat", "firm:rho=0.9",
    "mix:firm=0.5,random=0.5", "script:history", "person",
)  # fmt: skip
NO_POLICIES = (
    "", "rnd", "firm:rho=nan", "firm:rho=inf", "firm:rho=1e999", "firm:rho=", "firm:rho",
    "firm:rho=0.9,rho=0.8", "firm:=1", "firm:,", "firm:nope=1", "firm:rho=true", "firm:rho=-9e99",
    "random:x=1", "mix:", "mix:firm=1,firm=0", "mix:firm=0.5", "mix:firm=nan,random=1",
    "mix:firm=0.5,random=0.6", "mix:person=1", "mix:mix=1", "mix:script=1", "mix:firm=inf",
    "script:", "script:no-such-file", "script:/dev/zero", "script:/dev/null", "script:/",
    "person:x", "FIRM", "firm:rho=\uff19", "x" * 5000, "\udcff", "\x1b[2J", "firm::",
    "firm:rho=0x1",
)  # fmt: skip


def _smudged(text: str, dice: Dice) -> str:
    """Mistype a word."""
    at = dice.randint(0, len(text))
    how = dice.randrange(4)
    if how == 0:
        return text[:at] + dice.choice("=:.,;'\"\\[]{}*&!% é\t\n\u202e\x1b-+0") + text[at:]
    if how == 1:
        return text[:at] + text[at + 1 :]
    if how == 2:
        return text[:at] + text[at : at + 4] * 2 + text[at + 4 :]
    return text[:at]


def _a_set(dice: Dice) -> tuple[Line, str]:
    if dice.random() < 0.3:
        return ("--set", f"{dice.choice(NO_PATHS)}={dice.choice(VALUES)}"), WRONG
    text = f"{dice.choice(PATHS)}={dice.choice(VALUES)}"
    return ("--set", _smudged(text, dice) if dice.random() < 0.5 else text), ANY


def _set(dice: Dice) -> tuple[Line, str]:
    words, promise = _a_set(dice)
    return ("run", TINY, *words), promise


def _study_set(dice: Dice) -> tuple[Line, str]:
    words, promise = _a_set(dice)
    return ("study", TINY, "-n", "1", "--workers", "1", *words), promise


def _arm(dice: Dice) -> tuple[Line, str]:
    text = f"{dice.choice(PATHS)}={dice.choice(VALUES)}"
    quote = '"' if dice.random() < 0.3 else ""
    arm = f"{dice.choice(('a', '', ' ', 'x' * 99, '=1', 'é', 'a/b'))}:{quote}{text}{quote}"
    if dice.random() < 0.5:
        arm = _smudged(arm, dice)
    return ("study", TINY, "-n", "1", "--workers", "1", "--arm", "as-is", "--arm", arm), ANY


def _seat(dice: Dice) -> tuple[Line, str]:
    seat = dice.choice(("alpha", "alpha", "alpha", "bravo", "nobody", "", "a=b"))
    if dice.random() < 0.5:
        return ("run", TINY, "--seat", f"{seat}={dice.choice(NO_POLICIES)}"), WRONG
    policy = _smudged(dice.choice(POLICIES), dice)
    promise = ANY if seat in ("alpha", "bravo") else WRONG
    return ("run", TINY, "--seat", f"{seat}={policy}"), promise


def _study_seat(dice: Dice) -> tuple[Line, str]:
    line = ("study", TINY, "-n", "1", "--workers", "1", "--seat")
    if dice.random() < 0.5:
        return (*line, f"alpha={dice.choice(NO_POLICIES)}"), WRONG
    return (*line, f"alpha={_smudged(dice.choice(POLICIES), dice)}"), ANY


def _number(dice: Dice) -> tuple[Line, str]:
    option = dice.choice(("--seed", "--replicate"))
    number = dice.choice(NUMBERS)
    return ("run", TINY, f"{option}={number}"), ANY if number == "0" else WRONG


def _study_number(dice: Dice) -> tuple[Line, str]:
    option = dice.choice(("-n", "--seed", "--workers", "--until-halfwidth"))
    number = dice.choice(NUMBERS)
    line = ("study", TINY, "--workers", "1", "-n", "1")
    if option == "--workers" and number == "0":
        number = "-5"
    fine = option == "--seed" and number == "0"
    return (*line, f"{option}={number}" if option != "-n" else f"-n{number}"), (
        ANY if fine or (option == "-n" and not number) else WRONG
    )


def _pace(dice: Dice) -> tuple[Line, str]:
    pace = dice.choice((*NUMBERS, "fast", "auto ", "1e-9x", "100001"))
    fine = pace in ("1.5", "1e3", "+1")
    return ("play", TINY, "--plain", "--unsaved", f"--pace={pace}"), ANY if fine else WRONG


def _event(dice: Dice) -> tuple[Line, str]:
    return ("log", "why", "no-such.jsonl", dice.choice(NUMBERS)), WRONG


def _show(dice: Dice) -> tuple[Line, str]:
    key = dice.choice(
        ("as-is/0", "as-is", "/", "/0", "as-is/-1", "as-is/\uff19", "x/0", "\udcff/1")
    )
    line = ("study", TINY, "-n", "1", "--workers", "1", f"--show={key}")
    return line, ANY if key == "as-is/0" else WRONG


def _verb(dice: Dice) -> tuple[Line, str]:
    verbs = ("play", "run", "rerun", "study", "ledger", "log", "exercise", "scenario", "bench")
    verb = _smudged(dice.choice(verbs), dice)
    rest = dice.choice(((), ("--no-such",), ("x",), ("--set",), ("-",), ("--",), ("\udcff",)))
    return (verb if verb not in (*verbs, "") else "x", *rest), WRONG


def _name(dice: Dice) -> tuple[Line, str]:
    names = (
        "", " ", ".", "..", "/", "~", "no-such", "x" * 300, "x" * 5000, "a/b/c", "\udcff", "é",
        "twenty-nine", "/dev/zero", "/dev/null", "/dev/stdin", "_tiny", "_common/doctrines.yaml",
        "-", "--", "\x1b[2J", "\u202e", "a\nb", "dawn-approach/scenario.yaml/x", "//", "*", "?",
    )  # fmt: skip
    verbs: tuple[Line, ...] = (
        ("run",), ("study",), ("scenario", "check"), ("scenario", "show"), ("rerun",),
        ("scenario", "lines"), ("play", "--plain"), ("play", "--plain", "--resume"),
        ("exercise", "export", "--msel", "m.csv"), ("exercise", "report", "-o", "x.html"),
    )  # fmt: skip
    return (*dice.choice(verbs), dice.choice(names)), ANY


def _day(dice: Dice) -> tuple[Line, str]:
    days = (*NUMBERS, "2020-13-45", "0000-00-00", "2020-01-01T00:00", "9999-12-31", "1998")
    return ("ledger", f"--at={dice.choice(days)}"), ANY


ASKED: tuple[Callable[[Dice], tuple[Line, str]], ...] = (
    _set, _set, _study_set, _arm, _arm, _seat, _seat, _seat, _study_seat, _number, _study_number,
    _pace, _event, _show, _verb, _name, _name, _day,
)  # fmt: skip


def odd_options(dice: Dice) -> Mutant:
    """Ask for something odd on the command line."""
    line, promise = dice.choice(ASKED)(dice)
    return Mutant("", 0, "options", (line,), promise=promise)
