"""What the words on a screen mean, in a sentence or two each, for whoever plays."""

from __future__ import annotations

from sim.model.rungs import rung_name

_RUNGS = (
    "what happens every day: watching, hailing, keeping clear.",
    "hostile words: protests, warnings, accusations, film published.",
    "penalties that touch nobody at sea: permits, listings, meetings called off.",
    "being there: shadowing, lying across a bow at a distance, ships sent.",
    "unsafe conduct: closing inside the unsafe distance, cutting across a bow.",
    "threats of force: live firing announced, weapons shown, a radar locked.",
    "force without fire: water cannon, ramming, hulls that touch.",
    "seizing people or vessels.",
    "fire of any kind, warning shots included.",
    "fire that is meant to hit, between units.",
    "open battle.",
)

MEANINGS: dict[str, dict[str, str]] = {
    "DECISIONS": {
        "decision": "For so long you may choose one option. Unused, it lapses, and what is named "
        "after “else” is done by standing order.",
        "v deconflicts": "Takes something out of the meeting: talk, an offer, room. None is free "
        "of cost, and none promises a reply.",
        "= holds": "Goes on as things are.",
        "^ escalates": "Adds something to the meeting that the other side must read.",
        "+": "May be done at any time, not only while a decision is open.",
        "takes": "How long an order needs until it is carried out.",
        "reads": "The rung on which each side may read the option. What happens in the end decides "
        "how it is read, so this is a warning, not a forecast.",
        "spends": "What the option costs you whether or not it works.",
        "asks leave": "Somebody above has to allow it first; that takes time and may be denied.",
    },
    "MINDS": {
        "wants change": "How likely your seat thinks it is that the other side means to change how "
        "things stand, rather than keep them. Acts that look meant raise it; explanations, calls "
        "and kept promises lower it. It may be wrong. The truth is told at the end.",
        "tension": "How alarmed your seat is, 0 to 100%. Acts raise it, time and cooperation lower "
        "it. A tense seat takes accidents for orders, answers late and refuses more.",
        "pressure": "How much your own public and superiors press you to answer, 0 to 100%. The "
        "other side's acts raise it, threefold from force on. It fades in days.",
        "gravest act to you": "The act of the other side that weighs most with you now, by the "
        "rung your staff gives it: also a near miss that nobody may have ordered, which the ladder "
        "leaves out.",
        "meant, in doubt": "How sure your seat is that this act was ordered, and no accident.",
        "committed in public": "The rung that you have threatened for all to hear. Not to follow "
        "costs credit; to follow costs more.",
    },
    "WORDS THAT BIND": {
        "promise": "Something said that can be kept or broken. It binds from when it is heard "
        "until its time is over, and what becomes of it changes what your word is worth.",
        "asks them, binds us": "Who would be bound by a term of what is said: they, or you.",
        "counter": "A reply that offers less than was asked: a higher rung, a shorter range.",
        "untested": "Its time ran out, and nothing had happened that would have tempted anybody "
        "to break it. It proves little.",
        "void": "It fell away because what it rested on did.",
        "released": "Whom it was made to let the other go from it.",
        "at risk": "As everything moves now, it will be broken; there is still time to turn.",
    },
    "AT SEA": {
        "CPA": "Closest point of approach: how near a vessel passes if nobody alters, and in how "
        "long. Measured from your first vessel, between centres.",
        "unsafe distance": "Passing nearer than this counts as an unsafe act of whoever came: 457 "
        "metres (500 yards), unless a scenario says otherwise.",
        "!! danger, ! near, . ahead": "Who will come inside the unsafe distance: in two minutes, "
        "six, twenty; one grade graver if it is less than half of it.",
        "stands on, gives way": "Whom the rules of the road oblige to keep clear.",
    },
    "CHANNELS": {
        "+ open, ~ slow": "It has been answered, or nothing speaks against it; late, if slow.",
        ". dormant": "Not used for long; nobody knows who still listens.",
        "! unanswered, x refused": "What came of the last try. A line that is down simply "
        "rings out.",
        "x suspended, - not set up": "Shut as a policy; agreed on and never built.",
        "leave": "Some seats have to ask above before they may call or answer.",
    },
    "THE LADDER": {
        "rung": "How grave an act is, 0 to 10, by what happened; others may read it otherwise.",
        "|, firebreak": "A line people know they cross: contact from 6 on, gunfire from 8 on.",
        **{rung_name(rung): text.capitalize() for rung, text in enumerate(_RUNGS)},
    },
}
"""Subject → word → what it means."""


def meaning(asked: str) -> dict[str, str]:
    """Find the words that a text names or stands in, with what they mean.

    >>> list(meaning("tension"))[0], meaning("no such word")
    ('tension', {})
    """
    found = asked.strip().lower()
    every = {word: text for words in MEANINGS.values() for word, text in words.items()}
    named = {word: text for word, text in every.items() if found in word.lower()}
    return named or {word: text for word, text in every.items() if found in text.lower()}
