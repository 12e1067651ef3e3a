"""What `cao check` and the reading of a person file refuse: all mistakes at once, with places."""

import json
from datetime import date, timedelta

import pytest

from bloei.budgets.cao import Mistake, Refused, problems, read_person, read_scheme, scheme_from
from bloei.budgets.tests.cao_try import TODAY, entries_of, job, person_of, scheme_of, spend
from bloei.people.kinds import KINDS

HEAD = """
name = "a"
title = "A"
unit = "EUR"
fulltime_hours = "36"
sources = ["https://example.org"]
"""
GRANT = '[grant]\nevery = "year"\namount = "100.00"\n'


def places(text):
    """(place, code) of every mistake in a scheme file; [] when it is right."""
    try:
        read_scheme(text)
    except Refused as refused:
        for problem in refused.problems:
            assert problem.text("nl") != problem.text("en")
            assert problem.text("nl").startswith(problem.place)
        return [(problem.place, problem.code) for problem in refused.problems]
    return []


def grant(lines, **keys):
    return HEAD + "[grant]\n" + lines


def test_the_smallest_valid_scheme():
    scheme = read_scheme(HEAD + GRANT)
    assert (scheme.status, scheme.leaving, scheme.decision.by) == ("checked", "lapse", "employee")
    assert (scheme.grant.joining, scheme.grant.month_rule, scheme.grant.clamp) == (
        "full",
        "any",
        True,
    )
    assert (str(scheme.rounding_step), scheme.rounding_mode) == ("1/100", "half_up")
    hours = read_scheme((HEAD + GRANT).replace("EUR", "HOURS"))
    assert (str(hours.rounding_step), hours.rounding_mode) == ("1/10", "half_up")


def test_the_block_of_all_keys_is_known_key_by_key():
    """docs/formats.md shows every key; apart from what excludes each other, none is unknown."""
    text = """
name = "woondiensten"
title = "T"
unit = "EUR"
fulltime_hours = "36"
valid_from = 2021-01-01
valid_until = 2030-01-01
sources = ["https://example.org"]
includes_vat = false
hours_per_day = "7.2"
notes = ["n"]
status = "example"
[eligibility]
min_hours_per_week = "16"
more_than_hours_per_week = "15"
min_fte = "0.4"
min_months_of_service = 12
min_age = 60
years_before_pension = 10
excluded_kinds = ["agency", "holiday_worker", "student", "weekend_help"]
[grant]
every = "block"
on = "01-01"
block_start = 2021-01-01
block_years = 5
of = ["salary", "holiday_pay", "year_end", "irregular_hours"]
rates = [
  { from = 2018-07-01, until = 2019-12-31, amount = "12.50" },
  { from = 2021-01-01, amount = "12.50" },
]
fixed = [ { from = 2018-07-01, until = 2019-12-31, amount = "300.00" } ]
ages = [ { from_age = 57, add = "50" } ]
prorate_hours = true
clamp = true
minimum = "8"
joining = "months_left"
joining_month_counts = true
rounding = { to = "0.01", mode = "half_up" }
[cap]
amount = "4500.00"
prorate_hours = true
on_fewer_hours = "trim"
[lapse]
after_months = 36
lapses = "at_start_of_month"
transitional = [ { granted_before = 2017-01-01, lapses_on = 2020-01-01 } ]
[advance]
years = 3
on_leaving = "reclaim"
[leaving]
balance = "lapse"
[[conversion]]
to = "vitality"
max_share_of_grant = "0.5"
min_age = 60
[[bonus]]
purpose = "training"
factor = "1.2"
[[bonus]]
purpose = "training"
min_hours_added = "20"
factor = "1.4"
[purposes]
allowed = []
excluded = ["hobby", "driving_licence_b"]
[decision]
by = "employee"
answer_within_days = 30
refusal_grounds = ["..."]
"""
    assert places(text) == []


