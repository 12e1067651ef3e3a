"""A conversation is opened once, gets its moment, takes place, and is told to whom it concerns."""

from datetime import date, timedelta

import icalendar
import pytest
from django.db import IntegrityError, transaction

from bloei.conversations import actions, invitations
from bloei.conversations.models import Conversation
from bloei.conversations.rules import Because, Occasion, State
from bloei.conversations.tests.two import TEN, TODAY, open_talk, plan
from bloei.foundation import clock
from bloei.foundation.ical import Method
from bloei.foundation.models import Mail
from bloei.notifications.models import Notice, Preference, Talk
from bloei.people.models import Person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("code", flat=True))


def mails(person) -> list[Mail]:
    return list(Mail.objects.filter(about=person).order_by("pk"))


def event(mail: Mail):
    (attached,) = mail.attachments
    (found,) = icalendar.Calendar.from_ical(attached["text"]).walk("VEVENT")
    return found


def test_who_did_not_ask_hears_that_somebody_wants_to_talk(cast, talk):
    assert talk.state == State.INVITED
    assert told(cast.eva) == ["conversations.asked"]
    assert told(cast.mo) == []


def test_both_hear_it_when_bloei_asks_and_why(cast):
    actions.open_conversation(
        cast.eva, partner=cast.mo, occasion=Occasion.TIME, because=Because.REFUSED, key="k", by=None
    )
    assert told(cast.eva) == told(cast.mo) == ["conversations.opened"]
    assert Notice.objects.get(person=cast.eva).params["because"] == "refused"


def test_the_same_key_opens_once(cast, talk):
    assert open_talk(cast) == talk
    assert Conversation.objects.count() == 1


@pytest.mark.parametrize("by", ["mo", "eva"])
def test_two_people_have_one_open_talk_whoever_asks(cast, talk, by):
    with pytest.raises(actions.AlreadyOpen) as refused:
        open_talk(cast, key="another", by=by)
    assert refused.value.conversation == talk


def test_the_database_refuses_a_second_open_talk_the_other_way_round(cast, talk):
    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.create(
            person=cast.mo, partner=cast.eva, occasion="time", because="asked",
            opened_at=clock.now(),
        )  # fmt: skip


def test_after_a_talk_a_next_one_can_be_opened(cast, talk):
    actions.hold_conversation(talk, on=TODAY, today=TODAY, by=cast.mo)
    assert open_talk(cast, key="next").pk != talk.pk


def test_both_get_the_moment_for_their_calendar_and_nothing_of_the_talk(cast, talk):
    actions.add_point(talk, text="Kanariegeel", key="p", by=cast.eva)
    plan(talk, cast, place="kamer 2.14")
    for person, other in ((cast.eva, "Mo Bulut"), (cast.mo, "Eva de Vries")):
        (mail,) = mails(person)
        found = event(mail)
        assert found["summary"] == f"Gesprek met {other}"
        assert found["location"] == "kamer 2.14"
        assert found["dtstart"].dt.replace(tzinfo=None) == TEN
        assert (found["dtend"].dt - found["dtstart"].dt).seconds == 45 * 60
        assert "Kanariegeel" not in f"{mail.text}{mail.html}{mail.attachments}"


def test_the_other_one_reads_it_in_bloei_and_gets_no_second_mail(cast, talk):
    plan(talk, cast)
    notice = Notice.objects.get(person=cast.eva, code="conversations.planned")
    assert notice.mailed_at is not None
    assert told(cast.mo) == []


def test_who_wants_no_mail_gets_none_and_the_message_is_in_the_next_digest_of_nobody(cast, talk):
    Preference.objects.create(person=cast.eva, service="app")
    plan(talk, cast)
    assert mails(cast.eva) == []
    assert Notice.objects.get(person=cast.eva, code="conversations.planned").mailed_at is None


def test_another_moment_has_the_same_name_and_a_higher_number(cast, talk):
    plan(talk, cast)
    plan(talk, cast, start=TEN + DAY, by="eva")
    first, second = mails(cast.mo)
    assert event(first)["uid"] == event(second)["uid"]
    assert (event(first)["sequence"], event(second)["sequence"]) == (0, 1)


def test_another_place_alone_sends_nothing(cast, talk):
    plan(talk, cast)
    again = plan(talk, cast, place="buiten")
    assert again.place == "buiten"
    assert len(mails(cast.eva)) == 1


@pytest.mark.parametrize(
    ("start", "minutes"),
    [
        (TEN.replace(day=22), 45),  # yesterday
        (TEN, 5),
        (TEN, 5 * 60),
        (TEN.replace(year=2028), 45),
        (TEN.replace(year=2027, month=3, day=28, hour=2, minute=30), 45),  # the clock skips it
    ],
)
def test_an_impossible_moment_is_refused(cast, talk, start, minutes):
    with pytest.raises(actions.NotAPossibleMoment):
        plan(talk, cast, start=start, minutes=minutes)


def test_a_talk_in_the_night_that_the_clock_goes_back_stands_in_the_calendar(cast, talk):
    start = TEN.replace(year=2027, month=10, day=31, hour=2, minute=30)
    moved = plan(talk, cast, start=start, minutes=60)
    assert moved.starts_at.replace(tzinfo=None) == start
    assert event(mails(cast.eva)[0])["dtstart"].dt.utcoffset() == timedelta(hours=2)


def test_holding_it_writes_the_one_date_of_a_talk(cast, talk):
    held = actions.hold_conversation(
        talk, on=TODAY - DAY, next_on=date(2027, 5, 20), today=TODAY, by=cast.eva
    )
    assert held.state == State.HELD
    assert list(Talk.objects.filter(person=cast.eva).values_list("on", flat=True)) == [TODAY - DAY]


def test_it_is_held_once(cast, talk):
    actions.hold_conversation(talk, on=TODAY, today=TODAY, by=cast.mo)
    with pytest.raises(actions.NoStep):
        actions.hold_conversation(talk, on=TODAY, today=TODAY, by=cast.eva)
    assert Talk.objects.filter(person=cast.eva).count() == 1


def test_calling_it_off_takes_it_out_of_both_calendars(cast, talk):
    plan(talk, cast)
    off = actions.call_off(talk, today=TODAY, by=cast.eva)
    assert off.state == State.CLOSED
    assert told(cast.mo) == ["conversations.called_off"]
    for person in (cast.eva, cast.mo):
        last = mails(person)[-1]
        assert event(last)["status"] == "CANCELLED"
        assert "METHOD:CANCEL" in last.attachments[0]["text"]


def test_what_was_called_off_cannot_be_written_in(cast, talk):
    actions.call_off(talk, today=TODAY, by=cast.eva)
    with pytest.raises(actions.NoStep):
        actions.add_point(talk, text="Toch", key="p", by=cast.eva)
    with pytest.raises(actions.NoStep):
        actions.write_notes(talk, text="Toch", base="", by=cast.mo)


def test_the_file_of_a_calendar_is_in_the_language_of_its_reader(cast, talk):
    talk = plan(talk, cast)
    Person.objects.filter(pk=cast.mo.pk).update(language="en")
    mo = Person.objects.get(pk=cast.mo.pk)
    assert b"Talk with Eva de Vries" in invitations.as_file(talk, mo, Method.PUBLISH)
