"""A refused address is shown to who can mend it, without what the mail says."""

from datetime import timedelta

import pytest

from bloei.foundation import clock, outbox, panels
from bloei.foundation.models import AuditRow, Mail
from bloei.notifications import undelivered
from bloei.notifications.actions import send_again
from bloei.people import actions as people
from bloei.people.models import Person
from bloei.people.roles import Role

pytestmark = pytest.mark.django_db
LIST = "/messages/undelivered/"
SECRET = "Niet akkoord: Woonrecht"


def refused(person, answer="550 5.1.1 no such user", to="oud@delinde.example") -> Mail:
    mail = outbox.put(to=to, subject=SECRET, text=SECRET, about=person)
    Mail.objects.filter(pk=mail.pk).update(state="failed", answer=answer, attempts=1)
    mail.refresh_from_db()
    return mail


@pytest.fixture
def of_the_real_estate(cast) -> Person:
    """An HR adviser for Vastgoed only."""
    adviser = cast.hire(number="1050", given="Fien", unit=cast.personeel)
    people.grant_role(
        person=adviser, role=Role.HR, unit=cast.vastgoed, from_on=cast.today, key="part", by=None
    )
    return Person.objects.get(pk=adviser.pk)


@pytest.mark.parametrize("who", ["hanan", "sam"])
def test_hr_and_the_administrator_see_whom_and_why_but_not_what(cast, sign_in, who):
    refused(cast.eva)
    page = sign_in(getattr(cast, who)).get(LIST).content.decode()
    for words in ("Eva de Vries", "oud@delinde.example", "550 5.1.1 no such user"):
        assert words in page
    assert SECRET not in page


@pytest.mark.parametrize("who", ["eva", "mo", "joost", "ria", "stan"])
def test_others_have_no_such_page(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get(LIST).status_code == 403


def test_an_adviser_of_a_part_sees_and_sends_only_there(cast, sign_in, of_the_real_estate):
    of_eva, of_stan = refused(cast.eva), refused(cast.stan)
    client = sign_in(of_the_real_estate)
    page = client.get(LIST).content.decode()
    assert "Stan Jansen" in page
    assert "Eva de Vries" not in page
    assert client.post(f"{LIST}{of_eva.pk}/").status_code == 404
    assert client.post(f"{LIST}{of_stan.pk}/").status_code == 302


def test_it_goes_again_to_the_address_that_is_known_now_and_once(cast, sign_in):
    mail = refused(cast.eva)
    client = sign_in(cast.hanan)
    client.post(f"{LIST}{mail.pk}/")
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.to) == ("waiting", 0, cast.eva.email)
    assert client.post(f"{LIST}{mail.pk}/").status_code == 404  # it waits already
    assert AuditRow.objects.filter(verb="mail.sent_again").count() == 1


def test_without_an_address_there_is_nowhere_to_send_it(cast, sign_in):
    mail = refused(cast.eva)
    Person.objects.filter(pk=cast.eva.pk).update(email=None)
    answer = sign_in(cast.hanan).post(f"{LIST}{mail.pk}/", follow=True)
    assert "geen mailadres" in answer.content.decode()
    mail.refresh_from_db()
    assert mail.state == "failed"


def test_who_got_a_later_mail_is_reached_again(cast, sign_in):
    refused(cast.eva)
    later = outbox.put(to=cast.eva.email, subject="x", text="x", about=cast.eva)
    Mail.objects.filter(pk=later.pk).update(
        state="sent", sent_at=clock.now() + timedelta(minutes=5)
    )
    assert "Eva de Vries" not in sign_in(cast.hanan).get(LIST).content.decode()


def test_one_line_per_person_however_many_mails(cast, sign_in):
    for _time in range(3):
        refused(cast.eva)
        refused(cast.stan, answer="451 later")
    client = sign_in(cast.hanan)
    page = client.get(LIST).content.decode()
    assert page.count("oud@delinde.example") == 2
    assert "steeds opnieuw" in page


def on_today(person, today):
    """Return what Today tells this person of mail that does not arrive."""
    found = panels.shown("today", person, today)
    names = {one.panel.name: one.facts for one in found}
    return names.get("notifications.not_reached")


def test_today_says_it_to_hr_and_stays_silent_when_all_mail_arrives(cast):
    assert on_today(cast.hanan, cast.today) is None
    refused(cast.eva)
    assert on_today(cast.hanan, cast.today) == {"count": 1, "late": 0}


def test_a_mail_server_that_takes_nothing_for_an_hour_is_said(cast, sign_in):
    mail = outbox.put(to=cast.eva.email, subject="x", text="x", about=cast.eva)
    Mail.objects.filter(pk=mail.pk).update(send_after=clock.now() - timedelta(hours=2))
    assert on_today(cast.sam, cast.today) == {"count": 0, "late": 1}
    assert "De mailserver neemt nu geen mail aan" in sign_in(cast.sam).get(LIST).content.decode()


def test_an_invitation_that_failed_is_not_sent_empty_but_written_anew(cast):
    people.invite_person(cast.eva, by=cast.hanan)
    failed = Mail.objects.get(about=cast.eva)
    Mail.objects.update(state="failed", text="", html="")
    for _twice in range(2):
        send_again(failed, by=cast.hanan)
    fresh = Mail.objects.exclude(pk=failed.pk).get()
    assert "/people/welcome/" in fresh.text


def test_a_server_that_has_much_to_do_is_not_one_that_takes_none(cast):
    waits, sent = (
        outbox.put(to=cast.eva.email, subject=name, text="x", about=cast.eva) for name in "ab"
    )
    long_ago = clock.now() - timedelta(hours=2)
    Mail.objects.filter(pk=waits.pk).update(send_after=long_ago)
    assert undelivered.late().count() == 1
    Mail.objects.filter(pk=sent.pk).update(state=Mail.State.SENT, sent_at=clock.now())
    assert undelivered.late().count() == 0
    Mail.objects.filter(pk=sent.pk).update(sent_at=long_ago)
    assert undelivered.late().count() == 1
