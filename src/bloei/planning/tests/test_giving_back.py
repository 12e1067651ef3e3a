"""Learning time that stands thanks to a swap goes: the shift too, or the leader hears why not."""

from datetime import time

import pytest

from bloei.agreements.actions import make_agreement
from bloei.agreements.models import Agreement
from bloei.agreements.rules import State as Agreed
from bloei.foundation import clock
from bloei.notifications.models import Notice
from bloei.notifications.nudge import message_kinds, write
from bloei.planning import actions
from bloei.planning.actions.rosters import set_pattern, set_shifts, tell_absence
from bloei.planning.actions.staffing import except_day
from bloei.planning.models import Cover, LearningBlock, Shift
from bloei.planning.rules import when_done
from bloei.planning.tests.desk import SINCE, TODAY, WEEK, span
from bloei.planning.tests.test_rosters import works
from bloei.planning.tests.test_swaps import MORNING, THURSDAY, swap, team

__all__ = ["team"]
pytestmark = pytest.mark.django_db


def cancel(team, block=None):
    block = block or LearningBlock.objects.get(person=team.cast.eva)
    return actions.cancel_block(block, today=TODAY, by=team.cast.eva)


def told(code: str) -> tuple[list[str], str]:
    """Return who got a message, and what they read in Dutch."""
    notices = Notice.objects.filter(code=code).select_related("person").order_by("person")
    texts = {write(message_kinds()[code], one.params, "nl").text for one in notices}
    words = " ".join(texts).replace("\xa0", " ").replace("\u2060", "")
    return [one.person.given_name for one in notices], words


def learns_too(team):
    """Noor plans learning time in the shift that she took over."""
    except_day(team.line, on=THURSDAY, minimum=2, key="quiet", by=team.cast.mo)
    block = actions.plan_block(team.noor, span=MORNING, today=TODAY, key="own", by=team.cast.mo)
    assert block.state == "agreed"


def test_who_takes_the_learning_time_away_gives_the_shift_back_and_the_colleague_hears_it(team):
    swap(team)
    cancel(team)
    assert works(team.noor, THURSDAY, THURSDAY) == []
    assert not Cover.objects.exists()
    names, text = told("planning.given_back")
    assert names == ["Noor"]
    assert text == (
        "De dienst van donderdag 26 november om 9.00 uur (2 uur) is uit je rooster. Had je er al"
        " iets voor geregeld? Bespreek het dan met Mo."
    )
    assert told("planning.shift_stays") == ([], "")


def test_learning_time_without_a_swap_changes_nobodys_roster_when_it_goes(team):
    except_day(team.line, on=THURSDAY, minimum=1, key="quiet", by=team.cast.mo)
    set_shifts(team.noor, shifts=[(MORNING, "Balie")], first=THURSDAY, last=THURSDAY, by=None)
    actions.plan_block(team.cast.eva, span=MORNING, today=TODAY, key="b", by=team.cast.mo)
    cancel(team)
    assert works(team.noor, THURSDAY, THURSDAY) == [MORNING]
    assert told("planning.given_back") == ([], "")


def test_who_moves_the_learning_time_gives_the_shift_back_too(team):
    block = swap(team)
    move = {"span": span(25, 9, 11), "today": TODAY, "key": "m", "by": team.cast.eva}
    actions.move_block(block, **move)
    assert works(team.noor, THURSDAY, THURSDAY) == []
    assert told("planning.given_back")[0] == ["Noor"]


def test_who_says_yes_to_another_moment_gives_the_shift_back_too(team):
    asked = actions.ask_to_move(
        swap(team), span=span(25, 9, 11), because="Druk", today=TODAY, key="a", by=team.cast.mo
    )
    actions.answer_move(asked, agree=True, today=TODAY, by=team.cast.eva)
    assert works(team.noor, THURSDAY, THURSDAY) == []


def test_as_long_as_a_part_of_it_is_learned_in_the_shift_stays(team):
    block = swap(team, when=span(26, 9, 12))
    move = {"span": span(26, 9, 11), "today": TODAY, "key": "m", "by": team.cast.eva}
    actions.move_block(block, **move)
    assert works(team.noor, THURSDAY, THURSDAY) == [span(26, 9, 12)]
    assert Cover.objects.exists()
    assert told("planning.given_back") == told("planning.shift_stays") == ([], "")


def test_what_the_colleague_worked_before_and_after_stays(team):
    own = [(span(26, 7, 9), "Balie"), (span(26, 11, 13), "Balie")]
    set_shifts(team.noor, shifts=own, first=THURSDAY, last=THURSDAY, by=None)
    swap(team)
    assert works(team.noor, THURSDAY, THURSDAY) == [span(26, 7, 13)]
    cancel(team)
    assert works(team.noor, THURSDAY, THURSDAY) == [span(26, 7, 9), span(26, 11, 13)]