@pytest.mark.parametrize("key", ["name", "title", "unit", "fulltime_hours", "sources"])
def test_what_is_required_is_named(key):
    text = "\n".join(line for line in (HEAD + GRANT).splitlines() if not line.startswith(key))
    assert places(text) == [(key, "missing")]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ('amount = "1"', [("grant.every", "missing")]),
        ('every = "year"', [("grant.amount", "one_of")]),
        (
            'every = "year"\namount = "1"\npercent = "1"\nof = ["salary"]',
            [("grant.amount", "one_of")],
        ),
        ('every = "year"\npercent = "1"', [("grant.of", "missing")]),
        ('every = "year"\nhours_of_pay = "79"', [("grant.of", "missing")]),
        ('every = "week"\namount = "1"', [("grant.every", "not_a_choice")]),
        (
            'every = "block"\namount = "1"',
            [("grant.block_start", "missing"), ("grant.block_years", "missing")],
        ),
        ('every = "year"\namount = "1"\non = "02-29"', [("grant.on", "leap_day")]),
        ('every = "year"\namount = "1"\non = "02-30"', [("grant.on", "not_a_month_day")]),
        ('every = "year"\namount = "1"\non = "1-1"', [("grant.on", "not_a_month_day")]),
        ('every = "month"\namount = "1"\njoining = "full"', [("grant.joining", "not_with")]),
        (
            'every = "month"\namount = "1"\njoining_month_counts = true',
            [("grant.joining_month_counts", "not_with")],
        ),
        ('every = "year"\namount = "1"\nmonth_rule = "any"', [("grant.month_rule", "only_with")]),
        ('every = "year"\namount = 1.0', [("grant.amount", "not_a_number"), *[]]),
        (
            'every = "year"\namount = "1"\nprorate_hours = "yes"',
            [("grant.prorate_hours", "not_a_flag")],
        ),
        (
            'every = "year"\namount = "1"\nblock_years = true',
            [("grant.block_years", "not_an_integer")],
        ),
        ('every = "year"\nrates = []', [("grant.rates", "missing")]),
        ('every = "year"\nrates = [ { amount = "1" } ]', [("grant.rates[1].from", "missing")]),
        (
            (
                'every = "year"\nof = ["x"]\n'
                'rates = [ { from = 2020-01-01, amount = "1", percent = "1" } ]'
            ),
            [("grant.rates[1].amount", "one_of")],
        ),
        (
            'every = "year"\nrates = [ { from = 2020-01-01, until = 2019-01-01, amount = "1" } ]',
            [("grant.rates[1].until", "until_before_from")],
        ),
        (
            (
                'every = "year"\nrates = [ { from = 2021-01-01, amount = "1" },'
                ' { from = 2020-01-01, until = 2021-01-01, amount = "1" } ]'
            ),
            [("grant.rates[1].from", "overlap")],
        ),
        (
            (
                'every = "year"\namount = "1"\nfixed = ['
                ' { from = 2020-01-01, until = 2020-12-31, amount = "1" },'
                ' { from = 2020-12-31, until = 2021-12-31, amount = "1" } ]'
            ),
            [("grant.fixed[2].from", "overlap")],
        ),
        (
            'every = "year"\namount = "1"\nfixed = [ { from = 2020-01-01, amount = "1" } ]',
            [("grant.fixed[1].until", "missing")],
        ),
        (
            'every = "year"\namont = "1"',
            [("grant.amount", "one_of"), ("grant.amont", "unknown_near")],
        ),
        (
            'every = "year"\namount = "1"\nrounding = { to = "0.01", mode = "half_up", x = 1 }',
            [("grant.rounding.x", "unknown")],
        ),
        (
            'every = "year"\namount = "1"\nages = [ { from_age = "57", add = "50" } ]',
            [("grant.ages[1].from_age", "not_an_integer")],
        ),
    ],
)
def test_a_grant_that_cannot_be(lines, found):
    assert places(grant(lines)) == found


@pytest.mark.parametrize(
    "amount",
    [
        "NaN",
        "Infinity",
        "1e3",
        "--1",
        "+1",
        "1,50",
        " 1",
        "1 ",
        "",
        ".5",
        "5.",
        "1_000",
        "٣",
        "1\n",
    ],
)
def test_a_number_is_digits_with_a_point(amount):
    tables = scheme_of({"amount": amount})
    with pytest.raises(Refused) as refused:
        scheme_from(tables)
    assert [problem.code for problem in refused.value.problems] == ["not_a_number"]


