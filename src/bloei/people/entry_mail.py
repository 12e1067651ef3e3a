"""The mails that let somebody in: an invitation, and a link for a new password."""

from datetime import timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from bloei.foundation import mail, outbox
from bloei.foundation.addresses import address_of
from bloei.people.models import EntryCode, Person


def put(person: Person, kind: EntryCode.Kind, token: str, lasts: timedelta) -> None:
    """Put the mail with the link in the outbox, in the person's language.

    The address is the one of the settings, never that of a request: whoever forges the
    name of the host cannot catch the link.
    """
    facts = {
        "person": person,
        "url": settings.URL + address_of("people:choose_password", token),
        "days": lasts.days,
    }
    with translation.override(person.language):
        subject = {
            EntryCode.Kind.INVITATION: _("Come and have a look in Bloei"),
            EntryCode.Kind.FORGOTTEN: _("Your new password for Bloei"),
        }[kind]
    words = mail.render(f"people/mail/{kind.value}", facts, person.language)
    outbox.put(
        to=person.email or "",
        subject=subject,
        text=words.text,
        html=words.html,
        language=person.language,
        about=person,
        lets_in=True,
    )