def test_of_two_swaps_on_a_day_only_the_one_goes_back(team):
    first = swap(team)
    swap(team, when=span(26, 13, 15), key="second")
    cancel(team, first)
    assert works(team.noor, THURSDAY, THURSDAY) == [span(26, 13, 15)]
    assert Cover.objects.count() == 1


def test_where_too_few_would_be_left_the_shift_stays_and_the_leader_hears_it(team):
    swap(team)
    tell_absence(team.cast.eva, first=THURSDAY, last=THURSDAY, key="ill", by=team.cast.mo)
    cancel(team)
    assert works(team.noor, THURSDAY, THURSDAY) == [MORNING]
    names, text = told("planning.shift_stays")
    assert names == ["Mo"]
    assert text == (
        "Eva heeft de ruil niet meer nodig. Maar zonder Noor zijn er op donderdag 26 november"
        " om 9.00 uur te weinig mensen. Overleg met Noor wat jullie nu doen."
    )
    assert told("planning.given_back") == ([], "")


def test_where_the_colleague_learns_then_the_shift_stays(team):
    swap(team)
    learns_too(team)
    cancel(team)
    assert works(team.noor, THURSDAY, THURSDAY) == [MORNING]
    names, text = told("planning.shift_stays")
    assert names == ["Mo"]
    assert "Noor leert tijdens de dienst van donderdag 26 november" in text


def test_a_shift_that_has_begun_stays_and_the_leader_hears_it(team):
    block = swap(team)
    with clock.fixed(THURSDAY, time(10)):
        actions.move_block(block, span=span(27, 9, 11), today=THURSDAY, key="m", by=team.cast.eva)
    names, text = told("planning.shift_stays")
    assert names == ["Mo"]
    assert "is al begonnen" in text
    assert Shift.objects.exists()


def test_of_a_shift_that_is_over_nobody_hears(team):
    block = swap(team)
    with clock.fixed(THURSDAY, time(12)):
        actions.move_block(block, span=span(27, 9, 11), today=THURSDAY, key="m", by=team.cast.eva)
    assert told("planning.shift_stays") == told("planning.given_back") == ([], "")
    assert Shift.objects.exists()


def test_a_new_roster_of_that_day_says_itself_who_works(team):
    swap(team)
    whole_day = [(span(26, 8, 16), "Balie")]
    set_shifts(team.noor, shifts=whole_day, first=THURSDAY, last=THURSDAY, by=team.cast.mo)
    cancel(team)
    assert works(team.noor, THURSDAY, THURSDAY) == [span(26, 8, 16)]
    assert told("planning.given_back") == ([], "")


def test_another_pattern_from_that_day_on_leaves_what_was_taken_over(team):
    swap(team)
    set_pattern(team.noor, shifts=WEEK, first=SINCE, key="all-week", by=team.cast.mo)
    cancel(team)
    assert works(team.noor, THURSDAY, THURSDAY) == []


def test_when_who_learns_leaves_the_shift_goes_back_or_the_leader_hears_why_not(team):
    swap(team)
    actions.clear_week(team.cast.eva, today=TODAY, by=None)
    assert works(team.noor, THURSDAY, THURSDAY) == []
    assert told("planning.given_back")[0] == ["Noor"]


def test_it_goes_together_or_not_at_all(team, monkeypatch):
    swap(team)
    monkeypatch.setattr("bloei.planning.swap_messages.tell_given_back", _fails)
    with pytest.raises(RuntimeError):
        cancel(team)
    assert works(team.noor, THURSDAY, THURSDAY) == [MORNING]
    assert LearningBlock.objects.get(person=team.cast.eva).state == "agreed"


def _fails(cover):
    raise RuntimeError


def test_the_page_says_who_has_the_shift_and_what_taking_it_away_means(team, sign_in):
    block = swap(team)
    page = sign_in(team.cast.eva).get(block.get_absolute_url()).content.decode()
    assert "Noor Bos" in page
    assert "Noor neemt nu je dienst over." in page
    other = sign_in(team.cast.mo).get(block.get_absolute_url()).content.decode()
    assert "Noor neemt nu je dienst over." not in other


def test_what_was_agreed_in_the_talk_is_dropped_with_the_shift_but_ones_own_stays(team):
    block = swap(team)
    for person in (team.noor, team.cast.eva):
        make_agreement(
            person=person, text="…", watches=when_done(block.pk), today=TODAY,
            key=f"agreed-{person.pk}", by=team.cast.mo,
        )  # fmt: skip
    cancel(team)
    states = {one.person: one.state for one in Agreement.objects.select_related("person")}
    assert states == {team.noor: Agreed.DROPPED, team.cast.eva: Agreed.OPEN}
