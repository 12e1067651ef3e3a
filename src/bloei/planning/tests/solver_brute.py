"""The best plan of a small instance by trying all of them; shares nothing with the planner."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import product


def best(instance):
    """Return minutes short, largest shortfall, preferred minutes and number of new blocks."""
    goals = [_best_of_cluster(instance, units) for units in _clusters(instance)]
    short, largest, minus_preferred, blocks = (list(one) for one in zip(*goals, strict=True))
    return sum(short), max(largest), -sum(minus_preferred), sum(blocks)


def _clusters(instance):
    """The sets of units that staffing lines connect and in which somebody works."""
    clusters = []
    linked = [{person["unit"]} for person in instance["people"]]
    for units in linked + [set(line["units"]) for line in instance["staffing"]]:
        apart = [one for one in clusters if not one & units]
        clusters = [*apart, units.union(*(one for one in clusters if one & units))]
    lived_in = {person["unit"] for person in instance["people"]}
    return [units for units in clusters if units & lived_in]


def _slots(spans, slot):
    return {moment for one in spans for moment in _slots_of(one, slot)}


def _slots_of(span, slot):
    start, until = (datetime.fromisoformat(span[key]) for key in ("from", "until"))
    return [
        start + timedelta(minutes=slot * n) for n in range((until - start).seconds // 60 // slot)
    ]


def _best_of_cluster(instance, units):
    slot = instance["slot_minutes"]
    people = [person for person in instance["people"] if person["unit"] in units]
    lines = [line for line in instance["staffing"] if set(line["units"]) <= units]
    choices = [_plans(person, slot) for person in people]
    fitting = (goals for goals in map(_goals(people, lines, slot), product(*choices)) if goals)
    return min(fitting)


def _goals(people, lines, slot):
    """What says of one plan per person how good it is, or None when it breaks a minimum."""
    present = [
        _slots(person["works"], slot) - _slots(person.get("fixed", []), slot) for person in people
    ]
    rows = [
        (
            [n for n, person in enumerate(people) if person["unit"] in line["units"]],
            moment,
            line["minimum"],
        )
        for line in lines
        for moment in _slots_of(line, slot)
    ]

    def goals(plans):
        learning = [plan["slots"] for plan in plans]
        for members, moment, minimum in rows:
            learners = sum(moment in learning[n] for n in members)
            if learners and sum(moment in present[n] for n in members) - learners < minimum:
                return None
        short = [plan["short"] for plan in plans]
        preferred = sum(plan["preferred"] for plan in plans)
        return sum(short), max(short), -preferred, sum(plan["blocks"] for plan in plans)

    return goals


def _plans(person, slot):
    """All that one person could get, whoever is present."""
    step = timedelta(minutes=slot)
    free = _slots(person["works"], slot) - _slots(person.get("busy", []), slot)
    prefers = _slots(person.get("prefers", []), slot)
    fixed = [_slots_of(one, slot) for one in person.get("fixed", [])]
    agreed = sum(len(one) * slot for one in fixed)
    begun = Counter(one[0].date() for one in fixed)
    possible = []
    for start in sorted(free):
        for length in range(person["min_block"] // slot, person["max_block"] // slot + 1):
            block = [start + n * step for n in range(length)]
            around = {start - step, *block, block[-1] + step}
            if set(block) <= free and not any(around & set(one) for one in fixed):
                possible.append(block)
    plans = []

    def extend(chosen, rest):
        minutes = sum(len(block) * slot for block in chosen)
        if minutes and agreed + minutes > person["minutes"]:
            return
        days = Counter(block[0].date() for block in chosen)
        if any(begun[day] + days[day] > person["max_blocks_per_day"] for day in days):
            return
        slots = {moment for block in chosen for moment in block}
        plans.append(
            {
                "slots": slots,
                "short": max(0, person["minutes"] - agreed - minutes),
                "preferred": slot * len(slots & prefers),
                "blocks": len(chosen),
            }
        )
        for n, block in enumerate(rest):
            if not chosen or block[0] > chosen[-1][-1] + step:
                extend([*chosen, block], rest[n + 1 :])

    extend([], possible)
    return plans
