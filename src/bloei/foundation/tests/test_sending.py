"""Mail under faults: tried again with pauses, once each, and one bad mail stops no other.

The server is a real one on loopback that misbehaves on request (quality.md, F9).
"""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from bloei.foundation import clock, outbox, sending
from bloei.foundation.models import Mail
from bloei.foundation.tests.smtp import DROP, SILENT, mail_server

BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SENT, WAITING, FAILED = Mail.State.SENT, Mail.State.WAITING, Mail.State.FAILED


class Moment:
    """The time, which only goes on when a test says so."""

    def __init__(self) -> None:
        self.now = BEGAN

    def later(self, **much) -> None:
        self.now += timedelta(**much)


@pytest.fixture
def moment(monkeypatch) -> Moment:
    moment = Moment()
    monkeypatch.setattr(clock, "now", lambda: moment.now)
    return moment


@pytest.fixture
def server(settings, moment):
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_TIMEOUT = 5
        yield server


def put(*names: str) -> list[Mail]:
    return [
        outbox.put(to=f"{name}@example.org", subject=name, text="Dag", html="<p>Dag</p>")
        for name in names
    ]


def states() -> list[str]:
    return list(Mail.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.django_db
def test_a_subject_is_one_line_in_which_an_amount_does_not_break():
    mail = outbox.put(to="eva@example.org", subject="Na\r\nBcc:  vervalt €\xa0380 ", text="Dag")
    assert mail.subject == "Na Bcc: vervalt €\xa0380"


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "state"), [(False, "waiting"), (True, "sent")])
def test_without_a_mail_server_mail_waits_and_is_not_said_to_be_sent(settings, moment, demo, state):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    settings.DEMO, settings.DEBUG = demo, False
    put("eva")
    moment.later(minutes=5)
    assert sending.send_waiting(10) == int(demo)
    assert states() == [state]


@pytest.mark.django_db
def test_what_waits_goes_once_over_one_connection(server):
    put("eva", "mo", "stan")
    assert sending.send_waiting(200) == 3
    assert sending.send_waiting(200) == 0
    assert server.addresses == ["eva@example.org", "mo@example.org", "stan@example.org"]
    assert server.connections == 1
    assert states() == [SENT] * 3


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["550 5.1.1 no such user", "553 bad name"])
def test_a_refused_address_is_not_tried_again_and_says_why(server, answer):
    server.answers["RCPT mo@example.org"] = answer
    put("eva", "mo", "stan")
    assert sending.send_waiting(200) == 2
    assert states() == [SENT, FAILED, SENT]
    assert Mail.objects.get(state=FAILED).answer == answer


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["RCPT mo@example.org", "MAIL", "DATA", "TEXT"])
def test_a_mail_that_may_come_later_comes_later_and_once(server, moment, step):
    (mail,) = put("mo")
    server.answers[step] = "451 4.7.1 come back later"
    assert sending.send_waiting(200) == 0
    assert sending.send_waiting(200) == 0  # not before the pause is over
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (WAITING, 1)
    assert mail.answer == "451 4.7.1 come back later"
    del server.answers[step]
    moment.later(minutes=2)
    assert sending.send_waiting(200) == 1
    assert server.addresses == ["mo@example.org"]


@pytest.mark.django_db
def test_pauses_grow_and_end_after_twelve_attempts(server, moment):
    (mail,) = put("mo")
    server.answers["RCPT"] = "450 later"
    pauses = []
    while mail.state == WAITING:
        sending.send_waiting(1)
        mail.refresh_from_db()
        pauses.append(mail.send_after - moment.now)
        moment.now = mail.send_after
    minutes = [pause.total_seconds() / 60 for pause in pauses]
    assert minutes == [2, 4, 8, 16, 32, 64, 128, 240, 240, 240, 240, 240]
    assert mail.state == FAILED
    assert server.taken == []


@pytest.mark.django_db
def test_a_mail_that_the_server_never_wants_fails_at_once(server):
    put("eva")
    server.answers["TEXT"] = "554 5.3.4 too large"
    sending.send_waiting(200)
    assert states() == [FAILED]


@pytest.mark.django_db
def test_a_refused_sender_is_ours_to_repair_so_no_mail_is_lost(server, moment):
    put("eva")
    server.answers["MAIL"] = "530 5.7.0 sign in first"
    sending.send_waiting(200)
    assert states() == [WAITING]
    server.answers.clear()
    moment.later(minutes=2)
    assert sending.send_waiting(200) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["RCPT mo@example.org", "DATA"])
def test_a_line_that_breaks_stops_neither_this_mail_nor_the_others(server, moment, step):
    put("mo")
    server.answers[step] = DROP
    sending.send_waiting(1)
    del server.answers[step]
    put("eva")
    assert sending.send_waiting(200) == 1  # eva goes; mo waits
    moment.later(minutes=2)
    assert sending.send_waiting(200) == 1
    assert server.addresses == ["eva@example.org", "mo@example.org"]