@pytest.mark.parametrize(
    ("tables", "found"),
    [
        ("[cap]\n", [("cap.amount", "one_of")]),
        ('[cap]\namount = "1"\ngrants = 3\n', [("cap.amount", "one_of")]),
        ("[cap]\ngrants = 1.5\n", [("cap.grants", "not_an_integer")]),
        (
            "[lapse]\nafter_months = 12\nafter_years = 1\n",
            [("lapse.after_years", "at_most_one_of")],
        ),
        ("[lapse]\nafter_months = 0\n", [("lapse.after_months", "gone_at_once")]),
        ("[lapse]\nat_block_end = true\n", [("lapse.at_block_end", "needs")]),
        ("[lapse]\nafter_months = -1\n", [("lapse.after_months", "out_of_range")]),
        (
            "[lapse]\ntransitional = [ { granted_before = 2017-01-01, lapses_on = 2016-01-01 } ]\n",
            [("lapse.transitional[1].lapses_on", "lapses_too_early")],
        ),
        ("[advance]\n", [("advance.years", "missing")]),
        ('[advance]\nyears = "3"\n', [("advance.years", "not_an_integer")]),
        ('[leaving]\nbalance = "burn"\n', [("leaving.balance", "not_a_choice")]),
        ("[[conversion]]\nmin_age = 60\n", [("conversion[1].to", "missing")]),
        ('[[bonus]]\npurpose = "a"\nfactor = "0.5"\n', [("bonus[1].factor", "factor_below_one")]),
        ('[[bonus]]\npurpose = "a"\nfactor = 1.2\n', [("bonus[1].factor", "not_a_number")]),
        ("[purposes]\nallowed = [1]\n", [("purposes.allowed[1]", "not_a_text")]),
        ('[eligibility]\nmin_age = "60"\n', [("eligibility.min_age", "not_an_integer")]),
        ("[eligibility]\nmin_fte = 0.4\n", [("eligibility.min_fte", "not_a_number")]),
        ("[eligibility]\nminimum_age = 60\n", [("eligibility.minimum_age", "unknown_near")]),
        ('[decision]\nstatus = "checked"\n', [("decision.status", "unknown_top")]),
        ("[whatever]\n", [("whatever", "unknown")]),
        ("xyz = 3\n", [("grant.xyz", "unknown")]),
    ],
)
def test_a_table_that_cannot_be(tables, found):
    assert places(HEAD + GRANT + tables) == found


@pytest.mark.parametrize(
    "base",
    ['percent = "1"', 'hours_of_pay = "79"', 'rates = [ { from = 2020-01-01, percent = "1" } ]'],
)
def test_a_cap_in_grants_and_an_advance_need_a_plain_amount(base):
    text = (
        HEAD
        + f'[grant]\nevery = "year"\nof = ["salary"]\n{base}\n'
        + "[cap]\ngrants = 3\n[advance]\nyears = 1\n"
    )
    assert places(text) == [("cap.grants", "not_with_pay"), ("advance", "not_with_pay")]


@pytest.mark.parametrize(
    ("step", "right"),
    [
        ("0.05", True),
        ("0.1", True),
        ("0.25", True),
        ("0.5", True),
        ("1", True),
        ("0.01", False),
        ("0.02", False),
    ],
)
def test_hours_are_rounded_to_whole_minutes(step, right):
    tables = scheme_of({"rounding": {"to": step, "mode": "half_up"}}, unit="HOURS")
    if right:
        scheme_from(tables)
    else:
        with pytest.raises(Refused) as refused:
            scheme_from(tables)
        assert [(one.place, one.code) for one in refused.value.problems] == [
            ("grant.rounding.to", "whole_minutes")
        ]


@pytest.mark.parametrize(
    "value", ['"2021-01-01"', "2021-01-01T00:00:00", "07:00:00", "20210101", "true"]
)
def test_a_date_is_a_date_of_toml(value):
    assert places(f"valid_from = {value}\n" + HEAD + GRANT) == [("valid_from", "not_a_date")]


def test_the_end_may_not_come_before_the_beginning():
    text = "valid_from = 2021-01-02\nvalid_until = 2021-01-01\n" + HEAD + GRANT
    assert places(text) == [("valid_until", "until_before_from")]


def test_all_mistakes_come_at_once():
    text = 'nome = "a"\ntitle = 3\nunit = "DAYS"\n[grant]\nevery = "year"\namount = 5\nx = 1\n'
    text += "[cap]\ny = 2\n"
    found = places(text)
    assert {place for place, _ in found} == {
        "name", "title", "unit", "fulltime_hours", "sources", "nome",
        "grant.amount", "grant.x", "cap.amount", "cap.y",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["name = ", "a = 1\na = 2", "= 3", "x = [" * 5000])
def test_what_is_no_toml_is_refused(text):
    assert places(text) == [("TOML", "not_toml")]


# --- person files

SCHEME = scheme_from(scheme_of(), minutes=False)


def person_places(person):
    text = person if isinstance(person, str) else json.dumps(person)
    try:
        read_person(text, SCHEME, TODAY)
    except Refused as refused:
        return [(problem.place, problem.code) for problem in refused.problems]
    return []


