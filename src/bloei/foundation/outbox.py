"""The outbox: mail is written in the transaction of the change it tells of, and sent by a job."""

from datetime import datetime

from bloei.foundation import clock
from bloei.foundation.models import Mail


def put(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    language: str = "nl",
    headers: dict | None = None,
    about=None,
    send_after: datetime | None = None,
    key: str | None = None,
) -> Mail | None:
    """Put a mail in the outbox. With a `key`, at most once: a repeat returns None.

    `about` is the person it is about (their mail goes when they are erased).
    """
    mail = Mail(
        to=to,
        subject=" ".join(subject.split())[:250],
        text=text,
        html=html,
        language=language,
        headers=headers or {},
        about=about,
        written_at=clock.now(),
        send_after=send_after or clock.now(),
        key=key,
    )
    if key is None:
        mail.save(force_insert=True)
        return mail
    Mail.objects.bulk_create([mail], ignore_conflicts=True)
    return Mail.objects.filter(key=key, written_at=mail.written_at).first()