@pytest.mark.django_db
def test_a_server_that_hangs_is_left_alone_after_three_mails(server, monkeypatch):
    monkeypatch.setattr(sending, "ANSWER_WITHIN", 0.2)
    server.answers["RCPT"] = SILENT
    put("a", "b", "c", "d", "e")
    assert sending.send_waiting(200) == 0
    attempts = Mail.objects.order_by("pk").values_list("attempts", flat=True)
    assert list(attempts) == [1, 1, 1, 0, 0]


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [DROP, "421 going down", "554 no"])
def test_a_server_that_cannot_be_reached_costs_no_mail_an_attempt(server, moment, answer):
    server.answers["CONNECT"] = answer
    put("eva", "mo")
    for _minute in range(120):  # two hours
        assert sending.send_waiting(200) == 0
        moment.later(minutes=1)
    assert set(Mail.objects.values_list("state", "attempts")) == {(WAITING, 0)}
    server.answers.clear()
    assert sending.send_waiting(200) == 2
    assert server.addresses == ["eva@example.org", "mo@example.org"]


@pytest.mark.django_db
def test_a_server_that_is_gone_costs_no_mail_an_attempt(settings, moment):
    with mail_server() as server:
        address = server.server_address
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = address
    put("eva")
    assert sending.send_waiting(200) == 0
    assert Mail.objects.values_list("state", "attempts").get() == (WAITING, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [DROP, "500 what?", "421 too late"])
def test_a_bad_goodbye_after_the_mail_was_taken_sends_nothing_again(server, moment, answer):
    server.answers["QUIT"] = answer
    put("eva")
    assert sending.send_waiting(200) == 1
    moment.later(days=1)
    assert sending.send_waiting(200) == 0
    assert server.addresses == ["eva@example.org"]


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["kapot", "kim@voorbeeld.example\n"])
def test_an_address_that_cannot_be_written_stops_no_other_mail(server, to):
    outbox.put(to=to, subject="Dag", text="Dag")
    put("eva")
    server.answers[f"RCPT {to}"] = "501 5.1.3 not an address"
    assert sending.send_waiting(200) == 1
    assert states()[1] == SENT
    assert states()[0] == FAILED


@pytest.mark.django_db
def test_a_mail_sent_again_has_the_message_id_of_the_first_time(server, moment):
    put("eva")
    server.answers["TEXT"] = DROP  # taken, but we never hear of it: SMTP can do no better
    sending.send_waiting(200)
    server.answers.clear()
    moment.later(minutes=2)
    assert sending.send_waiting(200) == 1
    assert len({mail["Message-ID"] for mail in server.taken}) == 1
    assert len(server.taken) == 2


WORK = """
import django; django.setup()
from bloei.foundation.sending import send_waiting
print(send_waiting(200))
"""


def test_a_sender_killed_after_the_server_took_the_mail_sends_it_once_more(
    cloned_database, server, moment
):
    """Both mails arrive; only the one in flight twice, after its pause and under one id."""
    put("eva", "mo")
    program = _sender(server)
    server.after_taking = lambda: os.kill(program.pid, signal.SIGKILL)
    program.stdin.close()
    program.wait(timeout=60)
    assert program.returncode == -signal.SIGKILL
    assert states() == [WAITING, WAITING]
    server.after_taking = lambda: None
    assert sending.send_waiting(200) == 1  # mo, at once; eva has its pause
    moment.now = Mail.objects.get(state=WAITING).send_after
    assert sending.send_waiting(200) == 1
    moment.later(days=2)
    assert sending.send_waiting(200) == 0
    assert sorted(server.addresses) == ["eva@example.org", "eva@example.org", "mo@example.org"]
    assert len({mail["Message-ID"] for mail in server.taken}) == 2


def _sender(server) -> subprocess.Popen:
    """Start a process that sends as soon as its input is closed."""
    host, port = server.server_address
    chosen = {
        "BLOEI_SMTP": f"smtp://{host}:{port}",
        "BLOEI_TODAY": "2026-11-24",
        "BLOEI_MODE": "development",
        "DJANGO_SETTINGS_MODULE": "bloei.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    return subprocess.Popen(
        [sys.executable, "-c", f"import sys; sys.stdin.read()\n{WORK}"],
        env=os.environ | chosen, stdin=subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.django_db
def test_an_appointment_travels_as_a_calendar_that_mail_programs_know(server):
    told = "BEGIN:VCALENDAR\r\nSUMMARY:Gesprek – één\r\nEND:VCALENDAR\r\n"
    invitation = outbox.Attachment("afspraak.ics", "text/calendar; method=REQUEST", told)
    outbox.put(to="eva@example.org", subject="Gesprek", text="Dag", attachments=[invitation])
    assert sending.send_waiting(200) == 1
    (mail,) = server.taken
    part = next(one for one in mail.walk() if one.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"
    assert part.get_filename() == "afspraak.ics"
    assert part.get_payload(decode=True).decode() == told
