"""One mail with everything: at most once a day, never at night, never a storm."""

from datetime import date, datetime, time, timedelta
from email import policy
from email.parser import BytesParser

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from bloei.foundation import clock
from bloei.foundation.at_once import counts
from bloei.foundation.jobs import send_mail
from bloei.foundation.models import Mail
from bloei.notifications import actions, jobs, queries
from bloei.notifications.models import Campaign, DigestRun, Notice, NudgeCase, Preference
from bloei.notifications.nudge import Candidate
from bloei.people.actions import invite_person
from bloei.people.models import Person

pytestmark = pytest.mark.django_db


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@pytest.fixture
def go(cast, stage, monkeypatch):
    """Return a function that sends the digests of a moment; everybody was invited long ago."""
    Person.objects.update(invited_at=at(cast.today - timedelta(days=100)))

    def going(moment: datetime) -> int:
        monkeypatch.setattr(clock, "now", lambda: moment)
        with clock.fixed(moment.date()):
            return jobs.send_digests(moment.date())

    return going


def news(*people, code="test.news", day=None, **more):
    actions.notify(list(people), code, params={"what": "Excel", "who": "Mo"}, **more)
    if day:
        Notice.objects.filter(mailed_at=None).update(at=at(day, 3))


def idea(person, occasion="one"):
    return Candidate(person.pk, occasion, {"left_cents": 118000}, "/budgets/")


def test_who_was_not_let_in_yet_gets_no_mail_about_a_place_they_cannot_enter(cast, go):
    Person.objects.filter(pk__in=[cast.eva.pk, cast.stan.pk, cast.mo.pk]).update(invited_at=None)
    cast.mo.set_password(cast.password)  # with the code of a letter, say
    cast.mo.save(update_fields=["password"])
    news(cast.eva, cast.stan, cast.mo, cast.els, day=cast.today)
    assert go(at(cast.today)) == 2
    assert set(Mail.objects.values_list("to", flat=True)) == {cast.mo.email, cast.els.email}
    invite_person(cast.stan, by=cast.hanan)
    Mail.objects.all().delete()
    assert go(at(cast.today, 10)) == 1
    assert Mail.objects.get().to == cast.stan.email


def test_everything_goes_into_one_mail_in_the_morning(cast, stage, go):
    stage.lapsing = [Candidate(cast.eva.pk, "1", {"left_cents": 48000, "lapses_on": "2026-12-31"})]
    actions.compute_nudge("test.lapses", today=cast.today)
    news(cast.eva, day=cast.today)
    assert go(at(cast.today)) == 1
    mail = Mail.objects.get()
    assert mail.to == cast.eva.email
    assert mail.subject.startswith("On 31 december 2026")
    for words in ("€\u00a0480", "Excel", "/messages/preferences/"):
        assert words in mail.text
        assert words in mail.html


def test_nothing_goes_out_twice(cast, stage, go):
    news(cast.eva, day=cast.today)
    assert go(at(cast.today)) == 1
    assert go(at(cast.today, 9, 10)) == 0
    assert go(at(cast.today, 17)) == 0
    assert Mail.objects.count() == 1


def test_two_workers_at_once_send_one_mail(cast, stage, go):
    news(cast.eva, day=cast.today)
    DigestRun.objects.create(
        person=cast.eva, day=cast.today, slot="day", batch="0" * 32
    )  # the other worker was first
    actions.send_digest_batch([cast.eva.pk], moment=at(cast.today))
    assert not Mail.objects.exists()


@pytest.mark.parametrize(("hour", "sent"), [(7, 0), (8, 1), (17, 1), (18, 0), (23, 0)])
def test_quiet_hours_are_kept(cast, stage, go, hour, sent):
    news(cast.eva, day=cast.today)
    assert go(at(cast.today, hour)) == sent


def test_weekends_are_kept_unless_asked(cast, stage, go):
    saturday = cast.today + timedelta(days=5)
    news(cast.eva, cast.stan, day=saturday)
    actions.save_preference(by=cast.stan, weekends=True)
    assert go(at(saturday)) == 1
    assert Mail.objects.get().about == cast.stan


