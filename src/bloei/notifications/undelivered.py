"""Mail that did not arrive: of whom, since when and why. Never what was in it."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet

from bloei.foundation import clock
from bloei.foundation.models import Mail
from bloei.notifications.access import SEE_UNDELIVERED

State = Mail.State
LATE = timedelta(hours=1)


def undelivered(viewer) -> QuerySet[Mail]:
    """Return per person the last mail that failed; who got one since is reached again."""
    since = Mail.objects.filter(
        about=OuterRef("about"), state=State.SENT, sent_at__gt=OuterRef("written_at")
    )
    failed = Mail.objects.filter(state=State.FAILED, about__is_active=True)
    last = (
        SEE_UNDELIVERED.narrow(failed, viewer)
        .filter(~Exists(since))
        .order_by("about", "-written_at", "-pk")
        .distinct("about")
    )
    return Mail.objects.filter(pk__in=last.values("pk"))


def is_refused(mail: Mail) -> bool:
    """Tell whether the server will never take it, or only never came to it."""
    return mail.answer.startswith("5")


def late() -> QuerySet[Mail]:
    """Return the mails that should have gone more than an hour ago: the server takes none.

    Where it took one in that hour it only has much to do: everybody was invited at once, say.
    """
    ago = clock.now() - LATE
    taken = Mail.objects.filter(state=State.SENT, sent_at__gt=ago)
    return Mail.objects.filter(~Exists(taken), state=State.WAITING, send_after__lt=ago)