def changed(place, value):
    """A valid person with one thing changed; None as value takes the key away."""
    person = person_of(
        job("2021-01-01"), salary="2000.00", movements=[spend("2021-02-01", "10.00")]
    )
    person["pension_age"] = {"years": 67, "months": 0}
    *path, last = place
    target = person
    for step in path:
        target = target[step]
    if value is ...:
        del target[last]
    else:
        target[last] = value
    return person


def test_a_person_file_without_optional_parts_is_right():
    assert person_places({"born_on": "1980-05-01", "employments": []}) == []
    assert person_places(changed(["pension_age"], {"years": 66})) == []


@pytest.mark.parametrize(
    ("place", "value", "found"),
    [
        (["born_on"], ..., [("born_on", "missing")]),
        (["born_on"], "01-05-1980", [("born_on", "not_a_date_text")]),
        (["born_on"], "19800501", [("born_on", "not_a_date_text")]),
        (["born_on"], "1980-02-30", [("born_on", "not_a_date_text")]),
        (["born_on"], None, [("born_on", "not_a_date_text")]),
        (["employments"], ..., [("employments", "missing")]),
        (["employments"], {}, [("employments", "not_a_list")]),
        (["employments", 0], "x", [("employments[1]", "not_a_table")]),
        (
            ["employments", 0, "hours_per_week"],
            36,
            [("employments[1].hours_per_week", "not_a_number")],
        ),
        (
            ["employments", 0, "hours_per_week"],
            "-1",
            [("employments[1].hours_per_week", "negative")],
        ),
        (
            ["employments", 0, "until"],
            "2020-12-31",
            [("employments[1].until", "until_before_from")],
        ),
        (["employments", 0, "till"], None, [("employments[1].till", "unknown")]),
        (["pay", 0, "monthly", "salary"], 2000, [("pay[1].monthly.salary", "not_a_number")]),
        (["pay", 0, "monthly"], ..., [("pay[1].monthly", "missing")]),
        (["pension_age", "years"], "67", [("pension_age.years", "not_an_integer")]),
        (["pension_age", "months"], 12, [("pension_age.months", "out_of_range")]),
        (["movements", 0, "amount"], "0.00", [("movements[1].amount", "not_above_zero")]),
        (["movements", 0, "amount"], "-5.00", [("movements[1].amount", "negative")]),
        (["movements", 0, "amount"], 5, [("movements[1].amount", "not_a_number")]),
        (["movements", 0, "amount"], "5.001", [("movements[1].amount", "too_fine")]),
        (["movements", 0, "what"], "gift", [("movements[1].what", "not_a_choice")]),
        (["movements", 0, "what"], ..., [("movements[1].what", "missing")]),
        (["movements", 0, "to"], "leave", [("movements[1].to", "unknown")]),
        (["naam"], "Eva", [("naam", "unknown")]),
    ],
)
def test_a_person_that_cannot_be(place, value, found):
    assert person_places(changed(place, value)) == found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "not_json"),
        ("[" * 100_000, "not_json"),
        ('{"born_on": NaN}', "not_json"),
        ('{"born_on": "\\ud800"}', "half_sign"),
        ('{"born_on": "1980-05-01", "born_on": "1990-05-01", "employments": []}', "twice"),
        ("[]", "not_a_table"),
        ("9" * 5000, "not_json"),
    ],
)
def test_what_is_no_person_file_is_refused(text, code):
    assert [found for _, found in person_places(text)] == [code]


def test_a_conversion_names_what_it_becomes():
    move = {"on": "2021-01-01", "what": "convert", "amount": "5.00"}
    assert person_places(changed(["movements", 0], move)) == [("movements[1].to", "missing")]


def test_live_hours_are_whole_minutes():
    scheme = scheme_from(scheme_of(unit="HOURS"), minutes=True)
    moves = [spend("2021-01-01", "1.33"), spend("2021-01-01", "1.35")]
    with pytest.raises(Refused) as refused:
        read_person(json.dumps(person_of(movements=moves)), scheme, TODAY)
    assert [problem.place for problem in refused.value.problems] == ["movements[1].amount"]


@pytest.mark.parametrize(("amount", "code"), [("-1.00", "negative"), ("--1", "not_a_number")])
def test_an_amount_below_zero_is_told_as_such(amount, code):
    person = person_of(job("2020-01-01"), movements=[spend("2020-02-01", amount)])
    assert person_places(person) == [("movements[1].amount", code)]
    scheme = scheme_of({"amount": amount})
    with pytest.raises(Refused) as refused:
        scheme_from(scheme)
    assert [problem.code for problem in refused.value.problems] == [code]


