"""Short ways to try the planner in tests: small instances in, results out."""

import json
import time

from bloei.planning.solver.clusters import clusters_of
from bloei.planning.solver.command import result
from bloei.planning.solver.instance_file import instance_from
from bloei.planning.solver.plan import plan_of
from bloei.planning.solver.roster import roster_of
from bloei.planning.solver.search import begin, improve

MONDAY, TUESDAY, WEDNESDAY = "2026-11-23", "2026-11-24", "2026-11-25"


def span(day, start, until, last=None):
    """From a clock time on a day until one on the same day, or on `last`."""
    return {"from": f"{day}T{start}", "until": f"{last or day}T{until}"}


def person(name="eva", **more):
    """Somebody who works on Monday from nine to one and wants an hour, unless told otherwise."""
    return {
        "id": name,
        "unit": "desk",
        "minutes": 60,
        "min_block": 60,
        "max_block": 120,
        "max_blocks_per_day": 1,
        "works": [span(MONDAY, "09:00", "13:00")],
    } | more


def line(minimum, *units, **when):
    return {
        "units": list(units or ["desk"]),
        **(when or span(MONDAY, "09:00", "13:00")),
        "minimum": minimum,
    }


def instance(*people, staffing=(), slot=30):
    return {"slot_minutes": slot, "people": list(people), "staffing": list(staffing)}


def solved(data, *, enough=False):
    """The result of an instance, worked out in this process; `enough`: the first draft is."""
    instance = instance_from(data)
    roster = roster_of(instance)
    found = []
    for who, cluster in clusters_of(roster):
        one = begin(cluster)
        if not enough and not one.proven:
            one = improve(cluster, one, time.monotonic() + 30)
        found.append((who, one))
    return json.loads(json.dumps(result(plan_of(instance, roster, found), 0)))


def goals(found):
    new = [block for block in found["blocks"] if not block["fixed"]]
    names = ("minutes_short", "largest_shortfall", "preferred_minutes")
    return (*(found[name] for name in names), len(new))


def blocks(found, name="eva", *, fixed=False):
    """The new (or fixed) blocks of somebody, as texts such as "23 09:00-10:00"."""
    return [
        f"{one['from'][8:10]} {one['from'][11:]}-{one['until'][11:]}"
        for one in found["blocks"]
        if one["person"] == name and one["fixed"] == fixed
    ]
