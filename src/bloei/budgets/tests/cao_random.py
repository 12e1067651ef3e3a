"""Random schemes and persons for the property tests of the cao engine, as the files hold them."""

from datetime import date, timedelta

from hypothesis import strategies as st

START, END = date(2018, 1, 1), date(2024, 12, 31)

days = st.one_of(
    st.dates(START, END),
    # Borders are where engines go wrong: firsts, lasts, the fifteenth and the sixteenth.
    st.builds(date, st.integers(2018, 2024), st.integers(1, 12), st.sampled_from([1, 15, 16])),
    st.builds(
        lambda year, month: date(year, month, 1) - timedelta(days=1),
        st.integers(2019, 2024),
        st.integers(1, 12),
    ),
)
hours = st.sampled_from(["36", "24", "0", "8", "12.5", "16", "17.1", "20", "24", "32", "36", "40"])
kinds = st.sampled_from(["permanent", "permanent", "temporary", "agency"])
purposes = st.sampled_from(
    ["", "", "training", "training", "coaching", "hobby", "mandatory_training"]
)
names = st.sampled_from(["vitality", "vitality", "leave"])


def optional(draw, table, key, values, chance=3):
    """Put the key into the table once in so many times."""
    if draw(st.integers(1, chance)) == 1:
        table[key] = draw(values)


def text_of(low, high, step="0.01"):
    """A number as text between low and high, in whole steps."""
    per = {"0.01": 100, "0.1": 10, "1": 1}[step]
    return st.integers(int(low * per), int(high * per)).map(
        lambda n: f"{n / per:.2f}".rstrip("0").rstrip(".")
    )


@st.composite
def schemes(draw, units=("EUR", "HOURS"), *, in_advance=False):
    unit = draw(st.sampled_from(units))
    every = draw(st.sampled_from(["month", "year", "block"]))
    scheme = {
        "name": "random",
        "title": "Random",
        "unit": unit,
        "fulltime_hours": draw(st.sampled_from(["36", "38", "40"])),
        "sources": [],
        "grant": draw(grants(unit, every, plain=in_advance)),
    }
    optional(draw, scheme, "valid_from", st.dates(START, date(2021, 1, 1)), 4)
    if "valid_from" in scheme:
        optional(draw, scheme, "valid_until", st.dates(scheme["valid_from"], END), 3)
    optional(draw, scheme, "eligibility", eligibilities(), 9 if in_advance else 4)
    plain = "percent" not in str(scheme["grant"]) and "hours_of_pay" not in scheme["grant"]
    optional(draw, scheme, "cap", caps(plain), 2)
    optional(draw, scheme, "lapse", lapses("block_start" in scheme["grant"]), 2)
    if plain:
        advance = st.fixed_dictionaries(
            {"years": st.integers(0, 3)},
            optional={"on_leaving": st.sampled_from(["reclaim", "waive"])},
        )
        optional(draw, scheme, "advance", advance, 1 if in_advance else 3)
    leaving = st.sampled_from(["lapse", "pay_out", "keep", "keep"])
    optional(draw, scheme, "leaving", st.fixed_dictionaries({"balance": leaving}), 2)
    optional(draw, scheme, "conversion", st.lists(conversions, min_size=1, max_size=2))
    optional(draw, scheme, "bonus", st.lists(bonuses, min_size=1, max_size=3))
    optional(draw, scheme, "purposes", purpose_rules, 5)
    return scheme


conversions = st.fixed_dictionaries(
    {"to": names},
    optional={
        "max_share_of_grant": st.sampled_from(["0.5", "0.333", "1"]),
        "min_age": st.integers(40, 62),
    },
)
bonuses = st.fixed_dictionaries(
    {"purpose": st.sampled_from(["training", "coaching"])},
    optional={"min_hours_added": st.sampled_from(["0", "20"])},
).flatmap(
    lambda row: st.sampled_from(["1", "1.2", "1.4", "2"]).map(
        lambda factor: {**row, "factor": factor}
    )
)
purpose_rules = st.fixed_dictionaries(
    {},
    optional={
        "allowed": st.lists(st.sampled_from(["training", "coaching"]), max_size=2),
        "excluded": st.lists(st.sampled_from(["hobby", "coaching"]), max_size=2),
    },
)


