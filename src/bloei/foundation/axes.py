"""The axes of pictures of numbers: round steps, and every value written with its unit.

Values come in the unit of the books: minutes for hours, cents for euros, a share of one for
percent; a step is round in what people read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bloei.foundation import money, plots, wording
from bloei.foundation.language import on_screen

PER_UNIT = {"hours": 60, "euros": 100, "percent": 0.01}


def words(value: float | None, unit: str) -> str:
    """Write a value with its unit, as beside a picture."""
    if value is None:
        return ""
    language = on_screen()
    if unit == "euros":
        return money.euros(round(value), language)
    if unit == "hours":
        return money.hours(round(value), language)
    if unit == "percent":
        return wording.percent(value, language, 0 if round(value * 100, 1) % 1 == 0 else 1)
    if unit == "points":
        return wording.signed(value, language, 1)
    return wording.number(value, language)


def bare(value: float, unit: str) -> str:
    """Write a value without its unit, where the unit follows at once: "34 of 36 hours"."""
    if unit == "euros":
        return words(value, unit)
    return wording.number(round(value / PER_UNIT.get(unit, 1), 2), on_screen())


def axis(scale: plots.Scale, found: Sequence[float], unit: str) -> list[dict]:
    """Return ticks with their words; only the last one carries the unit."""
    drawn = []
    for n, value in enumerate(found):
        last = n == len(found) - 1
        plain = value / PER_UNIT.get(unit, 1)
        if unit == "points":
            text = wording.signed(plain, on_screen())
        elif unit == "euros" or last:
            text = words(value, unit)
        else:
            text = wording.number(round(plain, 6), on_screen())
        anchor = "" if n == 0 else ("end" if last else "mid")
        drawn.append({"x": scale.at(value), "text": text, "anchor": anchor, "value": value})
    return drawn


def rounded(values: Sequence[float], unit: str, most: int = 5) -> tuple[plots.Scale, list[float]]:
    """Take round steps in what people read: hours, not minutes."""
    per = PER_UNIT.get(unit, 1)
    _scale, found = plots.axis_from_zero([value / per for value in values], most)
    real = [value * per for value in found]
    return plots.Scale(real[0], real[-1]), real


@dataclass(frozen=True)
class Upright:
    """A plot whose values stand upright, between two heights in pixels, with lines across it."""

    scale: plots.Scale
    ticks: Sequence[float]
    unit: str
    top: int
    bottom: int

    def down(self, value: float) -> float:
        return self.scale.down(value, self.top, self.bottom)

    @property
    def lines(self) -> list[dict]:
        """Return the ticks of the axis, each with its height in the drawing."""
        ticks = axis(self.scale, self.ticks, self.unit)
        return [tick | {"y": self.down(tick["value"])} for tick in ticks]


def upright(values: Sequence[float], unit: str, *, top: int, bottom: int, most: int = 5) -> Upright:
    """Return a plot with a round axis for these values."""
    return Upright(*rounded(values, unit, most), unit, top, bottom)
