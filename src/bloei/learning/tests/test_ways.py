"""How somebody likes to learn: seen by whom they choose, used for moments, never a type."""

from datetime import date, datetime

import pytest

from bloei.learning import actions, talk_facts, ways
from bloei.learning.access import visible_ways
from bloei.learning.models import WayOfLearning
from bloei.people.pairs import Pair

pytestmark = pytest.mark.django_db
URL = "/learning/how-i-learn/"


def say(person, **topics):
    given = {topic: (choices, words, to) for topic, (choices, words, to) in topics.items()}
    actions.choose_ways(person, ways=given, by=person)


def seen(viewer, person) -> set[str]:
    return set(visible_ways(viewer).filter(person=person).values_list("topic", flat=True))


def test_per_line_one_chooses_who_sees_it(cast):
    kim = cast.hire(number="1020", given="Kim", unit=cast.klantcontact)
    say(
        cast.eva,
        when=(["early"], "", "team"),
        where=(["quiet"], "", "manager"),
        in_the_way=(["nervous"], "Kanariegeel", "only_me"),
    )
    assert seen(cast.eva, cast.eva) == {"when", "where", "in_the_way"}
    assert seen(cast.mo, cast.eva) == {"when", "where"}
    assert seen(kim, cast.eva) == {"when"}
    for stranger in (cast.stan, cast.hanan, cast.joost, cast.ria, cast.sam, cast.els):
        assert not seen(stranger, cast.eva)


def test_the_page_of_a_person_says_it_to_who_may_see_it(cast, client):
    mine = (["nervous"], "Kanariegeel", "only_me")
    say(cast.eva, when=(["early"], "", "manager"), in_the_way=mine)
    client.force_login(cast.mo)
    page = client.get(f"/people/{cast.eva.pk}/").content.decode()
    card = page[page.index('id="way"') :]
    assert str(dict(ways.TOPICS["when"][1])["early"]) in card
    assert "Kanariegeel" not in page


def test_a_line_left_empty_is_forgotten_and_one_not_given_stays(cast):
    say(cast.eva, when=(["early"], "", "team"), where=(["home"], "", "team"))
    say(cast.eva, when=([], "", "team"))
    assert seen(cast.eva, cast.eva) == {"where"}


def test_the_page_keeps_what_was_said_and_shows_it_again(cast, client):
    client.force_login(cast.eva)
    page = client.get(URL)
    assert page.status_code == 200
    told = {
        "when_choices": ["morning", "fixed"],
        "when_words": "op dinsdag",
        "when_shown_to": "team",
    }
    assert client.post(URL, told).status_code == 302
    row = WayOfLearning.objects.get()
    assert (row.choices, row.words, row.shown_to) == (["morning", "fixed"], "op dinsdag", "team")
    assert "op dinsdag" in client.get(URL).content.decode()
    assert client.post(URL, {"when_choices": ["astrology"]}).status_code == 422


@pytest.mark.parametrize(
    ("when", "days", "found"),
    [
        (["afternoon"], ["tuesday"], [(24, 12, 17)]),
        ([], ["tuesday"], [(24, 7, 18)]),
        (["fixed"], [], []),
        (["early"], ["saturday"], [(23, 7, 10), (24, 7, 10)]),  # a code of another version
    ],
)
def test_liked_days_and_hours_go_together(cast, when, days, found):
    say(cast.eva, when=(when, "Zo", "only_me"), days=(days, "Zo", "only_me"))
    liked = ways.liked_hours([cast.eva.pk], date(2026, 11, 23), date(2026, 11, 24))
    assert [(one.day, one.hour, to.hour) for one, to in liked[cast.eva.pk]] == found


def test_liked_hours_are_those_of_each_day(cast):
    say(cast.eva, when=(["early", "fixed"], "", "only_me"))
    found = ways.liked_hours([cast.eva.pk, cast.mo.pk], date(2026, 11, 23), date(2026, 11, 24))
    assert found == {
        cast.eva.pk: [
            (datetime(2026, 11, 23, 7), datetime(2026, 11, 23, 10)),
            (datetime(2026, 11, 24, 7), datetime(2026, 11, 24, 10)),
        ]
    }


def test_two_who_talk_both_see_what_gets_in_the_way_where_it_is_shown(cast):
    two = Pair(cast.eva, cast.mo)
    for shown_to, facts in (("only_me", 0), ("manager", 1)):
        say(cast.eva, in_the_way=(["noise"], "Kanariegeel", shown_to))
        for viewer in two:
            found = talk_facts.facts_of_two(viewer, cast.today, two)["facts"]
            assert [fact for fact in found if "Kanariegeel" in fact["value"]] == found
            assert len(found) == facts