@st.composite
def grants(draw, unit, every, *, plain=False):
    grant = {"every": every}
    if every == "year":
        optional(
            draw, grant, "on", st.sampled_from(["01-01", "12-31", "07-01", "09-15", "02-28"]), 2
        )
    if every == "block" or draw(st.integers(1, 4)) == 1:
        grant["block_start"] = draw(
            st.sampled_from([date(2016, 1, 1), date(2019, 7, 1), date(2020, 2, 29)])
        )
        grant["block_years"] = draw(st.integers(1, 4))
    bases = ["amount"] if plain else ["amount", "amount", "percent", "hours_of_pay", "rates"]
    base = draw(st.sampled_from(bases))
    amounts = text_of(5, 900) if unit == "EUR" else text_of(1, 60, "0.1")
    if base == "amount":
        grant["amount"] = draw(amounts)
    elif base == "percent":
        grant["percent"] = draw(st.sampled_from(["0.5", "1.5", "10"]))
    elif base == "hours_of_pay":
        grant["hours_of_pay"] = draw(st.sampled_from(["79", "12.5"]))
    else:
        grant["rates"] = draw(rates(amounts))
    grant["of"] = draw(st.sampled_from([["salary"], ["salary", "holiday_pay"]]))
    optional(draw, grant, "fixed", fixed(text_of(1, 500)), 4)
    ages = st.lists(
        st.fixed_dictionaries({"from_age": st.integers(38, 60), "add": amounts}),
        max_size=3,
        unique_by=lambda row: row["from_age"],
    )
    optional(draw, grant, "ages", ages, 4)
    optional(draw, grant, "prorate_hours", st.booleans(), 1)
    optional(draw, grant, "clamp", st.booleans())
    optional(draw, grant, "minimum", text_of(0, 300 if unit == "EUR" else 12, "0.1"), 4)
    if every == "month":
        optional(draw, grant, "month_rule", st.sampled_from(["any", "full", "before_16th"]), 1)
    else:
        optional(
            draw, grant, "joining", st.sampled_from(["full", "months_left", "days_left", "none"]), 1
        )
        optional(draw, grant, "joining_month_counts", st.booleans())
    steps = ["0.01", "1", "0.5", "10"] if unit == "EUR" else ["0.05", "0.1", "0.25", "0.5", "1"]
    rounding = st.fixed_dictionaries(
        {"to": st.sampled_from(steps), "mode": st.sampled_from(["half_up", "up", "down"])}
    )
    optional(draw, grant, "rounding", rounding, 2)
    return grant


@st.composite
def rows_of_spans(draw):
    borders = sorted(draw(st.sets(days, min_size=2, max_size=6)))
    return [
        {"from": start, "until": end - timedelta(days=1)}
        for start, end in zip(borders[::2], borders[1::2], strict=False)
    ]


@st.composite
def rates(draw, amounts):
    rows = draw(rows_of_spans())
    for row in rows:
        if draw(st.integers(1, 6)) == 1:
            row["percent"] = "1.5"
        else:
            row["amount"] = draw(amounts)
    if draw(st.booleans()):
        del rows[-1]["until"]
    return rows


@st.composite
def fixed(draw, amounts):
    rows = draw(rows_of_spans())
    for row in rows:
        row["amount"] = draw(amounts)
    return rows


@st.composite
def eligibilities(draw):
    rule = {}
    optional(draw, rule, "min_hours_per_week", st.just("16"), 4)
    optional(draw, rule, "more_than_hours_per_week", st.just("16"), 4)
    optional(draw, rule, "min_fte", st.sampled_from(["0.4", "0.5"]), 4)
    optional(draw, rule, "min_months_of_service", st.sampled_from([1, 6, 12]), 4)
    optional(draw, rule, "min_age", st.integers(38, 62), 4)
    optional(draw, rule, "years_before_pension", st.integers(5, 25), 4)
    optional(draw, rule, "excluded_kinds", st.just(["agency"]), 2)
    return rule