def test_at_most_three_mails_a_week_but_service_always_comes(cast, stage, go):
    monday = cast.today
    for day in range(4):
        news(cast.eva, day=monday + timedelta(days=day))
        assert go(at(monday + timedelta(days=day))) == (day < 3)
    friday = monday + timedelta(days=4)
    news(cast.eva, code="test.decided", day=friday)
    assert go(at(friday)) == 1
    last = Mail.objects.order_by("-pk").first()
    assert "Mo agreed" in last.text
    assert "Excel" not in last.text


def test_who_waits_by_lottery_gets_no_mail(cast, stage, go):
    campaign = actions.open_campaign("test.unused", today=cast.today)
    Campaign.objects.filter(pk=campaign.pk).update(hold_out_percent=50)
    people = [cast.eva, cast.stan, cast.mo, cast.els, cast.ria, cast.joost, cast.hanan, cast.sam]
    stage.wanting = [idea(person) for person in people]
    actions.compute_nudge("test.unused", today=cast.today)
    go(at(cast.today))
    held = set(NudgeCase.objects.filter(group="held").values_list("person", flat=True))
    mailed = set(Mail.objects.values_list("about", flat=True))
    assert held
    assert mailed == {person.pk for person in people} - held


def test_a_mail_is_in_the_language_of_who_gets_it(cast, stage, go):
    cast.stan.language = "en"
    cast.stan.save(update_fields=["language"])
    stage.lapsing = [
        Candidate(person.pk, "1", {"left_cents": 48050, "lapses_on": "2026-12-31"})
        for person in (cast.eva, cast.stan)
    ]
    actions.compute_nudge("test.lapses", today=cast.today)
    assert go(at(cast.today)) == 2
    dutch, english = (Mail.objects.get(about=person).text for person in (cast.eva, cast.stan))
    assert "€\u00a0480,50" in dutch
    assert "€\u00a0480.50" in english
    assert "Hello Stan" in english
    assert "Hello" not in dutch


def test_ten_days_of_clock_make_no_storm(cast, stage, go):
    for day in range(10):
        news(cast.eva, cast.stan, day=cast.today + timedelta(days=day))
    after = cast.today + timedelta(days=10)
    sent = sum(go(at(after, 9, minute)) for minute in range(0, 60, 10))
    assert sent == 2
    assert Mail.objects.count() == 2
    assert Mail.objects.filter(about=cast.eva).get().text.count("Excel") == 10


def test_after_a_month_without_a_worker_old_news_is_not_mailed(cast, stage, go):
    news(cast.eva, day=cast.today)
    assert go(at(cast.today + timedelta(days=28))) == 0


def test_a_clock_that_jumps_there_and_back_sends_nothing_extra(cast, stage, go):
    news(cast.eva, day=cast.today)
    assert go(at(cast.today + timedelta(days=1))) == 1
    news(cast.eva, day=cast.today)
    assert go(at(cast.today)) == 0


def test_what_was_read_or_has_expired_is_not_mailed(cast, stage, go):
    news(cast.eva, day=cast.today)
    news(cast.stan, expires_on=cast.today - timedelta(days=1))
    actions.read_all_notices(by=cast.eva)
    assert go(at(cast.today)) == 0


def test_who_wants_no_mail_gets_none_but_finds_it_in_bloei(cast, stage, go):
    actions.save_preference(by=cast.eva, message="app", nudge="app", service="app")
    news(cast.eva, day=cast.today)
    assert go(at(cast.today)) == 0
    assert sum(counts(*queries.unread(cast.eva))) == 1


def test_a_weekly_digest_waits_for_monday_a_deadline_does_not(cast, stage, go):
    actions.save_preference(by=cast.eva, pace="weekly")
    tuesday = cast.today + timedelta(days=1)
    news(cast.eva, day=tuesday)
    assert go(at(tuesday)) == 0
    news(cast.eva, code="test.decided", day=tuesday)
    assert go(at(tuesday)) == 1
    assert "Excel" not in Mail.objects.get().text
    assert go(at(cast.today + timedelta(days=7))) == 1


