"""How much learning time a team and a person have: what a manager sees, and nobody else."""

import pytest
from django.urls import reverse

from bloei.budgets import rounds
from bloei.budgets.balances import learning_time
from bloei.budgets.models import Measure
from bloei.budgets.tests.rules_for_tests import switch_on
from bloei.foundation import at_once
from bloei.people.models import Person
from bloei.planning import actions
from bloei.planning.blocks import rights
from bloei.planning.tests.desk import SINCE, TODAY, span
from bloei.planning.tests.test_blocks import HOURS
from bloei.planning.tests.test_time_pages import DUTCH, asked, over, plan, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(desk):
    """Everybody has twelve hours; Eva used two and planned three."""
    switch_on(HOURS, name="leertijd", first=SINCE, measure=Measure.MINUTES)
    rounds.grant_and_lapse(TODAY)
    actions.realise_block(over(desk.cast.eva), today=TODAY, by=desk.cast.eva)
    plan(desk.cast.eva, span(26, 10, 13), title="Helder schrijven")
    return desk


def of_team(viewer, *people) -> dict | None:
    asked = viewer, TODAY, list(people)
    return rights.right_of_team(*asked, *at_once.rows(*rights.asked_of_team(*asked)))


def rows(facts) -> dict:
    return {row["name"]: (row["values"], row["goal"]) for row in facts["rows"]}


def test_a_manager_sees_per_person_what_is_used_and_planned_of_the_right(team):
    found = of_team(team.cast.mo, team.cast.eva, team.cast.sanne)
    assert rows(found) == {
        "Eva de Vries": ([120, 180], 720),
        "Sanne Dijkstra": ([0, 0], 720),
    }
    assert found["number"].startswith("5 ")


def test_what_does_not_count_for_me_is_not_in_my_sums(team):
    """Stan is nobody of Mo, so Mo sees nothing of him; who leads everybody does."""
    alone = of_team(team.cast.mo, team.cast.eva)
    both = of_team(team.cast.mo, team.cast.eva, team.cast.stan)
    assert both["number"] == alone["number"]
    assert [row["name"] for row in both["rows"] if "hidden" in row] == [team.cast.stan.full_name]
    assert of_team(team.cast.stan, team.cast.eva) is None
    assert of_team(team.cast.hanan, team.cast.eva) is None


def test_who_has_no_right_in_hours_keeps_a_place_with_the_reason(team):
    kim = team.cast.hire(number="7001", given="Kim", unit=team.cast.klantcontact)
    found = of_team(team.cast.mo, team.cast.eva, kim)
    assert found["rows"][1]["hidden"]


def test_a_team_without_rights_gets_no_empty_picture(desk):
    assert of_team(desk.cast.mo, desk.cast.eva) is None
    assert of_team(desk.cast.mo) is None


def test_one_question_for_a_whole_team(team, django_assert_num_queries):
    with django_assert_num_queries(1):
        learning_time.learning_time([team.cast.eva.pk], TODAY.year)
    everybody = list(Person.objects.working())
    assert of_team(team.cast.mo, team.cast.eva)  # who Mo is, is known by now
    with django_assert_num_queries(1):
        of_team(team.cast.mo, *everybody)


def test_the_page_of_a_person_shows_the_right_and_what_comes(team, sign_in):
    asked(team.cast.eva)
    page = reverse("people:person_detail", args=[team.cast.eva.pk])
    found = text(sign_in(team.cast.mo).get(page, **DUTCH))
    for words in ("2 uur gebruikt, 5 uur gepland", "Donderdag 26 november, 10.00 uur",
                  "Helder schrijven", "Wacht op een besluit"):  # fmt: skip
        assert words in found
    assert "Helder schrijven" not in text(sign_in(team.cast.hanan).get(page, **DUTCH))


def test_of_oneself_and_of_others_out_of_reach_there_is_nothing(team):
    eva = team.cast.eva
    assert rights.right_of_person(team.cast.mo, TODAY, eva)
    for viewer in (eva, team.cast.stan, team.cast.hanan, team.cast.sanne):
        assert rights.right_of_person(viewer, TODAY, eva) is None


@pytest.mark.parametrize(
    ("day", "said"),
    [((11, 23), "vijf weken"), ((12, 20), "één week"), ((12, 28), "laatste week")],
)
def test_the_weeks_that_are_left_are_said_in_words(day, said):
    month, number = day
    assert said in rights.weeks_left(TODAY.replace(month=month, day=number))


@pytest.mark.parametrize(
    ("right", "minutes"), [(2400, 45), (56 * 60, 60), (4980, 90), (720, 15), (60, 0), (0, 0)]
)
def test_a_right_of_a_year_comes_to_so_much_a_week(right, minutes):
    assert rights.per_week(right) == minutes


def test_the_own_week_says_how_much_that_is_a_week(team, sign_in):
    page = text(sign_in(team.cast.eva).get(reverse("planning:week"), **DUTCH))
    assert "is dat ongeveer <b>15 minuten per week</b>." in page
