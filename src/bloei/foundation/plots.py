"""Where things stand in a picture of numbers: x in per cent of its width, y in pixels.

Pure geometry, see docs/design.md: bars start at zero, three to five ticks, steps of 1, 2, 2.5 or 5.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """Maps values from `low` to `high` onto 0 to 100 per cent."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """Return where a value stands, in per cent, never outside the plot."""
        if self.high == self.low:
            return 0.0
        share = (value - self.low) / (self.high - self.low)
        return round(min(max(share, 0.0), 1.0) * 100, 2)

    def down(self, value: float, top: float, bottom: float) -> float:
        """Return where a value stands between two heights in pixels; high values are on top."""
        return round(bottom - self.at(value) / 100 * (bottom - top), 2)


@dataclass(frozen=True)
class BarPart:
    """A piece of a bar: where it starts and how wide it is, in per cent."""

    x: float
    width: float


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round values that span `low` to `high`, at most `most` of them."""
    span = high - low or abs(high) or 1.0
    magnitude = 10.0 ** math.floor(math.log10(span / (most - 1)))
    for step in (factor * magnitude * ten for ten in (1, 10) for factor in _STEPS):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first < most:
            return [round(n * step, 10) for n in range(first, max(last, first + 1) + 1)]
    raise AssertionError("A step of a hundred times the magnitude always fits.")


def axis_from_zero(values: Sequence[float], most: int = 5) -> tuple[Scale, list[float]]:
    """Return the scale and ticks of bars: zero is always in it."""
    found = ticks(min(0.0, *values, 0.0), max(0.0, *values, 0.0), most)
    return Scale(found[0], found[-1]), found


def whole(values: Sequence[float], gap: float = 0.9) -> list[BarPart]:
    """Return the parts of one sum as a bar of 100 per cent, with a small gap between them.

    A part of nothing keeps width zero and leaves no gap; with no sum at all every part is zero.
    """
    total = sum(values)
    if total <= 0:
        return [BarPart(0.0, 0.0) for _value in values]
    starts = [0.0, *accumulate(value / total * 100 for value in values)]
    last = max(index for index, value in enumerate(values) if value > 0)
    parts = []
    for index, (start, end) in enumerate(pairwise(starts)):
        width = end - start
        kept = width if index == last or width <= gap else width - gap
        parts.append(BarPart(round(start, 2), round(kept, 2)))
    return parts


def layers(values: Sequence[float], scale: Scale) -> list[BarPart]:
    """Return bars from zero, one behind the other: the whole first, the first value in front."""
    ends = list(accumulate(values))
    zero = scale.at(0)
    return [BarPart(zero, round(scale.at(end) - zero, 2)) for end in ends]


def columns(count: int, left: float = 6.0, fill: float = 0.72) -> list[BarPart]:
    """Return `count` columns beside each other, from `left` per cent to the right edge."""
    room = (100 - left) / count
    margin = room * (1 - fill) / 2
    return [
        BarPart(round(left + n * room + margin, 2), round(room * fill, 2)) for n in range(count)
    ]


def days(first: date, last: date) -> Scale:
    """Return the scale of a period, its last day included."""
    return Scale(first.toordinal(), last.toordinal() + 1)


def line(points: Sequence[tuple[float, float]]) -> str:
    """Return a path through points (x in per cent, y in pixels)."""
    return "".join(f"{'L' if n else 'M'}{x:.2f} {y:.1f}" for n, (x, y) in enumerate(points))


def steps(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the points of a balance that stays level until it jumps."""
    found = list(points[:1])
    for (_x, before), (x, after) in pairwise(points):
        found += [(x, before), (x, after)]
    return found


def band(upper: Sequence[tuple[float, float]], lower: Sequence[tuple[float, float]]) -> str:
    """Return a closed path between an upper and a lower line."""
    return f"{line([*upper, *reversed(lower)])}Z"
