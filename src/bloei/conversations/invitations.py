"""A conversation in the calendars of the two: with whom, when and where; never about what."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from bloei.conversations.models import Conversation
from bloei.foundation import mail
from bloei.foundation.ical import Appointment, Method
from bloei.notifications import invitations
from bloei.notifications.invitations import Invitation
from bloei.people.models import Person


def send(conversation: Conversation, method: Method) -> None:
    """Put a mail with the appointment in the outbox, for who of the two wants mail."""
    for reader in (conversation.person, conversation.partner):
        invitations.send(_invitation(conversation, reader, method))


def as_file(conversation: Conversation, reader: Person, method: Method) -> bytes:
    """Return the appointment for the calendar of one of the two, in their language."""
    return invitations.as_file(_appointment(conversation, reader), reader, method)


def _appointment(conversation: Conversation, reader: Person) -> Appointment:
    with override(reader.language):
        summary = _("Talk with %(name)s") % {"name": conversation.other(reader).full_name}
    return Appointment(
        uid=f"{conversation.uid}@bloei",
        sequence=conversation.sequence,
        begins=conversation.starts_at,
        ends=conversation.ends_at,
        summary=summary,
        location=conversation.place,
        url=mail.address(conversation.get_absolute_url()),
    )


def _invitation(conversation: Conversation, reader: Person, method: Method) -> Invitation:
    other = conversation.other(reader)
    with override(reader.language):
        called_off, planned = _("No talk with %(name)s"), _("Talk with %(name)s")
        subject = (called_off if method is Method.CANCEL else planned) % {"name": other.full_name}
    return Invitation(
        reader=reader,
        appointment=_appointment(conversation, reader),
        method=method,
        subject=subject,
        template="conversations/mail/moment",
        facts={"other": other, "conversation": conversation},
        mentions=[other.pk],
    )
