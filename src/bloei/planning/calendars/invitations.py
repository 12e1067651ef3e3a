"""Learning time that was agreed, moved or taken away, by mail for one's own calendar.

Who follows the feed has it there already. What comes back stands in the feed as a series, and
is not mailed time by time.
"""

from django.utils.translation import gettext as _
from django.utils.translation import override

from bloei.foundation import wording
from bloei.foundation.ical import Method
from bloei.notifications import invitations
from bloei.notifications.invitations import Invitation
from bloei.planning.calendars.appointments import appointment_of
from bloei.planning.models import CalendarAddress, LearningBlock


def goes_out(block: LearningBlock) -> bool:
    """Say whether the owner of a block gets it by mail."""
    if block.series_id is not None or not invitations.goes_to(block.person):
        return False
    return not CalendarAddress.objects.filter(person=block.person_id).exists()


def send(block: LearningBlock, method: Method = Method.REQUEST) -> None:
    """Mail a block to its owner, once per time that it has."""
    if not goes_out(block):
        return
    language = block.person.language
    with override(language):
        appointment = appointment_of(block)
        off, stands = _("No learning time on %(day)s"), _("Learning time on %(day)s")
        day = wording.weekday(block.starts_at.date(), language)
        subject = (off if method is Method.CANCEL else stands) % {"day": day}
    invitations.send(
        Invitation(
            reader=block.person,
            appointment=appointment,
            method=method,
            subject=subject,
            template="planning/mail/moment",
            facts={"learning": block, "is_moved": block.sequence > 0},
        )
    )
