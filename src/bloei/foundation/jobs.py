"""What the foundation does by itself: send mail, put stalled jobs back, forget old keys."""

import logging
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction

from bloei.foundation import clock
from bloei.foundation.models import Mail, UsedKey
from bloei.foundation.queue import every

log = logging.getLogger(__name__)
BATCH = 200
MOST_ATTEMPTS = 12
KEYS_ARE_KEPT = timedelta(days=400)


@every("* * * * *")
def send_mail(today: date) -> int:
    """Send what waits; return how many went out.

    Each mail is locked, sent and marked on its own, so a crash repeats at most one.
    """
    connection = get_connection()
    sent = 0
    for _number in range(BATCH):
        with transaction.atomic():
            mail = _next_mail()
            if mail is None:
                break
            sent += _send(mail, connection)
    return sent


def _next_mail() -> Mail | None:
    due = Mail.objects.filter(state=Mail.State.WAITING, send_after__lte=clock.now())
    return due.select_for_update(skip_locked=True).order_by("send_after", "pk").first()


def _send(mail: Mail, connection) -> bool:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers=mail.headers,
        connection=connection,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    mail.attempts += 1
    try:
        message.send()
    except OSError as trouble:  # smtplib's errors are OSErrors too
        log.warning("mail %s was not sent: %s", mail.pk, type(trouble).__name__)
        mail.send_after = clock.now() + timedelta(minutes=min(2**mail.attempts, 240))
        mail.state = Mail.State.FAILED if mail.attempts >= MOST_ATTEMPTS else mail.state
    else:
        mail.state, mail.sent_at = Mail.State.SENT, clock.now()
    mail.save(update_fields=["attempts", "state", "send_after", "sent_at"])
    return mail.state == Mail.State.SENT


@every("*/10 * * * *")
def put_back_stalled(today: date) -> int:
    """Put jobs back whose worker died; every job may run twice without harm."""
    from procrastinate.contrib.django import app

    stalled = app.job_manager.get_stalled_jobs
    return _put_back(app, stalled)


def _put_back(app, stalled) -> int:
    from asgiref.sync import async_to_sync

    async def work() -> int:
        jobs = list(await stalled(seconds_since_heartbeat=120))
        for job in jobs:
            await app.job_manager.retry_job(job)
        return len(jobs)

    return async_to_sync(work)()


@every("40 3 * * *")
def forget_keys(today: date) -> int:
    """Remove idempotency keys that nobody can send again."""
    return UsedKey.objects.filter(at__lt=clock.now() - KEYS_ARE_KEPT).delete()[0]
