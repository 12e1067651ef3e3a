"""The talks of the demo tell the story of the design, on any day on which it is built."""

from datetime import date, timedelta

import pytest

from bloei.agreements.models import Agreement
from bloei.conversations import demo, meeting_board
from bloei.conversations.models import Conversation, Outcome, TeamMeeting, Tip
from bloei.conversations.rules import Because, Kind, State
from bloei.foundation import clock
from bloei.learning import demo as learning
from bloei.notifications.models import Notice
from bloei.people import demo as people
from bloei.people.models import Person
from bloei.planning import demo as planning
from bloei.planning.models import Cover

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def build(monkeypatch, today: date) -> None:
    monkeypatch.setenv("BLOEI_TODAY", today.isoformat())
    for room in (people, learning, planning, demo, demo):
        room.build_cast(today=today)


@pytest.mark.parametrize("day", [23, 27, 29], ids=["monday", "friday", "sunday"])
def test_the_story_of_the_talks_is_whole(monkeypatch, day):
    today = date(2026, 11, day)
    build(monkeypatch, today)
    the_talks_of_mo(today)
    the_meeting_of_the_desk(today)
    the_swap_of_ruben(today)
    assert clock.today() == today


def the_talks_of_mo(today: date) -> None:
    held, to_come = Conversation.objects.filter(person__number="1003").order_by("opened_at")
    assert (held.state, to_come.state) == (State.HELD, State.PLANNED)
    assert today < to_come.starts_at.date() < today + timedelta(days=7)
    assert to_come.points.count() == 4
    by_itself, naomi = Agreement.objects.filter(about=held.about).order_by("pk")
    assert (by_itself.state, by_itself.done_by_itself, naomi.state) == ("done", True, "open")
    assert Outcome.objects.get(conversation=held).block.origin == "talk"
    refused = Conversation.objects.get(person__number="1015")
    assert (refused.because, refused.state) == (Because.REFUSED, State.INVITED)
    assert refused.block.answer == demo.NO


def the_meeting_of_the_desk(today: date) -> None:
    (meeting,) = TeamMeeting.objects.exclude(closed_at=None)
    assert meeting.held_on.weekday() == 4
    assert Tip.objects.count() == 3
    eva = Person.objects.get(number="1003")
    agreed = meeting_board.agreed_at(meeting, "agreement", eva)
    assert [one.state for one in agreed].count("done") == 2
    assert any("Proef" in one.words for one in agreed)
    shown = meeting_board.board(meeting, eva, today)
    assert len(shown["ways"]) == 5
    assert shown["helpers"]
    assert len(shown["learned"]) >= 3, "five people of the desk wrote something down this month"


def the_swap_of_ruben(today: date) -> None:
    outcome = Outcome.objects.get(kind=Kind.SWAP)
    cover = Cover.objects.get(block=outcome.block)
    assert (cover.block.person.number, cover.block.origin, cover.block.state) == (
        "1017", "talk", "agreed",
    )  # fmt: skip
    assert cover.block.starts_at.date() > today
    assert cover.taker.work_shifts.filter(during__contains=cover.during).exists()
    assert Agreement.objects.open().filter(person=cover.taker).exists()
    assert Notice.objects.filter(person=cover.taker, code="planning.taken_over").exists()
