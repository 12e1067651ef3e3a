"""Appointments by mail: what has a moment, ready for the calendar of who gets it.

Whoever calls decides when: a moment that was agreed, one that changed, one that is off. A
change of words sends nothing, and the same news goes out once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import parseaddr
from typing import Any

from django.conf import settings

from bloei.foundation import clock, ical, mail, outbox
from bloei.foundation.ical import Appointment, Attendee, Method
from bloei.notifications.models import Preference
from bloei.notifications.queries import preference_of
from bloei.people.models import Person


@dataclass(frozen=True)
class Invitation:
    """A mail with an appointment; its words are in the language of the reader already.

    `template` is that of a mail, `facts` what it needs, `mentions` the ids of others it names.
    """

    reader: Person
    appointment: Appointment
    method: Method
    subject: str
    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    mentions: Iterable[int] = ()


def goes_to(reader: Person) -> bool:
    """Say whether an invitation reaches somebody by mail."""
    by_mail = preference_of(reader).service == Preference.Channel.MAIL
    return bool(reader.email) and reader.is_active and by_mail


def as_file(appointment: Appointment, reader: Person, method: Method) -> bytes:
    """Return an appointment for the calendar of one person: from Bloei, for them."""
    told = replace(
        appointment,
        organizer=Attendee("Bloei", parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
        attendees=(Attendee(reader.full_name, reader.email or ""),),
    )
    return ical.calendar([told], stamp=clock.now(), method=method)


def send(invitation: Invitation) -> None:
    """Put it in the outbox, once per change of time; who wants no mail gets none."""
    reader, appointment, method = invitation.reader, invitation.appointment, invitation.method
    if not goes_to(reader):
        return
    facts = {"reader": reader, "is_off": method is Method.CANCEL, "url": appointment.url}
    words = mail.render(invitation.template, facts | dict(invitation.facts), reader.language)
    calendar = as_file(appointment, reader, method).decode()
    outbox.put(
        to=reader.email or "",
        subject=invitation.subject,
        text=words.text,
        html=words.html,
        language=reader.language,
        about=reader,
        mentions=invitation.mentions,
        attachments=[outbox.Attachment("bloei.ics", ical.content_type(method), calendar)],
        key=f"invitation:{appointment.uid}:{appointment.sequence}:{method}:{reader.pk}",
    )
