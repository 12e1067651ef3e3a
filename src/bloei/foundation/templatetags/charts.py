"""Pictures of numbers, drawn on the server: `{% load charts %}`.

Every value comes with a unit: number, hours (minutes go in), euros (cents go in), percent (a share
of one goes in) or points (percentage points). Each picture has its numbers in a table under it.
"""

from datetime import date
from itertools import zip_longest

from django import template

from bloei.foundation import bullets, plots
from bloei.foundation.axes import PER_UNIT, Upright, axis, rounded, upright, words

register = template.Library()

# What a row of the table under a line says, and from which part of a point.
SAID = (("words", "value"), ("low", "low"), ("high", "high"))


@register.filter
def add_up(value, more):
    """Add a number of pixels or per cent."""
    return round(value + more, 2)


@register.inclusion_tag("ui/charts/meter.html")
def meter(parts, unit="number", label="", thin=False, legend=True):
    """One sum in parts: `parts` have label, value and fill (leaf, mid, sun, free, lilac, rest)."""
    drawn = plots.whole([part["value"] for part in parts])
    rows = [
        part | {"x": at.x, "width": at.width, "words": words(part["value"], unit)}
        for part, at in zip(parts, drawn, strict=True)
    ]
    spoken = ", ".join(f"{row['label']} {row['words']}" for row in rows)
    return {"rows": rows, "label": label or spoken, "thin": thin, "legend": legend}


@register.inclusion_tag("ui/charts/bullets.html")
def bullet_rows(rows, parts, label, *, unit="number", goal="", rail=True, narrow=False, note=""):
    """How far is each, against what they may have?

    `parts` are label and fill, the front one first. A row has name, values (one per part), goal,
    note, url; or name and hidden: the reason why there is no number.
    """
    drawn, ticks = bullets.rows_of(rows, parts, unit, rail=rail, narrow=narrow)
    return {
        "rows": drawn,
        "parts": parts,
        "ticks": ticks,
        "goal": goal,
        "label": label,
        "narrow": narrow,
        "note": note,
    }


@register.inclusion_tag("ui/charts/columns.html")
def columns(bars, parts, label, *, unit="number", height=180, note=""):
    """How does a total grow per month? `bars` have name, values (the lowest first) and now."""
    sums = [sum(bar["values"]) for bar in bars]
    plot = upright(sums or [1], unit, top=20, bottom=height - 30)
    # Amounts on the axis are wider than plain numbers: keep the first column clear of them.
    left = 15.0 if unit == "euros" else 6.0
    places = plots.columns(max(len(bars), 1), left)
    return {
        "bars": [
            _column(bar, at, parts, plot) | {"wide": len(bars) > 8 and n % 2 == 0}
            for n, (bar, at) in enumerate(zip(bars, places, strict=False))
        ],
        "parts": parts,
        "lines": plot.lines,
        "label": label,
        "height": height,
        "foot": plot.bottom + 18,
        "note": note,
        "many": len(parts) > 1,
    }


def _column(bar, at: plots.BarPart, parts, plot: Upright) -> dict:
    return bar | {
        "x": at.x,
        "width": at.width,
        "middle": round(at.x + at.width / 2, 2),
        "pieces": list(_stacked(bar["values"], parts, plot)),
        "cells": [words(value, plot.unit) for value in bar["values"]],
        "sum": words(sum(bar["values"], 0.0), plot.unit),
    }


def _stacked(values, parts, plot: Upright):
    """Yield the pieces of a column, the lowest first, with a little light between them."""
    below = 0.0
    for part, value in zip(parts, values, strict=True):
        y = plot.down(below + value)
        tall = plot.down(below) - y
        height = round(max(tall - (2 if below else 0), 0), 2)
        yield {"y": y, "height": height, "fill": part["fill"]}
        below += value


@register.inclusion_tag("ui/charts/dots.html")
def dot_rows(rows, label, *, unit="percent", zero=False, low=None, high=None, note="", table=True):
    """A score or a share with its 95 % interval.

    A row has name, value, low, high, note, found (False draws it grey), before, badge, badge_kind;
    or name and hidden (a reason) or wait (when it will be known). `zero` draws the zero line
    through all rows, for effects. `low` and `high` start the axis elsewhere than at zero.
    Without `table` the page itself gives the figures below.
    """
    shown = [row for row in rows if not row.get("hidden") and not row.get("wait")]
    values = [row[name] for row in shown for name in ("low", "high") if row.get(name) is not None]
    values += [row["value"] for row in shown]
    four = any(row.get("badge") for row in rows)
    scale, found = _dot_axis(values, unit, low, high, 4 if four else 5)
    drawn = [_dot(row, scale, unit) for row in rows]
    return {
        "rows": drawn,
        "ticks": axis(scale, found, unit),
        "zero": scale.at(0) if zero else None,
        "label": label,
        "note": note,
        "four": four,
        "before": any(row.get("before") is not None for row in shown),
        "table": table,
    }


def _dot_axis(values, unit, low, high, most):
    if low is None or high is None:
        return rounded(values or [1], unit, most)
    per = PER_UNIT.get(unit, 1)
    found = [value * per for value in plots.ticks(low / per, high / per)]
    return plots.Scale(found[0], found[-1]), found


def _dot(row, scale, unit):
    if row.get("hidden") or row.get("wait"):
        return row
    at = {
        name: scale.at(row[name])
        for name in ("value", "low", "high", "before")
        if row.get(name) is not None
    }
    ends = [words(row[name], unit) for name in ("low", "high") if row.get(name) is not None]
    return row | {
        "at": at,
        "words": words(row["value"], unit),
        "interval": " – ".join(ends),
        "before_words": words(row.get("before"), unit),
        "grey": row.get("found") is False,
    }


