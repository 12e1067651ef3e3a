"""Every mistake in an instance gets a sentence with its place, and all are told at once."""

import copy
import json
from string import Formatter

import pytest

from bloei.planning.solver.command import main
from bloei.planning.solver.instance_file import read_instance
from bloei.planning.solver.problems import SENTENCES, Mistake, Refused
from bloei.planning.tests.solver_try import MONDAY, instance, line, person, span

RIGHT = instance(
    person(
        busy=[span(MONDAY, "10:00", "11:00")],
        prefers=[span(MONDAY, "11:00", "12:00")],
        fixed=[span(MONDAY, "12:00", "13:00")],
    ),
    person("mo"),
    staffing=[line(1)],
)


def mistakes(text):
    """The places and codes of what is wrong."""
    with pytest.raises(Refused) as refused:
        read_instance(text)
    for problem in refused.value.problems:
        assert problem.text("nl") != problem.text("en")
    return [(one.place, one.code) for one in refused.value.problems]


def changed(*path, value=None, without=False):
    """The right instance with one thing changed, as text."""
    data = copy.deepcopy(RIGHT)
    *way, last = path
    inside = data
    for step in way:
        inside = inside[step]
    if without:
        del inside[last]
    else:
        inside[last] = value
    return json.dumps(data)


def test_a_right_instance_is_read():
    found = read_instance(json.dumps(RIGHT))
    assert [learner.id for learner in found.learners] == ["eva", "mo"]
    assert found.learners[1].busy == ()


def test_seconds_of_zero_may_be_written():
    when = {"from": f"{MONDAY}T09:00:00", "until": f"{MONDAY}T10:00:00"}
    assert read_instance(changed("people", 0, "works", value=[when])).learners[0].works


@pytest.mark.parametrize(
    "way",
    [
        ["slot_minutes"], ["people"], ["staffing"],
        *(["people", 0, key] for key in (
            "id", "unit", "minutes", "min_block", "max_block", "max_blocks_per_day", "works",
        )),
        ["people", 0, "works", 0, "from"], ["people", 0, "fixed", 0, "until"],
        *(["staffing", 0, key] for key in ("units", "from", "until", "minimum")),
    ],
    ids=lambda way: ".".join(map(str, way)),
)  # fmt: skip
def test_what_is_missing_is_named(way):
    assert mistakes(changed(*way, without=True)) == [(place(way), "missing")]


def place(way):
    """The place as a sentence names it: people[1].works[1].from."""
    named = ""
    for step in way:
        named += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return named.removeprefix(".")