def test_as_soon_as_possible_means_at_most_once_an_hour(cast, stage, go):
    actions.save_preference(by=cast.eva, pace="direct", most_per_week=7)
    for minute in (0, 10, 20):
        news(cast.eva, day=cast.today)
        go(at(cast.today, 9, minute))
    assert Mail.objects.count() == 1
    go(at(cast.today, 10))
    assert Mail.objects.count() == 2


def test_what_stands_in_bloei_only_is_not_mailed(cast, stage, go, monkeypatch):
    from dataclasses import replace

    from bloei.notifications import nudge as declared
    from bloei.notifications.tests.made_up import MESSAGES, nudges_of

    quiet = [replace(one, by_mail=False) for one in nudges_of(stage)]
    made = {"NUDGES": quiet, "MESSAGES": MESSAGES}
    monkeypatch.setattr(declared, "collect", lambda part, name: made[name])
    stage.lapsing = [Candidate(cast.eva.pk, "1", {"left_cents": 48000, "lapses_on": "2026-12-31"})]
    actions.compute_nudge("test.lapses", today=cast.today)
    assert go(at(cast.today)) == 0
    assert sum(counts(*queries.unread(cast.eva))) == 1


def test_somebody_without_an_address_is_skipped(cast, stage, go):
    kim = cast.hire(number="4001", email=None)
    news(kim, day=cast.today)
    assert go(at(cast.today)) == 0
    assert sum(counts(*queries.unread(kim))) == 1


def test_notify_with_a_key_reaches_each_person_once(cast, stage):
    assert actions.notify([cast.eva, cast.stan], "test.decided", key="a:1") == 2
    assert actions.notify([cast.eva, cast.mo.pk], "test.decided", key="a:1") == 1
    assert Notice.objects.count() == 3
    assert {notice.kind for notice in Notice.objects.all()} == {"service"}


def test_notify_with_an_unknown_code_is_a_bug_of_ours(cast, stage):
    with pytest.raises(actions.NoSuchMessage):
        actions.notify(cast.eva, "test.typo")


def test_a_mail_with_ideas_can_be_unsubscribed_by_one_click(cast, stage, go):
    news(cast.eva, day=cast.today)
    go(at(cast.today))
    headers = Mail.objects.get().headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http")
    assert "/messages/unsubscribe/" in headers["List-Unsubscribe"]


def test_a_mail_of_service_messages_alone_has_no_one_click(cast, stage, go):
    news(cast.eva, code="test.decided", day=cast.today)
    go(at(cast.today))
    assert "List-Unsubscribe" not in Mail.objects.get().headers


def test_only_a_hash_of_the_link_is_kept(cast, stage, go):
    news(cast.eva, day=cast.today)
    go(at(cast.today))
    token = Mail.objects.get().headers["List-Unsubscribe"].rstrip("/>").rsplit("/", 1)[1]
    kept = Preference.objects.get(person=cast.eva)
    assert token not in (kept.unsubscribe_digest, kept.unsubscribe_salt)
    assert len(token) == 64


HOSTILE = "Mo\r\nBcc: stan@example.org\r\n\r\n<b>hallo</b> " + "lang é " * 60


def test_what_somebody_typed_cannot_add_headers_or_recipients(cast, stage, go, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    actions.notify(cast.eva, "test.decided", params={"who": HOSTILE})
    Notice.objects.update(at=at(cast.today, 3))
    assert go(at(cast.today)) == 1
    send_mail(cast.today)
    (message,) = django_mail.outbox
    assert message.recipients() == [cast.eva.email]
    parsed = BytesParser(policy=policy.default).parsebytes(message.message().as_bytes())
    assert parsed["Bcc"] is None
    assert parsed["To"] == cast.eva.email
    html = parsed.get_body(("html",)).get_content()
    assert "<b>hallo</b>" not in html
    assert "&lt;b&gt;hallo" in html


def test_a_batch_takes_as_many_queries_however_many_mails(
    cast, stage, go, django_assert_max_num_queries
):
    people = [cast.eva, cast.stan, cast.mo, cast.els, cast.ria, cast.hanan, cast.joost, cast.sam]
    news(*people, day=cast.today)
    with django_assert_max_num_queries(16):
        actions.send_digest_batch([p.pk for p in people], moment=at(cast.today))
    assert Mail.objects.count() == len(people)