@register.inclusion_tag("ui/charts/difference.html")
def effect(value, low, high, *, unit="points", name="", reach=None):
    """Did it help? The difference on its own axis with a zero line, and the band in words.

    `reach` (low, high) gives measures that stand side by side the same axis.
    """
    scale, found = rounded([*(reach or ()), low, high, -high / 4, -low / 4], unit, most=6)
    return {
        "ticks": axis(scale, found, unit),
        "zero": scale.at(0),
        "at": {"value": scale.at(value), "low": scale.at(low), "high": scale.at(high)},
        "value": words(value, unit),
        "low": words(low, unit),
        "high": words(high, unit),
        "found": low > 0 or high < 0,
        "name": name,
    }


@register.inclusion_tag("ui/charts/lots.html")
def lots(grants, first, last, today, *, unit="euros", balance=(), label="", note=""):
    """What may I spend when? Grants as bars from the day they are given to the day they lapse.

    `grants` have amount, name, granted_on, lapses_on (or None), uses (days), text, and state (gone,
    now, later). `balance` are (day, amount), each holding until the next. `last` is included.
    """
    scale = plots.days(first, last)
    rows = [_lot(grant, scale, last, unit) for grant in grants]
    years = [
        {
            "x": scale.at(_start(year, first)),
            "middle": _middle(scale, year, first, last),
            "text": year,
            "now": year == today.year,
        }
        for year in range(first.year, last.year + 1)
    ]
    facts = {
        "rows": rows,
        "years": years,
        "now": scale.at(today.toordinal()),
        "label": label,
        "note": note,
    }
    return facts | _balance(balance, scale, today, unit, last)


def _lot(grant, scale, last, unit):
    end = grant.get("lapses_on")
    start = scale.at(grant["granted_on"].toordinal())
    stop = scale.at((end or last).toordinal())
    return grant | {
        "x": start,
        "width": round(max(stop - start, 0.5), 2),
        "use_xs": [scale.at(day.toordinal()) for day in grant.get("uses", ())],
        "lapse_x": stop if end and end <= last else None,
        "words": words(grant["amount"], unit),
    }


def _balance(points, scale, today, unit, last):
    """Return the line of what there is: as it went until today, and as it will go from there."""
    if not points:
        return {"balance": None}
    plot = upright([amount for _day, amount in points], unit, top=24, bottom=150, most=4)

    def place(day: date, amount: float):
        return scale.at(day.toordinal()), plot.down(amount)

    past = [point for point in points if point[0] <= today]
    now = past[-1][1] if past else 0
    ahead = [(today, now), *(point for point in points if point[0] > today)]
    behind = plots.steps([place(*point) for point in [*past, (today, now)]])
    coming = plots.steps([place(*point) for point in [*ahead, (last, ahead[-1][1])]])
    return {
        "balance": {
            "lines": plot.lines,
            "past": plots.line(behind),
            "past_area": _area(behind, plot.bottom),
            "coming": plots.line(coming),
            "coming_area": _area(coming, plot.bottom),
            "y": place(today, now)[1],
            "words": words(now, unit),
            "last_words": words(ahead[-1][1], unit),
            "last_y": place(last, ahead[-1][1])[1],
        }
    }


def _area(line, bottom):
    """Return what lies under a line."""
    return plots.band(line, [(line[0][0], bottom), (line[-1][0], bottom)])


def _start(year: int, first: date) -> int:
    return max(date(year, 1, 1), first).toordinal()


def _middle(scale, year, first, last):
    end = min(date(year, 12, 31), last).toordinal() + 1
    return round((scale.at(_start(year, first)) + scale.at(end)) / 2, 2)


@register.inclusion_tag("ui/charts/line.html")
def line_chart(
    points, label, *, unit="number", other=(), other_label="", own_label="", height=200, note=""
):
    """Where are we going? `points` have name, value or None, low, high; `other` are values."""
    values = [point.get(key) for point in points for _name, key in SAID] + [*other]
    known = [value for value in values if value is not None]
    plot = upright(known or [1], unit, top=20, bottom=height - 30)
    at = [round(8 + n * 88 / max(len(points) - 1, 1), 2) for n in range(len(points))]
    upper, lower = (
        _path(at, [point.get(end) for point in points], plot) for end in ("high", "low")
    )
    return {
        "lines": plot.lines,
        "names": [
            {"x": x, "text": point["name"], "wide": len(points) > 8 and n % 2 == 1}
            for n, (x, point) in enumerate(zip(at, points, strict=True))
        ],
        **_own_line(at, [point.get("value") for point in points], plot),
        "band": plots.band(upper, lower) if upper else "",
        "other": plots.line(_path(at, other, plot)) if other else "",
        "other_label": other_label,
        "own_label": own_label,
        "rows": list(_rows_under_line(points, other, unit)),
        "banded": bool(upper),
        "label": label,
        "height": height,
        "inner": plot.bottom,
        "foot": plot.bottom + 18,
        "note": note,
    }


def _path(at, values, plot: Upright):
    placed = zip(at, values, strict=False)
    return [(x, plot.down(value)) for x, value in placed if value is not None]


def _own_line(at, values, plot: Upright) -> dict:
    """Return the line of what it is about, and the dot with the words at its end."""
    own = _path(at, values, plot)
    if not own:
        return {"path": plots.line(own), "dot": None}
    (x, y), last = own[-1], [value for value in values if value is not None][-1]
    return {"path": plots.line(own), "dot": {"x": x, "y": y, "words": words(last, plot.unit)}}


def _rows_under_line(points, other, unit):
    for point, beside in zip_longest(points, other[: len(points)]):
        row = {"name": point["name"], "other": words(beside, unit)}
        yield row | {name: words(point.get(key), unit) for name, key in SAID}