ORDINARY_KINDS = (
    "permanent", "temporary", "fixed_term", "fixed-term", "on_call", "agency", "holiday_worker",
    "student", "weekend_help", "intern", "apprentice", "volunteer", "self_employed", "other", "",
    "zero_hours", "freelance", "vast", "Uitzendkracht", "payroll",
)  # fmt: skip


@pytest.mark.parametrize("kind", ORDINARY_KINDS)
def test_ordinary_kinds_of_contract_are_known(kind):
    assert person_places(person_of(job("2020-01-01", kind=kind))) == []


@pytest.mark.parametrize("kind", ["permanant", "agancy", "weekend", "x"])
def test_a_kind_of_contract_that_nobody_knows_is_refused_by_name(kind):
    with pytest.raises(Refused) as refused:
        read_person(json.dumps(person_of(job("2020-01-01", kind=kind))), SCHEME, TODAY)
    (problem,) = refused.value.problems
    assert problem.place == "employments[1].kind"
    for named in (kind, *KINDS):
        assert named in problem.text("nl")


def test_a_kind_that_the_scheme_itself_names_is_known():
    scheme = scheme_from(scheme_of(eligibility={"excluded_kinds": ["gezinshuisouder"]}))
    text = json.dumps(person_of(job("2020-01-01", kind="gezinshuisouder")))
    assert read_person(text, scheme, TODAY).employments[0].kind == "gezinshuisouder"
    with pytest.raises(Refused):
        read_person(text, SCHEME, TODAY)


@pytest.mark.parametrize(
    ("excluded", "kind"), [("agency", "Uitzendkracht"), ("fixed_term", "temporary")]
)
def test_another_word_for_an_excluded_kind_is_excluded_too(excluded, kind):
    scheme = scheme_of(eligibility={"excluded_kinds": [excluded]})
    person = person_of(job("2020-01-01", kind=kind))
    assert entries_of(scheme, person, "2021-12-31") == []
    assert entries_of(scheme_of(), person, "2021-12-31")


def test_a_birth_date_lies_not_after_today():
    born = [TODAY, TODAY + timedelta(days=1)]
    places = [person_places(person_of(job("2020-01-01"), born=str(day))) for day in born]
    assert places == [[], [("born_on", "born_in_the_future")]]


def test_an_employment_does_not_end_before_it_begins():
    jobs = [job("2020-01-01", "2019-12-31"), job("2021-01-01", "2021-01-01")]
    assert person_places(person_of(*jobs)) == [("employments[1].until", "until_before_from")]


def test_every_sentence_can_be_made_in_both_languages():
    """A sentence that names something which is not given would be our fault, not the file's."""
    from string import Formatter

    for code, sentences in problems.SENTENCES.items():
        names = [{name for _, name, _, _ in Formatter().parse(one) if name} for one in sentences]
        assert names[0] == names[1], code
        params = dict.fromkeys(names[0], "x")
        assert Mistake("place", code, params).text("nl").startswith("place: ")


def test_dates_at_the_end_of_time_are_no_error():
    tables = scheme_of({"every": "month", "amount": "1.00"}, lapse={"after_months": 36})
    tables["valid_until"] = date(9999, 12, 31)
    scheme = scheme_from(tables)
    person = json.dumps(person_of(job("9998-11-01", "9999-12-31")))
    from bloei.budgets.cao import simulate

    progress = simulate(scheme, read_person(person, scheme, TODAY), date(9999, 12, 31))
    assert len(progress.entries) == 14


@pytest.mark.parametrize(
    "grant",
    [
        {"every": "year"},
        {"every": "year", "on": "07-01"},
        {"every": "block", "block_start": date(2021, 1, 1), "block_years": 5},
    ],
)
def test_the_last_period_of_the_calendar_ends(grant):
    """It has nothing after it: a run that looked for the next one would never end."""
    from bloei.budgets.cao import simulate
    from bloei.budgets.cao.case import Case

    scheme = scheme_from(scheme_of(grant))
    facts = read_person(json.dumps(person_of(job("9990-01-01"))), scheme, TODAY)
    assert Case(scheme, facts).period_of(date.max).end == date.max
    assert simulate(scheme, facts, date.max).entries[-1].on >= date(9996, 1, 1)
