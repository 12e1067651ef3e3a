"""Learning time by mail for one's own calendar, read by a parser that did not write it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from bloei.foundation import clock
from bloei.foundation.models import Mail
from bloei.notifications.models import Notice, Preference
from bloei.planning import actions
from bloei.planning.models import LearningBlock
from bloei.planning.spans import Span
from bloei.planning.tests.desk import TODAY, at, span

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEFORE = datetime(2026, 3, 2).date()


def plan(desk, when=None, *, today=TODAY, by=None, **more) -> LearningBlock:
    eva, when = desk.cast.eva, when or span(24, 10, 12)
    told = {"today": today, "key": str(when.start), "by": by or eva} | more
    return actions.plan_block(eva, span=when, **told)


def mails(desk) -> list[Mail]:
    return list(Mail.objects.filter(about=desk.cast.eva).order_by("pk"))


def read(mail: Mail):
    """Return the calendar that travels with a mail, and its one event."""
    (attached,) = mail.attachments
    assert attached["content_type"].startswith("text/calendar")
    whole = vobject.readOne(attached["text"], validate=True)
    assert f"method={whole.method.value}" in attached["content_type"]
    return whole, whole.vevent


def test_a_block_that_stands_fixed_goes_to_the_calendar_of_its_owner(desk):
    block = plan(desk, title="Helder schrijven")
    (mail,) = mails(desk)
    whole, event = read(mail)
    assert (whole.method.value, event.uid.value) == ("REQUEST", f"{block.uid}@bloei")
    assert event.dtstart.value == datetime(2026, 11, 24, 10, tzinfo=AMSTERDAM)
    assert event.sequence.value == "0"
    assert event.attendee.value == f"mailto:{desk.cast.eva.email}"
    assert "RRULE" in mail.attachments[0]["text"].partition("BEGIN:VEVENT")[0]
    assert "Helder schrijven" in mail.text


def test_another_time_is_mailed_under_the_same_uid_with_a_higher_sequence(desk):
    block = plan(desk)
    move = {"today": TODAY, "by": desk.cast.eva}
    actions.move_block(block, span=span(25, 10, 12), key="m", **move)
    first, second = (read(mail)[1] for mail in mails(desk))
    assert first.uid.value == second.uid.value
    assert (first.sequence.value, second.sequence.value) == ("0", "1")
    assert second.dtstart.value.day == 25


def test_the_same_time_and_other_words_send_nothing(desk):
    block = plan(desk)
    actions.move_block(block, span=span(24, 10, 12), key="m", today=TODAY, by=desk.cast.eva)
    LearningBlock.objects.update(title="Iets anders", answer="Goed zo")
    block.refresh_from_db()
    assert block.sequence == 0
    assert len(mails(desk)) == 1


def test_what_is_taken_away_is_taken_out_of_the_calendar(desk):
    actions.cancel_block(plan(desk), today=TODAY, by=desk.cast.eva)
    whole, event = read(mails(desk)[-1])
    assert (whole.method.value, event.status.value) == ("CANCEL", "CANCELLED")
    assert event.sequence.value == "1"


def test_what_waits_for_a_yes_is_mailed_only_when_it_stands(desk):
    block = plan(desk, span(28, 10, 12))  # a Saturday
    assert not mails(desk)
    actions.decide_block(block, agree=True, today=TODAY, by=desk.cast.mo)
    assert read(mails(desk)[0])[0].method.value == "REQUEST"
    (told,) = Notice.objects.filter(person=desk.cast.eva, code="planning.agreed")
    assert told.mailed_at is not None, "the mail with the appointment says it; no digest repeats it"


def test_what_was_only_asked_leaves_no_trace_in_a_calendar(desk):
    block = plan(desk, span(28, 10, 12))
    actions.cancel_block(block, today=TODAY, by=desk.cast.eva)
    assert not mails(desk)


def test_who_follows_the_feed_or_wants_no_mail_gets_none(desk):
    actions.make_calendar_address(desk.cast.eva, by=desk.cast.eva)
    plan(desk)
    actions.revoke_calendar_address(desk.cast.eva, by=desk.cast.eva)
    Preference.objects.create(person=desk.cast.eva, service=Preference.Channel.APP)
    plan(desk, span(25, 10, 12))
    assert not mails(desk)


def test_what_comes_back_is_not_mailed_time_by_time(desk):
    actions.set_series(
        person=desk.cast.eva, every="week", first=TODAY, last=datetime(2027, 3, 1).date(),
        from_minute=540, minutes=60, today=TODAY, key="series", by=desk.cast.eva,
    )  # fmt: skip
    assert LearningBlock.objects.count() > 3
    assert not mails(desk)


NIGHTS = {
    "summer time begins": Span(at(29, 1, 0, 3), at(29, 3, 30, 3)),
    "the clock goes back": Span(at(25, 1, 30, 10), at(25, 3, 30, 10)),
    "the hour that comes twice": Span(at(25, 2, 0, 10), at(25, 2, 30, 10)),
}


@pytest.mark.parametrize("night", NIGHTS)
def test_the_nights_on_which_the_clock_is_changed(cast, night):
    joost = cast.joost  # he has no roster, so a night is his own to choose
    with clock.fixed(BEFORE):
        block = actions.plan_block(joost, span=NIGHTS[night], today=BEFORE, key="n", by=joost)
    text = Mail.objects.get(about=joost).attachments[0]["text"]
    ours = vobject.readOne(text).vevent
    (other,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    for begins, ends in (
        (ours.dtstart.value, ours.dtend.value),
        (other["dtstart"].dt, other["dtend"].dt),
    ):
        assert begins.astimezone(UTC) == block.during.lower.astimezone(UTC)
        assert ends.astimezone(UTC) == block.during.upper.astimezone(UTC)
