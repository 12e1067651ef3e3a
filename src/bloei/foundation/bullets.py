"""How far is each, against what they may have: the rows of such a picture.

Bars and amounts are written here and not in the template: a team of sixty has two such pictures,
and a template took twenty milliseconds for what stands between their names.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bloei.foundation import plots
from bloei.foundation.axes import axis, bare, rounded, words

Facts = Mapping[str, Any]
BAR = '<rect class="fill-{}" x="{}%" width="{}%" y="{}" height="{}" rx="4"/>'
GOAL = '<line class="plot__goal" x1="{0}%" x2="{0}%" y1="4" y2="24"/>'
PLACE, NARROW_PLACE = (9, 10), (7, 14)  # y and height of a bar, in pixels
# What a row may leave out: a name that a template seeks in vain costs 20 µs.
LEFT_OUT = {"url": "", "note": "", "hidden": "", "goal": None}


def rows_of(
    rows: Sequence[Facts], parts: Sequence[Facts], unit: str, *, rail: bool, narrow: bool
) -> tuple[list[dict], list[dict]]:
    """Return the rows as they are drawn, and the ticks of the axis under them.

    A drawn row has name, url, note and hidden as given; else picture (inside an svg of 28 pixels
    high), said (the amount beside it), cells (of its row in the table) and goal_words.
    """
    shown = [row for row in rows if not row.get("hidden")]
    reach = [max(sum(row["values"]), row.get("goal") or 0) for row in shown]
    scale, found = rounded(reach or [1], unit)
    fills = [part["fill"] for part in parts]
    drawn = []
    for given in rows:
        row: dict[str, Any] = {**LEFT_OUT, **given}
        if not row["hidden"]:
            row["picture"] = _picture(row, fills, scale, rail=rail, narrow=narrow)
            row["said"] = _said(row, unit, narrow=narrow)
            row["cells"] = _cells(words(value, unit) for value in row["values"])
            row["goal_words"] = words(row["goal"], unit)
        drawn.append(row)
    return drawn, axis(scale, found, unit)


def _picture(
    row: Facts, fills: Sequence[str], scale: plots.Scale, *, rail: bool, narrow: bool
) -> SafeString:
    """Draw the bars, the front one last, so that it lies on the others."""
    place = NARROW_PLACE if narrow else PLACE
    at = plots.layers(row["values"], scale)
    bars = [(fill, part.x, part.width) for fill, part in zip(fills, at, strict=True) if part.width]
    under = [("rest", 0, 100)] if rail and not narrow else []
    return format_html(
        "{}{}",
        format_html_join("", BAR, ((*bar, *place) for bar in (*under, *reversed(bars)))),
        "" if row["goal"] is None else format_html(GOAL, scale.at(row["goal"])),
    )


def _said(row: Facts, unit: str, *, narrow: bool) -> SafeString:
    """Write the amount beside the bars, with what it is a part of."""
    total = sum(row["values"])
    if row["goal"] is not None:
        return _of(bare(total, unit), words(row["goal"], unit))
    if narrow:
        return _of(words(row["values"][0], unit), words(total, unit))
    return format_html("<b>{}</b>", words(total, unit))


def _of(part: str, total: str) -> SafeString:
    return format_html("<b>{}</b> {}", part, _("of %(total)s") % {"total": total})


def _cells(texts) -> SafeString:
    return format_html_join("", '<td class="right">{}</td>', ((text,) for text in texts))
