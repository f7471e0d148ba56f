"""Whose words papers use: those of US civil exercises (HSEEP), or those of NATO and the UK."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sim.exercise.evaluation import Rating
from sim.exercise.plan import Vocabulary

_WORDS: dict[str, tuple[str, str]] = {
    "manual": ("Situation manual", "Exercise brief"),
    "guide": ("Facilitator guide", "EXCON instructions"),
    "handbook": ("Controller and evaluator handbook", "DISTAFF handbook"),
    "sheet": ("Cell briefing", "Training audience brief"),
    "eeg": ("Exercise evaluation guide", "Assessment sheet"),
    "feedback": ("Participant feedback form", "Participant feedback form"),
    "aar": ("After-action report and improvement plan", "Post-exercise report and lessons plan"),
    "msel": ("Master scenario events list", "Main events list (MEL/MIL)"),
    "control": ("exercise control", "EXCON"),
    "controller": ("controller", "EXCON officer"),
    "facilitator": ("facilitator", "exercise director"),
    "evaluator": ("evaluator", "assessor"),
    "player": ("player", "member of the training audience"),
    "players": ("players", "training audience"),
    "simulation": ("simulation cell", "response cell"),
    "objective": ("exercise objective", "training objective"),
    "capability": ("core capability", "capability"),
    "target": ("capability target", "performance target"),
    "task": ("critical task", "key task"),
    "hotwash": ("hot wash", "hot debrief"),
    "improvement": ("improvement plan", "lessons action plan"),
    "action": ("corrective action", "remedial action"),
    "strength": ("strength", "point to sustain"),
    "area": ("area for improvement", "point to improve"),
}
_RATINGS: dict[Rating, tuple[str, str]] = {
    "P": ("Performed without challenges", "Achieved"),
    "S": ("Performed with some challenges", "Achieved with minor shortfalls"),
    "M": ("Performed with major challenges", "Achieved with major shortfalls"),
    "U": ("Unable to be performed", "Not achieved"),
}
RATING_MEANINGS: Mapping[Rating, str] = MappingProxyType(
    {
        "P": "The tasks were done and the target was met. Nothing else suffered, nobody was put at "
        "more risk, and plans, rules and law were kept.",
        "S": "As P, and there is room to do it with less effort or with more effect.",
        "M": "The tasks were done and the target was met. Yet something else suffered, risk grew, "
        "or plans, rules or law were not kept.",
        "U": "The tasks were not done, or the target was not met.",
    }
)
"""What ratings mean, in our words; M is still a thing that was done."""


def vocabulary_words(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Give the words of a vocabulary by their keys."""
    at = 0 if vocabulary == "hseep" else 1
    return {key: words[at] for key, words in _WORDS.items()}


def rating_title(vocabulary: Vocabulary, rating: Rating) -> str:
    """Name a rating."""
    return _RATINGS[rating][0 if vocabulary == "hseep" else 1]


GLOSSARY: dict[str, str] = {
    "Act": "Something done that others can see and that stands on the ladder of escalation.",
    "Board": "What a seat takes each channel for: open, slow, suspended, unanswered and so on.",
    "Call": "A try to reach another seat on a channel, from the wish to its end.",
    "ENDEX": "The end of the exercise.",
    "Inject": "A prepared piece of news, weather or orders that comes from outside the cells.",
    "Ladder, rung": "The steps of escalation from 0 to 10, by what happened and not by intent.",
    "Lapsed": "A time to decide that ended without a decision; the standing order then holds.",
    "Promise": "A word that binds: kept, broken, never put to the test, released or void.",
    "Seat": "A role that can know and decide; several people may share one.",
    "STARTEX": "The begin of the exercise.",
    "Story time": "The time in the scenario; exercise time is that on the wall.",
}
"""Words of the papers that newcomers ask for."""
