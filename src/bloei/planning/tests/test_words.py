"""The sentences about a moment, in Dutch: what is in the way, with its figures, and what is not."""

import pytest
from django.utils.translation import override

from bloei.planning.blocks import obstacle_words, verdicts, words
from bloei.planning.blocks.nearest import Moment
from bloei.planning.blocks.obstacles import Obstacle, Why, Wish
from bloei.planning.blocks.verdicts import Verdict
from bloei.planning.models import LearningBlock
from bloei.planning.staffing.enough import Spare
from bloei.planning.tests.desk import TODAY, at, span

NBSP = "\xa0"
FACTS = {
    Why.ABSENT: {"on": at(24, 9).date()},
    Why.CLOCK: {"at": at(25, 2, 30)},
    Why.OVERLAP: {"block": 1, "from": at(25, 10), "until": at(25, 12)},
    Why.STAFFING: {"name": "de balie", "present": 2, "minimum": 3, "at": at(25, 10)},
    Why.BUSY: {"from": at(25, 10), "until": at(25, 11)},
    Why.NO_RIGHT: {"free_minutes": 120, "minutes": 240},
}
LIMITS = ("daily_rest", "weekly_rest", "shift", "week", "break")


@pytest.fixture(autouse=True)
def _dutch():
    with override("nl"):
        yield


def plain(text: str) -> str:
    return text.replace(NBSP, " ").replace("\u2060", "")


def said(why: Why, about: str = "", **more) -> str:
    return plain(obstacle_words.sentence(Obstacle(why, FACTS.get(why, {}) | more), about))


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        (Why.PAST, "Dit moment is voorbij."),
        (Why.GRID, "Leertijd begint en eindigt op een heel of een half uur."),
        (Why.LENGTH, "Leertijd duurt minstens een half uur en hoogstens acht uur."),
        (Why.CLOCK, "In die nacht gaat de klok vooruit: 2.30 uur bestaat dan niet."),
        (Why.OVERLAP, "Je hebt dan al leertijd: 10.00 – 12.00."),
        (
            Why.STAFFING,
            "Dan is de balie nog met twee collega’s bezet. Er zijn er minstens drie nodig.",
        ),
        (Why.BUSY, "Je hebt dan een afspraak: 10.00 – 11.00."),
        (Why.OFF_WORK, "Volgens je rooster werk je dan niet."),
        (Why.NO_RIGHT, "Je hebt nog 2 uur leertijd, en dit duurt 4 uur."),
    ],
)
def test_what_is_in_the_way_is_a_sentence_with_its_figures(why, sentence):
    assert said(why) == sentence


def test_every_reason_has_a_sentence_about_oneself_and_about_another():
    for why in set(Why) - {Why.LAW}:
        assert said(why)
        assert said(why, "Eva")
    for limit in LIMITS:
        own, other = (said(Why.LAW, name, limit=limit, minutes=540) for name in ("", "Eva"))
        assert "9 uur" in own
        assert "Eva" in other


def test_one_is_one_and_none_is_nobody():
    only = said(Why.STAFFING, present=1, minimum=2)
    assert only == "Dan is de balie nog met één collega bezet. Er zijn er minstens twee nodig."
    empty = said(Why.STAFFING, present=0, minimum=1)
    assert empty == "Dan is de balie niet meer bezet. Er is er minstens één nodig."


def test_who_has_planned_everything_hears_that():
    assert said(Why.NO_RIGHT, free_minutes=0, minutes=60) == "Je hebt al je leertijd al gepland."


def test_the_title_says_whether_it_is_possible():
    wish = Wish(None, span(25, 10, 11))
    wall = Obstacle(Why.STAFFING, FACTS[Why.STAFFING])
    assert plain(words.title(Verdict(wish, (wall,)), TODAY)) == "Woensdag om 10.00 uur kan niet"
    assert plain(words.title(Verdict(wish, ()), TODAY)) == "Woensdag 10.00 – 11.00 kan"
    later = Verdict(Wish(None, span(2, 10, 11, month=12)), (wall,))
    assert plain(words.title(later, TODAY)) == "Woensdag 2 december om 10.00 uur kan niet"


def test_a_moment_is_described_by_its_week_its_people_and_its_length():
    wish = Wish(None, span(25, 10, 12))
    room = Spare(span(30, 10, 11), people=1, present=4, name="de balie")
    hint = plain(words.hint(Moment(span(30, 10, 11), room), wish, TODAY))
    assert hint == (
        "Volgende week. De balie is dan met vier collega’s bezet, één meer dan nodig."
        " Wel 1 uur korter."
    )
    assert words.hint(Moment(span(26, 10, 12)), wish, TODAY) == ""


def test_midnight_that_ends_a_block_is_twenty_four_o_clock():
    late = span(25, 22, 22)._replace(until=at(26, 0))
    assert plain(words.times(late)) == "22.00 – 24.00"


def test_a_period_names_its_month_once():
    assert words.period(at(23, 0).date(), at(27, 0).date()) == "23 tot en met 27 november"
    over = words.period(at(30, 0).date(), at(4, 0, month=12).date())
    assert over == "30 november tot en met 4 december"


@pytest.mark.django_db
def test_the_verdict_on_the_page_and_the_refusal_of_the_action_say_the_same(desk):
    from bloei.planning import actions

    actions.plan_block(
        desk.cast.sanne, span=span(25, 10, 12), today=TODAY, key="s", by=desk.cast.sanne
    )
    wish = Wish(desk.cast.eva, span(25, 10, 12))
    seen = verdicts.verdict(wish, at(23, 12))
    with pytest.raises(actions.InTheWay) as refused:
        actions.plan_block(desk.cast.eva, span=wish.span, today=TODAY, key="e", by=desk.cast.eva)
    assert obstacle_words.sentences(seen.obstacles) == obstacle_words.sentences(
        refused.value.obstacles
    )
    assert len(seen.others) == 3
    assert LearningBlock.objects.count() == 1
