"""The figures of the gallery's pictures."""

from datetime import date

from django.utils.translation import gettext_lazy as _

MONTHS = ("dec", "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov")
FORMAL = (42, 54, 60, 66, 48, 54, 42, 18, 24, 54, 66, 60)
INFORMAL = (48, 50, 54, 60, 58, 64, 58, 36, 42, 78, 90, 84)
USED = (0.0, 0.03, 0.08, 0.15, 0.21, 0.27, 0.33, 0.36, 0.39, 0.46, 0.5, 0.54)
AHEAD = {"name": "dec", "value": None, "low": 0.62, "high": 0.71}
LINE = [{"name": name, "value": value} for name, value in zip(MONTHS[1:], USED[1:], strict=True)]
LINE[-1] |= {"low": 0.54, "high": 0.54}

_OVER_TIME = {
    "column_parts": [
        {"label": _("Formal"), "fill": "leaf"},
        {"label": _("Informal"), "fill": "free"},
    ],
    "columns": [
        {"name": name, "values": (first, second), "now": name == "nov"}
        for name, first, second in zip(MONTHS, FORMAL, INFORMAL, strict=True)
    ],
    "line": [*LINE, AHEAD],
    "last_year": [0, 0.02, 0.05, 0.09, 0.14, 0.18, 0.22, 0.24, 0.26, 0.31, 0.36, 0.49],
    "first": date(2023, 1, 1),
    "last": date(2028, 12, 31),
    "today": date(2026, 11, 23),
    "balance": [
        (date(2023, 5, 1), 46700),
        (date(2024, 1, 1), 96700),
        (date(2024, 10, 1), 70000),
        (date(2025, 1, 1), 140000),
        (date(2026, 1, 1), 118000),
        (date(2027, 1, 1), 188000),
        (date(2028, 1, 1), 140000),
    ],
    "lots": [
        {
            "amount": 46700,
            "name": _("of 2023"),
            "granted_on": date(2023, 5, 1),
            "lapses_on": date(2024, 12, 31),
            "uses": [date(2024, 3, 1)],
            "state": "gone",
            "text": _("Used up"),
        },
        {
            "amount": 70000,
            "name": _("of 2025"),
            "granted_on": date(2025, 1, 1),
            "lapses_on": date(2026, 12, 31),
            "uses": [date(2026, 4, 1)],
            "text": _("Part is left"),
        },
        {
            "amount": 70000,
            "name": _("of 2027"),
            "granted_on": date(2027, 1, 1),
            "lapses_on": date(2028, 12, 31),
            "state": "later",
            "text": _("Comes on 1 January"),
        },
    ],
}

_EFFECTS = {
    "groups": [
        {
            "name": _("Got the message"),
            "note": "47 / 210",
            "value": 0.224,
            "low": 0.173,
            "high": 0.285,
        },
        {
            "name": _("Did not get it"),
            "note": "8 / 90",
            "value": 0.089,
            "low": 0.046,
            "high": 0.166,
            "found": False,
        },
    ],
    "effects": [
        {
            "name": _("Message: your budget lapses"),
            "value": 13.5,
            "low": 4.3,
            "high": 21.0,
            "badge": _("Stays on"),
            "badge_kind": "leaf",
        },
        {
            "name": _("Manager gets a tip to talk"),
            "wait": _("Outcome on 18 January"),
            "badge": _("Running"),
            "badge_kind": "sky",
        },
        {
            "name": _("Mail: new offers every week"),
            "value": 0.6,
            "low": -10.0,
            "high": 10.1,
            "found": False,
            "badge": _("Stopped"),
        },
    ],
}

CHARTS = {
    "meter": [
        {"label": _("Spent"), "value": 62000, "fill": "leaf"},
        {"label": _("Reserved"), "value": 20000, "fill": "mid"},
        {"label": _("Free until 31 December"), "value": 38000, "fill": "sun"},
        {"label": _("Free, stays"), "value": 80000, "fill": "free"},
    ],
    "bullet_parts": [
        {"label": _("Taken"), "fill": "leaf"},
        {"label": _("Planned"), "fill": "free"},
    ],
    "bullets": [
        {"name": "Anouk Peters", "values": (1800, 240), "goal": 2160},
        {"name": "Eva de Vries", "values": (570, 0), "goal": 1680},
        {"name": "Kees van den Berg", "values": (240, 0), "goal": 1200},
        {"name": "Naomi Simons", "values": (300, 240), "goal": 720},
        {"name": _("Desk North"), "hidden": _("fewer than 5 answers")},
    ],
    "lapsing_parts": [
        {"label": _("Lapses on 31 December"), "fill": "sun"},
        {"label": _("Stays in 2027"), "fill": "free"},
    ],
    "lapsing": [
        {"name": "Eva de Vries", "values": (38000, 80000)},
        {"name": "Kees van den Berg", "values": (44000, 50000)},
        {"name": "Ruben Mulder", "values": (24000, 90000)},
    ],
    **_OVER_TIME,
    **_EFFECTS,
}
