"""Words of the front door."""

from django.utils.translation import gettext_lazy as _

from bloei.notifications.nudge import SERVICE, MessageKind

MESSAGES = [
    MessageKind(
        "home.talk_asked",
        title=_("%(name)s would like to talk with you for ten minutes"),
        text=_("It is about learning. %(about)s"),
        next_step=_("Plan a moment"),
        kind=SERVICE,
        icon="message-circle",
    )
]
