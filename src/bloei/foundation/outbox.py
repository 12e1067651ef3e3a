"""The outbox: mail is written in the transaction of the change it tells of, and sent by a job."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from bloei.foundation import clock
from bloei.foundation.models import Mail

BATCH = 500


@dataclass(frozen=True)
class Attachment:
    """A text that travels with a mail, such as an invitation for a calendar.

    `content_type` is as in the header: "text/calendar; method=REQUEST".
    """

    name: str
    content_type: str
    text: str


def written(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    language: str = "nl",
    headers: dict | None = None,
    attachments: Iterable[Attachment] = (),
    about=None,
    send_after: datetime | None = None,
    key: str | None = None,
    lets_in: bool = False,
) -> Mail:
    """Return a mail that is in no outbox yet. `about` is the person it is for.

    `lets_in`: whoever reads it can come in, so its text is not kept once it is out.
    """
    now = clock.now()
    return Mail(
        to=to,
        subject=_one_line(subject)[:250],
        text=text,
        html=html,
        language=language,
        headers=headers or {},
        attachments=[asdict(one) for one in attachments],
        about=about,
        written_at=now,
        send_after=send_after or now,
        key=key,
        lets_in=lets_in,
    )


def _one_line(text: str) -> str:
    """Return the text on one line; a no-break space, as in an amount, stays one."""
    return re.sub(r"[^\S\xa0]+", " ", text).strip()


def put(*, mentions: Iterable[int] = (), key: str | None = None, **letter) -> Mail | None:
    """Put a mail in the outbox. With a `key`, at most once: a repeat returns None.

    The rest is as for `written`: `about` is the person it is for (their mail goes when they
    are erased), `mentions` are the ids of other people whom it names (it goes when one of
    them is erased).
    """
    mail = written(key=key, **letter)
    if key is None:
        mail.save(force_insert=True)
        return _mentioning(mail, mentions)
    Mail.objects.bulk_create([mail], ignore_conflicts=True)
    ours = Mail.objects.filter(key=key, written_at=mail.written_at).first()
    return ours and _mentioning(ours, mentions)


def put_all(mails: list[Mail], mentions: Mapping[str | None, Collection[int]]) -> None:
    """Put many mails in the outbox in three queries, each at most once per key.

    Every mail needs a key; `mentions` are the ids of the people it names, by key.
    """
    Mail.objects.bulk_create(mails, ignore_conflicts=True, batch_size=BATCH)
    written_at = {mail.key: mail.written_at for mail in mails}
    named = Mail.objects.filter(key__in=[key for key in written_at if mentions.get(key)])
    Mail.mentions.through.objects.bulk_create(
        Mail.mentions.through(mail_id=pk, person_id=person)
        for pk, key, at in named.values_list("pk", "key", "written_at")
        if at == written_at[key]
        for person in mentions[key]
    )


def _mentioning(mail: Mail, people: Iterable[int]) -> Mail:
    rows = Mail.mentions.through.objects
    rows.bulk_create(rows.model(mail=mail, person_id=person) for person in set(people))
    return mail


def try_again(mail: Mail, *, to: str) -> None:
    """Let a mail that failed wait once more, now for this address."""
    mail.to, mail.state, mail.attempts, mail.answer = to, Mail.State.WAITING, 0, ""
    mail.send_after = clock.now()
    mail.save(update_fields=["to", "state", "attempts", "answer", "send_after"])
