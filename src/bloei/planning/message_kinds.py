"""The messages about learning time that go to people by name, and their words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from bloei.notifications.nudge import SERVICE, MessageKind
from bloei.planning.rules import Stays


def _what(params: Mapping[str, Any]) -> Any:
    """Name what somebody learns, where it has a name."""
    if params.get("title"):
        return _("%(title)s: %(starts_at)s.")
    return _("It is about %(starts_at)s.")


def _given_back(params: Mapping[str, Any]) -> Any:
    if params.get("leader_name"):
        return _(
            "The shift of %(starts_at)s (%(length_minutes)s) is out of your roster. Had you"
            " arranged things for it? Then talk about it with %(leader_name)s."
        )
    return _("The shift of %(starts_at)s (%(length_minutes)s) is out of your roster.")


def _stays(params: Mapping[str, Any]) -> Any:
    return _STAYS[Stays(params["why"])]


_STAYS = {
    Stays.BEGUN: _(
        "%(name)s does not need it any more, but the shift of %(starts_at)s has begun already."
        " Talk with %(taker_name)s about what you do now."
    ),
    Stays.LEARNS: _(
        "%(name)s does not need it any more. But %(taker_name)s learns during the shift of"
        " %(starts_at)s, and that is working time. Talk with %(taker_name)s about what you do now."
    ),
    Stays.NEEDED: _(
        "%(name)s does not need it any more. But without %(taker_name)s too few people are there"
        " on %(starts_at)s. Talk with %(taker_name)s about what you do now."
    ),
}
MESSAGES = [
    MessageKind(
        "planning.waits_for_you",
        title=_("%(name)s asks you for learning time"),
        text=_what,
        next_step=_("Look and answer"),
        kind=SERVICE,
        icon="calendar",
    ),
    MessageKind(
        "planning.fixed_for_you",
        title=_("Learning time was fixed for you"),
        text=_what,
        next_step=_("See my learning time"),
        kind=SERVICE,
        icon="calendar",
    ),
    MessageKind(
        "planning.agreed",
        title=_("Agreed: your learning time on %(starts_at)s"),
        text=_("It is working time, and it stands in your calendar."),
        next_step=_("See my learning time"),
        kind=SERVICE,
        icon="check",
    ),
    MessageKind(
        "planning.refused",
        title=_("Your learning time on %(starts_at)s is not possible"),
        text=_("The reason: %(reason)s. Another moment that is possible: %(instead_at)s."),
        next_step=_("See the other moment"),
        kind=SERVICE,
        icon="message-circle",
    ),
    MessageKind(
        "planning.move_asked",
        title=_("%(by_name)s asks you to move your learning time"),
        text=_("From %(starts_at)s to %(instead_at)s. The reason: %(reason)s. You decide."),
        next_step=_("Look and answer"),
        kind=SERVICE,
        icon="calendar",
    ),
    MessageKind(
        "planning.move_yes",
        title=_("%(name)s moves the learning time"),
        text=_("It now is on %(starts_at)s."),
        next_step=_("See it"),
        icon="check",
    ),
    MessageKind(
        "planning.move_no",
        title=_("%(name)s leaves the learning time where it is"),
        text=_("It stays on %(starts_at)s. Perhaps talk about it together."),
        next_step=_("See it"),
        icon="message-circle",
    ),
    MessageKind(
        "planning.proposals",
        title=_("There are moments for you to learn"),
        text=_("The planner found moments at which enough colleagues stay. You choose."),
        next_step=_("See the proposals"),
        icon="calendar",
    ),
    MessageKind(
        "planning.fixed_hour",
        title=_("You have a fixed hour to learn"),
        text=_(
            "It comes back, and it is working time. If not all can be missed at once, you take"
            " turns."
        ),
        next_step=_("See my learning time"),
        kind=SERVICE,
        icon="calendar",
    ),
    MessageKind(
        "planning.hour_skipped",
        title=_("Your fixed hour is off once"),
        text=_("On %(starts_at)s there is no learning time. After that it goes on."),
        next_step=_("See my learning time"),
        kind=SERVICE,
        icon="calendar",
    ),
    MessageKind(
        "planning.hour_back",
        title=_("Your fixed hour goes on after all"),
        text=_("On %(starts_at)s there is learning time again."),
        next_step=_("See my learning time"),
        kind=SERVICE,
        icon="calendar",
    ),
    MessageKind(
        "planning.hour_ended",
        title=_("Your fixed hour to learn has ended"),
        text=_("The times that were still to come are free again. You can plan another moment."),
        next_step=_("Plan another moment"),
        kind=SERVICE,
        icon="calendar",
    ),
    MessageKind(
        "planning.taken_over",
        title=_("You take over the shift of %(name)s"),
        text=_(
            "It begins on %(starts_at)s and takes %(length_minutes)s. %(by_name)s put it in your"
            " roster. Does it not suit? Say so soon."
        ),
        next_step=_("See my week"),
        kind=SERVICE,
        icon="refresh-cw",
    ),
    MessageKind(
        "planning.given_back",
        title=_("You no longer take over the shift of %(name)s"),
        text=_given_back,
        next_step=_("See my week"),
        kind=SERVICE,
        icon="refresh-cw",
    ),
    MessageKind(
        "planning.shift_stays",
        title=_("%(taker_name)s keeps the shift of %(name)s"),
        text=_stays,
        next_step=_("See the roster"),
        kind=SERVICE,
        icon="refresh-cw",
    ),
    MessageKind(
        "planning.taken_often",
        title=_("Learning time of %(name)s was asked away three times this quarter"),
        text=_("That is a sign that the moments do not fit. Look together for a better one."),
        next_step=_("See the learning time"),
        kind=SERVICE,
        icon="sun",
    ),
]
