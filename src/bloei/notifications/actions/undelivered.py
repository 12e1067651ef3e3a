"""HR sends a mail that did not arrive once more, to the address that is known now."""

from bloei.foundation import audit, outbox
from bloei.foundation.actions import action
from bloei.foundation.models import Mail
from bloei.people import actions as people
from bloei.people.models import Person


class NoAddress(Exception):
    """Bloei knows no mail address of this person."""


@action
def send_again(mail: Mail, *, by) -> Mail:
    """Let a mail that failed wait once more; a repeat changes nothing. Raises NoAddress.

    Of a mail that let somebody in, the text is gone: a new one goes out in its place.
    """
    mail = Mail.objects.select_for_update(of=("self",)).select_related("about").get(pk=mail.pk)
    to = mail.about.email if mail.about else None
    if not to:
        raise NoAddress
    if mail.state == Mail.State.FAILED and mail.lets_in:
        assert mail.about, "who has an address"
        _let_in_anew(mail.about, by)
    elif mail.state == Mail.State.FAILED:
        outbox.try_again(mail, to=to)
    audit.record("mail.sent_again", mail, by=by)
    return mail


def _let_in_anew(person: Person, by) -> None:
    waiting = Mail.objects.filter(about=person, lets_in=True, state=Mail.State.WAITING)
    if waiting.exists():
        return
    if person.has_usable_password():
        people.send_new_password_link(person, by=by)
    else:
        people.invite_person(person, by=by)