@st.composite
def caps(draw, plain):
    rule = {"on_fewer_hours": draw(st.sampled_from(["trim", "keep"]))}
    if plain and draw(st.booleans()):
        rule["grants"] = draw(st.integers(0, 4))
    else:
        rule["amount"] = draw(text_of(50, 2000, "0.1"))
    optional(draw, rule, "prorate_hours", st.booleans(), 1)
    return rule


@st.composite
def lapses(draw, blocks):
    how = draw(st.sampled_from(["after_months", "after_months", "after_years", "at_block_end", ""]))
    rule = {}
    if how == "after_months":
        rule = {"after_months": draw(st.integers(1, 40))}
        optional(draw, rule, "lapses", st.sampled_from(["at_start_of_month", "at_end_of_month"]), 1)
    elif how == "after_years":
        rule = {"after_years": draw(st.integers(0, 3))}
    elif how == "at_block_end" and blocks:
        rule = {"at_block_end": True}
    if draw(st.integers(1, 3)) == 1:
        before = draw(st.lists(days, min_size=1, max_size=2, unique=True))
        rule["transitional"] = [
            {"granted_before": day, "lapses_on": day + timedelta(days=draw(st.integers(0, 900)))}
            for day in before
        ]
    return rule


@st.composite
def employments(draw):
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        if rows and rows[-1]["until"] and draw(st.booleans()):
            start = date.fromisoformat(rows[-1]["until"]) + timedelta(
                days=draw(st.integers(1, 40)) // 20
            )
            start += (
                timedelta(days=1)
                if start <= date.fromisoformat(rows[-1]["until"])
                else timedelta(0)
            )
        else:
            start = draw(st.one_of(days, st.just(START)) if rows else st.just(START) | days)
        end = start + timedelta(days=draw(st.integers(0, 1500)))
        rows.append(
            {
                "from": str(start),
                "until": str(end) if draw(st.integers(1, 4)) > 1 else None,
                "hours_per_week": draw(hours),
                "kind": draw(kinds),
            }
        )
    return rows


@st.composite
def movements(draw, unit):
    amounts = text_of(0.01, 300) if unit == "EUR" else text_of(0.01, 15)
    one = {"on": str(draw(days)), "what": draw(st.sampled_from(["spend", "spend", "convert"]))}
    one["amount"] = draw(amounts)
    if one["what"] == "convert":
        one["to"] = draw(names)
    else:
        one["purpose"] = draw(purposes)
        one["hours_added"] = draw(st.sampled_from(["0", "19.5", "20"]))
    return one


@st.composite
def persons(draw, unit="EUR"):
    borders = sorted(draw(st.sets(days, min_size=1, max_size=3)))
    pay = [
        {
            "from": str(start),
            "until": str(end - timedelta(days=1)) if end else None,
            "monthly": {"salary": draw(text_of(500, 4000)), "holiday_pay": draw(text_of(0, 300))},
        }
        for start, end in zip(borders, [*borders[1:], None], strict=True)
    ]
    person = {
        "born_on": str(
            draw(
                st.one_of(
                    st.just(date(1964, 2, 29)), st.dates(date(1955, 1, 1), date(1985, 12, 31))
                )
            )
        ),
        "employments": draw(employments()),
        "pay": pay,
        "movements": draw(st.lists(movements(unit), min_size=draw(st.integers(0, 8)), max_size=10)),
    }
    age = st.fixed_dictionaries(
        {"years": st.integers(65, 68), "months": st.sampled_from([0, 3, 9])}
    )
    optional(draw, person, "pension_age", age)
    return person


@st.composite
def cases(draw, units=("EUR", "HOURS"), *, in_advance=False):
    """(scheme tables, person tables): what two engines must agree on.

    `in_advance`: only schemes under which people may spend before they are granted.
    """
    scheme = draw(schemes(units, in_advance=in_advance))
    return scheme, draw(persons(scheme["unit"]))
