"""How colours look: their contrast, and what is left of them to whoever lacks a kind of cone.

Contrast is that of WCAG 2.2. The three kinds of colour blindness are simulated in full strength
as in Machado, Oliveira and Fernandes, “A physiologically-based model for simulation of color
vision deficiency”, 2009. Difference is that of CIELAB, 1976, under D65: 2.3 is just noticed.
"""

from __future__ import annotations

from itertools import combinations

Triple = tuple[float, float, float]
SIGHT: dict[str, tuple[Triple, Triple, Triple]] = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""What is seen of the amounts of red, green and blue light, by kind of sight."""
_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_D65 = (0.95047, 1.0, 1.08883)


def _times(matrix: tuple[Triple, Triple, Triple], light: Triple) -> Triple:
    a, b, c = (sum(m * x for m, x in zip(row, light, strict=True)) for row in matrix)
    return a, b, c


def light_of(colour: str, sight: str = "full") -> Triple:
    """Give the amounts of red, green and blue light, each from 0 to 1, as they are seen."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    a, b, c = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    r, g, b = (min(1.0, max(0.0, part)) for part in _times(SIGHT[sight], (a, b, c)))
    return r, g, b


def contrast(one: str, other: str, sight: str = "full") -> float:
    """Give the contrast of two colours, from 1 to 21.

    >>> round(contrast("#000000", "#ffffff"), 2), round(contrast("#777777", "#ffffff"), 2)
    (21.0, 4.48)
    """
    bright, dark = sorted(
        (_times(_XYZ, light_of(colour, sight))[1] for colour in (one, other)), reverse=True
    )
    return (bright + 0.05) / (dark + 0.05)


def difference(one: str, other: str, sight: str = "full") -> float:
    """Give how different two colours look.

    >>> round(difference("#ffffff", "#000000")), difference("#123456", "#123456")
    (100, 0.0)
    """
    a, b = (_lab(light_of(colour, sight)) for colour in (one, other))
    return float(sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5)


def _lab(light: Triple) -> Triple:
    x, y, z = (
        part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116
        for part in (
            amount / white for amount, white in zip(_times(_XYZ, light), _D65, strict=True)
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def alike(colours: dict[str, str], least: float) -> list[str]:
    """List the pairs of colours that look too much alike, to whom, and how different they are."""
    return [
        f"{one} and {other}, {sight}: {found:.1f}"
        for one, other in combinations(colours, 2)
        for sight in SIGHT
        if (found := difference(colours[one], colours[other], sight)) < least
    ]
