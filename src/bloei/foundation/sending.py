"""Sending: the mails that wait in the outbox are handed to the mail server, one by one.

A mail is claimed before it is handed over and marked right after, each in a transaction of
its own. SMTP has no way to ask whether a mail arrived, so a process that dies between the
two sends it once more, after a pause; its Message-ID stays the same, so a mailbox can tell.
"""

import contextlib
import logging
import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.mime.text import MIMEText
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction

from bloei.foundation import clock
from bloei.foundation.models import Mail
from bloei.foundation.outbox import Attachment

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 12
LONGEST_PAUSE = 240  # minutes
# RFC 5321, 4.5.3.2.6: who gives up earlier on the answer to a whole mail sends it twice.
ANSWER_WITHIN = 600  # seconds
PER_CONNECTION = 50
MOST_BREAKS = 3
CLOSING = 421  # RFC 5321, 3.8: the server stops talking, whatever was asked


class Unreachable(Exception):
    """The mail server does not let us in: no mail is to blame."""


def goes_somewhere() -> bool:
    """Say whether there is a mail server; in the demo the mailbox page stands in for it."""
    has_none = settings.EMAIL_BACKEND == "django.core.mail.backends.dummy.EmailBackend"
    return settings.DEMO or settings.DEBUG or not has_none


def send_waiting(most: int) -> int:
    """Hand at most so many mails to the server; return how many it took.

    Without a server all mail waits: what nobody gets must not be told to be sent.

    Ends early when the server breaks off again and again, or cannot be reached: what waits
    goes the next minute, and no attempt is counted for what was not tried.
    """
    if not goes_somewhere():
        return 0
    line, sent, breaks = _Line(), 0, 0
    with line.closing():
        for _number in range(most):
            try:
                mail = _claim(line)
            except Unreachable as trouble:
                log.error("the mail server cannot be reached: %s", trouble)
                break
            if mail is None:
                break
            took = line.send(mail)
            sent += took
            breaks = breaks + 1 if line.broke else 0
            if breaks == MOST_BREAKS:
                log.error("the mail server broke off %s times in a row", breaks)
                break
    return sent


def pause_after(attempts: int) -> timedelta:
    """Return how long a mail waits after so many attempts: 2, 4, 8 minutes ... 4 hours."""
    return timedelta(minutes=min(2**attempts, LONGEST_PAUSE))


class _Line:
    """One connection to the mail server, opened when it is needed, new after trouble."""

    def __init__(self) -> None:
        self.backend = get_connection()
        self.used = 0
        self.broke = False

    def open(self) -> None:
        """Raises Unreachable."""
        if self.used >= PER_CONNECTION:
            self.close()
        try:
            fresh = self.backend.open()
        except (OSError, ValueError) as trouble:
            self.close()
            raise Unreachable(_in_short(trouble)) from trouble
        if fresh and (smtp := getattr(self.backend, "connection", None)) is not None:
            smtp.sock.settimeout(ANSWER_WITHIN)

    def close(self) -> None:
        """Say goodbye; a server that answers badly to that has had its mails all the same."""
        self.used = 0
        with contextlib.suppress(OSError):
            self.backend.close()
        if hasattr(self.backend, "connection"):
            self.backend.connection = None

    @contextlib.contextmanager
    def closing(self) -> Iterator[None]:
        try:
            yield
        finally:
            self.close()

    def send(self, mail: Mail) -> bool:
        """Hand over a mail and write down what came of it."""
        self.used, self.broke = self.used + 1, False
        try:
            self.backend.send_messages([_message(mail)])
        except Exception as trouble:  # noqa: BLE001 - one bad mail stops no other
            log.warning("mail %s was not sent: %s", mail.pk, type(trouble).__name__)
            self.broke = _breaks_off(trouble)
            self.close()
            _note(mail, trouble)
            return False
        mail.state, mail.sent_at, mail.answer = Mail.State.SENT, clock.now(), ""
        _empty(mail)
        mail.save(update_fields=["state", "sent_at", "answer", "text", "html"])
        return True


def _claim(line: _Line) -> Mail | None:
    """Take the mail that waited longest, and count the attempt before it is made."""
    with transaction.atomic():
        due = Mail.objects.filter(state=Mail.State.WAITING, send_after__lte=clock.now())
        mail = due.select_for_update(skip_locked=True).order_by("send_after", "pk").first()
        if mail is None:
            return None
        line.open()
        mail.attempts += 1
        mail.send_after = clock.now() + pause_after(mail.attempts)
        if mail.attempts > MOST_ATTEMPTS:  # it ended every process that tried
            mail.state = Mail.State.FAILED
            _empty(mail)
        mail.save(update_fields=["attempts", "send_after", "state", "text", "html"])
    return mail if mail.state == Mail.State.WAITING else _claim(line)


def _note(mail: Mail, trouble: Exception) -> None:
    """Keep the answer of the server; give up when it is final, or after the last attempt."""
    mail.answer = _in_short(trouble)
    if is_final(trouble) or mail.attempts >= MOST_ATTEMPTS:
        mail.state = Mail.State.FAILED
        _empty(mail)
    mail.save(update_fields=["answer", "state", "text", "html"])


def _empty(mail: Mail) -> None:
    """Keep no text that lets somebody in; in the demo the mailbox is where it is read."""
    if mail.lets_in and not settings.DEMO:
        mail.text = mail.html = ""


def is_final(trouble: Exception) -> bool:
    """Tell whether the server will never take this mail for this address.

    A refused sender is ours to repair, so that mail is tried again.
    """
    if isinstance(trouble, smtplib.SMTPSenderRefused):
        return False
    if isinstance(trouble, smtplib.SMTPNotSupportedError | ValueError):
        return True  # an address that cannot be written down for this server
    return (_code(trouble) or 0) >= 500


def _breaks_off(trouble: Exception) -> bool:
    code = _code(trouble)
    return code == CLOSING or (code is None and isinstance(trouble, OSError))


def _code(trouble: Exception) -> int | None:
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        return next(iter(trouble.recipients.values()))[0]
    return trouble.smtp_code if isinstance(trouble, smtplib.SMTPResponseException) else None


def _in_short(trouble: Exception) -> str:
    """Return what the server said, such as "550 5.1.1 no such user"."""
    words: bytes | str
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(trouble.recipients.values()))
    elif isinstance(trouble, smtplib.SMTPResponseException):
        code, words = trouble.smtp_code, trouble.smtp_error
    else:
        return type(trouble).__name__
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return " ".join(f"{code} {said}".split())[:200]


def _message(mail: Mail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers={"Message-ID": message_id(mail.pk, mail.written_at), **mail.headers},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for told in mail.attachments:
        message.attach(_attached(Attachment(**told)))
    return message


def _attached(attachment: Attachment) -> MIMEText:
    """Write an attachment; calendars are only recognised by the parameters of their type."""
    kind, *parameters = attachment.content_type.split(";")
    part = MIMEText(attachment.text, kind.strip().partition("/")[2], "utf-8")
    for name, _is, value in (one.strip().partition("=") for one in parameters):
        part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part


def message_id(pk: int, written_at: datetime) -> str:
    """Return the Message-ID of a mail: the same at every attempt."""
    host = urlsplit(settings.URL).hostname or "localhost"
    return f"<{pk}.{written_at.timestamp():.6f}@{host}>"