@pytest.mark.parametrize(
    ("way", "value", "code"),
    [
        (["slot_minutes"], 0, "out_of_range"),
        (["slot_minutes"], -30, "out_of_range"),
        (["slot_minutes"], 50, "no_whole_day"),
        (["slot_minutes"], "30", "not_an_integer"),
        (["slot_minutes"], 30.0, "not_an_integer"),
        (["slot_minutes"], True, "not_an_integer"),
        (["people"], {}, "not_a_list"),
        (["people", 0], "eva", "not_a_table"),
        (["people", 0, "id"], 7, "not_a_text"),
        (["people", 0, "id"], " ", "empty_text"),
        (["people", 1, "id"], "eva", "id_twice"),
        (["people", 0, "unit"], None, "not_a_text"),
        (["people", 0, "minutes"], 45, "no_whole_slots"),
        (["people", 0, "minutes"], -30, "out_of_range"),
        (["people", 0, "min_block"], 0, "out_of_range"),
        (["people", 0, "min_block"], 45, "no_whole_slots"),
        (["people", 0, "max_block"], 100, "no_whole_slots"),
        (["people", 0, "max_block"], 30, "shorter_than_shortest"),
        (["people", 0, "max_blocks_per_day"], -1, "out_of_range"),
        (["people", 0, "works"], None, "not_a_list"),
        (["people", 0, "works", 0], 9, "not_a_table"),
        (["people", 0, "works", 0, "from"], 9, "not_a_text"),
        (["people", 0, "works", 0, "from"], "nine", "not_a_moment"),
        (["people", 0, "works", 0, "from"], f"{MONDAY}T09:00Z", "not_a_moment"),
        (["people", 0, "works", 0, "from"], f"{MONDAY}T09:00+01:00", "not_a_moment"),
        (["people", 0, "works", 0, "from"], f"{MONDAY} 09:00", "not_a_moment"),
        (["people", 0, "works", 0, "from"], "2026-W48-1T09:00", "not_a_moment"),
        (["people", 0, "works", 0, "from"], "2026-02-30T09:00", "not_a_moment"),
        (["people", 0, "works", 0, "until"], f"{MONDAY}T24:00", "not_a_moment"),
        (["people", 0, "busy", 0, "from"], f"{MONDAY}T10:10", "between_slots"),
        (["people", 0, "works", 0, "until"], f"{MONDAY}T09:00", "no_time_between"),
        (["people", 0, "fixed", 0, "until"], f"{MONDAY}T08:00", "no_time_between"),
        (["staffing", 0, "until"], f"{MONDAY}T08:00", "no_time_between"),
        (["staffing", 0, "units"], [], "no_units"),
        (["staffing", 0, "units"], ["desk", "desk"], "unit_twice"),
        (["staffing", 0, "minimum"], -1, "out_of_range"),
        (["staffing", 0, "minimum"], 1.5, "not_an_integer"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused(way, value, code):
    assert mistakes(changed(*way, value=value)) == [(place(way), code)]


@pytest.mark.parametrize(
    ("way", "code"),
    [
        (["slots"], "unknown"),
        (["people", 0, "name"], "unknown"),
        (["people", 0, "max_blocks_per_dya"], "unknown"),
        (["people", 0, "works", 0, "what"], "unknown"),
        (["staffing", 0, "unit"], "unknown"),
    ],
)
def test_an_unknown_key_is_refused_by_name(way, code):
    assert mistakes(changed(*way, value=1)) == [(place(way), code)]


def test_a_slip_of_the_pen_is_recognised():
    data = copy.deepcopy(RIGHT)
    data["people"][0]["prefer"] = data["people"][0].pop("prefers")
    with pytest.raises(Refused, match='Do you mean "prefers"'):
        read_instance(json.dumps(data))


def test_a_unit_in_the_list_that_is_no_text_is_refused():
    assert mistakes(changed("staffing", 0, "units", value=["desk", 3])) == [
        ("staffing[1].units[2]", "not_a_text")
    ]


def test_a_slip_in_a_year_is_refused():
    text = changed("people", 0, "works", 0, "until", value="2062-11-23T13:00")
    assert mistakes(text) == [("", "too_long")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"), ("{", "not_json"), ("[" * 100_000, "not_json"),
        ('{"a": NaN}', "not_json"), ('{"people": [], "people": []}', "twice"),
        ("[]", "not_a_table"), ("null", "not_a_table"), ('{"a": "\\ud800"}', "half_sign"),
    ],
    ids=["empty", "half", "deep", "nan", "twice", "list", "null", "half sign"],
)  # fmt: skip
def test_what_is_no_json_object_is_refused(text, code):
    assert [code for _place, code in mistakes(text)] == [code]


def test_all_mistakes_are_told_at_once():
    data = copy.deepcopy(RIGHT)
    data["people"][0]["minutes"] = 45
    data["people"][1]["works"][0]["from"] = "nine"
    data["staffing"][0]["minimum"] = -1
    data["more"] = 1
    assert mistakes(json.dumps(data)) == [
        ("people[1].minutes", "no_whole_slots"),
        ("people[2].works[1].from", "not_a_moment"),
        ("staffing[1].minimum", "out_of_range"),
        ("more", "unknown"),
    ]


def test_every_sentence_can_be_made_in_both_languages():
    for code, sentences in SENTENCES.items():
        names = [{name for _, name, _, _ in Formatter().parse(one) if name} for one in sentences]
        assert names[0] == names[1], code
        params = dict.fromkeys(names[0], "x")
        assert Mistake("place", code, params).text("nl").startswith("place: ")


def test_what_is_wrong_with_the_seconds_is_told_in_a_sentence_of_our_own(capsys):
    assert main(["a.json", "--seconds", "-1"]) == 2
    assert "--seconds: '-1' is geen aantal seconden boven nul." in capsys.readouterr().err
