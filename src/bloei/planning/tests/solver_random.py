"""Random small instances for the planner, as the file holds them."""

from datetime import datetime, timedelta

from hypothesis import strategies as st

# Late in the evening, so that blocks run past midnight.
BEGIN = datetime.fromisoformat("2026-11-23T20:00")
UNITS = ["a", "b", "c"]


def span(start, until, slot):
    """The JSON of a span of slots, counted from BEGIN."""
    return {
        "from": (BEGIN + timedelta(minutes=start * slot)).isoformat(timespec="minutes"),
        "until": (BEGIN + timedelta(minutes=until * slot)).isoformat(timespec="minutes"),
    }


@st.composite
def spans(draw, slot, slots, most):
    found = []
    for _ in range(draw(st.integers(0, most))):
        start = draw(st.integers(0, slots - 1))
        found.append(span(start, draw(st.integers(start + 1, slots)), slot))
    return found


@st.composite
def people(draw, number, slot, slots):
    shortest = draw(st.sampled_from([1, 1, 2, 2, 3]))
    person = {
        "id": f"p{number}",
        "unit": draw(st.sampled_from(UNITS)),
        "minutes": slot * draw(st.integers(0, 6)),
        "min_block": slot * shortest,
        "max_block": slot * draw(st.integers(shortest, 4)),
        "max_blocks_per_day": draw(st.sampled_from([1, 1, 2, 2, 3, 0])),
        "works": draw(spans(slot, slots, 2)) or [span(0, slots, slot)],
    }
    for key, most in (("busy", 1), ("prefers", 2), ("fixed", 1)):
        if draw(st.booleans()):
            person[key] = draw(spans(slot, slots, most))
    return person


@st.composite
def crowded(draw, slots=6):
    """People who work the same hours and of whom only one or two may be away."""
    slot, count = 30, draw(st.integers(2, 3))
    everybody = [draw(people(number, slot, slots)) for number in range(count)]
    for person in everybody:
        person["unit"] = draw(st.sampled_from(["a", "a", "b"]))
        person["works"] = [span(draw(st.sampled_from([0, 0, 1])), slots, slot)]
        person["fixed"] = []
        person["busy"] = []
        person["max_blocks_per_day"] = draw(st.sampled_from([1, 2]))
    whole = span(0, slots, slot)
    staffing = [{"units": ["a", "b"], **whole, "minimum": draw(st.sampled_from([count - 1, 1]))}]
    if draw(st.booleans()):
        staffing.append({"units": ["a"], **whole, "minimum": 1})
    return {"slot_minutes": slot, "people": everybody, "staffing": staffing}


@st.composite
def instances(draw, most_people=3, slots=8):
    slot = draw(st.sampled_from([30, 60, 120]))
    count = draw(st.integers(1, most_people))
    staffing = []
    for _ in range(draw(st.integers(0, 3))):
        units = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True))
        start = draw(st.integers(0, slots - 1))
        staffing.append(
            {
                "units": units,
                **span(start, draw(st.integers(start + 1, slots)), slot),
                "minimum": draw(st.integers(0, count)),
            }
        )
    return {
        "slot_minutes": slot,
        "people": [draw(people(number, slot, slots)) for number in range(count)],
        "staffing": staffing,
    }
