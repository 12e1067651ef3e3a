"""What the gallery shows of daily work: talks, offers, the tree, who pays, runs."""

from types import SimpleNamespace

from django.utils.translation import gettext_lazy as _


def _sun(amount: str) -> dict:
    return {"label": amount, "kind": "sun"}


def _unit(name: str, depth: int, people: str, lapses, *, off: bool = False) -> dict:
    cells = [{"text": people, "right": True}, {"text": lapses, "right": True}]
    return {"name": name, "depth": depth, "url": "" if off else "#", "off": off, "cells": cells}


def _run(state: str, done: int, words) -> SimpleNamespace:
    return SimpleNamespace(uuid=state, state=state, done=done, total=418, words=words)


WORK = {
    "reasons": [
        {
            "name": "Eva de Vries",
            "tags": [{"label": _("No learning time since August")}, _sun("€\u00a0480")],
            "why": _("Eva has 18.5 hours left. The roster had one free half hour for her."),
            "url": "#",
            "label": _("Prepare"),
            "text": _("Thursday at 10.00"),
        },
        {
            "name": "Kees van den Berg",
            "tags": [_sun("€\u00a0440")],
            "why": _("Kees saves for a study; he shared that himself."),
            "url": "#",
            "label": _("Plan a talk"),
            "text": _("Last talk: May"),
        },
    ],
    "offers": [
        {
            "title": _("Talking techniques for the customer desk"),
            "url": "#",
            "provider": "Taalhuis Utrecht",
            "meta": [
                {"icon": "clock", "text": _("3 afternoons")},
                {"icon": "wallet", "text": "€\u00a0340"},
                {"icon": "map-pin", "text": "Utrecht"},
            ],
            "why": _("Follows on from the workshop that you did in June."),
        },
        {
            "title": _("First aid at work"),
            "url": "#",
            "provider": "De Linde",
            "badges": [{"label": _("Mandatory"), "kind": "sky"}],
            "meta": [
                {"icon": "clock", "text": _("2 days")},
                {"icon": "building", "text": _("De Linde pays")},
            ],
            "why": _("You are on the list of your team."),
        },
    ],
    "tree_head": [
        {"label": _("Unit")},
        {"label": _("People"), "right": True},
        {"label": _("Lapses"), "right": True},
    ],
    "tree": [
        _unit("De Linde", 0, "418", "€\u00a0148.200"),
        _unit("Wonen", 1, "141", "€\u00a050.100"),
        _unit("Klantcontact", 2, "11", "€\u00a01.620"),
        _unit("Bestuursbureau", 2, "", _("fewer than 5 people"), off=True),
    ],
    "shares": [
        {
            "label": _("Own budget"),
            "text": _("Course fee"),
            "words": "€\u00a0485",
            "fill": "leaf",
        },
        {"label": _("Team budget"), "text": _("Travel"), "words": "€\u00a024", "fill": "lilac"},
        {"label": "Eva", "words": "€\u00a00", "fill": "none"},
    ],
    "runs": [
        _run("waiting", 0, ""),
        _run("running", 260, _("Reading the file")),
        _run("done", 418, ""),
        _run("failed", 260, ""),
    ],
}
