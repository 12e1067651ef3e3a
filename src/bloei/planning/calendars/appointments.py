"""A block of learning time as an appointment; its uid is the same in the feed and in the mail."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from bloei.foundation.ical import Appointment, Status
from bloei.planning.models import LearningBlock
from bloei.planning.rules import State


def appointment_of(
    block: LearningBlock, *, uid: str = "", moved_from: datetime | None = None
) -> Appointment:
    """Return a block as an appointment; what waits for an answer is tentative."""
    return Appointment(
        uid=uid or f"{block.uid}@bloei",
        sequence=block.sequence,
        begins=block.starts_at,
        ends=block.ends_at,
        summary=block.title or _("Learning time"),
        url=f"{settings.URL}{block.get_absolute_url()}",
        status=Status.TENTATIVE if block.state == State.ASKED else Status.CONFIRMED,
        moved_from=moved_from,
    )
