"""What people are told about conversations: that there is one, never what it is about."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from bloei.conversations.rules import Because
from bloei.notifications.nudge import SERVICE, MessageKind

WHY = {
    Because.REFUSED.value: _(
        "Learning time was asked for and did not fit. Perhaps another moment does, or another way."
    ),
    Because.MOVED.value: _("Learning time was moved again. Look together for a moment that lasts."),
    Because.NOT_SERVED.value: _(
        "Bloei could not find enough learning time in the roster. "
        "You two know what else is possible."
    ),
}


def _why(params: Mapping[str, Any]) -> Any:
    return WHY.get(params.get("because", ""), _("Ten minutes are enough to begin."))


SEE = _("Go to the conversation")

MESSAGES = [
    MessageKind(
        "conversations.asked",
        title=_("%(name)s would like to talk with you about learning"),
        text=_("Choose a moment together. What you talk about, only you two can read."),
        next_step=_("Choose a moment"),
        kind=SERVICE,
        icon="message-circle",
    ),
    MessageKind(
        "conversations.opened",
        title=_("A talk with %(name)s would help now"),
        text=_why,
        next_step=_("Make time together"),
        kind=SERVICE,
        icon="message-circle",
    ),
    MessageKind(
        "conversations.next",
        title=_("You and %(name)s agreed to talk again soon"),
        text=_("Choose a moment, and put on the agenda what you want to talk about."),
        next_step=_("Choose a moment"),
        kind=SERVICE,
        icon="message-circle",
    ),
    MessageKind(
        "conversations.planned",
        title=_("Talk with %(name)s: %(starts_at)s"),
        text=_("Does it not suit? Choose another moment together."),
        next_step=SEE,
        kind=SERVICE,
        icon="calendar",
    ),
    MessageKind(
        "conversations.moved",
        title=_("The talk with %(name)s has another moment: %(starts_at)s"),
        text=_("Does it not suit? Choose another moment together."),
        next_step=SEE,
        kind=SERVICE,
        icon="calendar",
    ),
    MessageKind(
        "conversations.called_off",
        title=_("The talk with %(name)s does not go on"),
        text=_("You can always ask for another one."),
        next_step=SEE,
        kind=SERVICE,
        icon="calendar",
    ),
    MessageKind(
        "conversations.help_told",
        title=_("%(name)s asked HR to help with your talk"),
        text=_("HR knows that it is open, not what you said or wrote."),
        next_step=SEE,
        kind=SERVICE,
        icon="hand-helping",
    ),
    MessageKind(
        "conversations.help_in_time",
        title=_("The talk with %(name)s is open for a long time"),
        text=_("HR now knows that it is open, not what it is about. They can help you find time."),
        next_step=SEE,
        kind=SERVICE,
        icon="hand-helping",
    ),
    MessageKind(
        "conversations.help_asked",
        title=_("Two people can use your help with a talk about learning"),
        text=_("You see who they are and since when it is open, not what they said."),
        next_step=_("See where help is asked"),
        kind=SERVICE,
        icon="hand-helping",
    ),
]
