"""The messages of budgets: what each says, in the language of who reads it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from bloei.notifications.nudge import SERVICE, MessageKind


def _asks(params: Mapping) -> Any:
    """Say what it costs who decides, and apart from it what is taken of later budget."""
    if params.get("advance_cents"):
        return _(
            "It costs %(price_cents)s, of which %(advance_cents)s is an advance on later budget."
            " Decide by %(decide_on)s."
        )
    return _("It costs %(price_cents)s. Decide by %(decide_on)s.")


def _costs(params: Mapping) -> Any:
    if params.get("advance_cents"):
        return _(
            "It costs %(price_cents)s, of which %(advance_cents)s is an advance on later budget."
            " You need not do anything."
        )
    if params.get("own_cents"):
        return _(
            "%(employer_cents)s comes from their own budget, and %(own_cents)s they pay"
            " themselves. You need not do anything."
        )
    return _("It costs %(price_cents)s from their own budget. You need not do anything.")


def _paid(params: Mapping) -> Any:
    """Say what was paid for somebody: never the part that they pay themselves."""
    if params.get("own_cents"):
        return _("%(employer_cents)s was paid for you. The other %(own_cents)s is your own part.")
    return _("%(price_cents)s was paid.")


def _still(params: Mapping) -> Any:
    if params.get("is_conversion"):
        return _("It is about converting a part of the budget. Decide by %(decide_on)s.")
    return _("It is about: %(title)s. Decide by %(decide_on)s.")


def _talk(params: Mapping) -> Any:
    if params.get("is_conversion"):
        return _("%(by)s wants to talk with you about converting a part of your budget")
    return _("%(by)s wants to talk with you about: %(title)s")


def _wants_to_convert(params: Mapping) -> Any:
    if params.get("converted_minutes"):
        return _("It is about %(converted_minutes)s. Decide by %(decide_on)s.")
    return _("It is about %(price_cents)s. Decide by %(decide_on)s.")


def _has_converted(params: Mapping) -> Any:
    if params.get("converted_minutes"):
        return _("It is about %(converted_minutes)s. You need not do anything.")
    return _("It is about %(price_cents)s. You need not do anything.")


def _is_converted(params: Mapping) -> Any:
    if params.get("converted_minutes"):
        return _("%(converted_minutes)s of your learning time was converted, as you asked.")
    return _("%(price_cents)s of your learning budget was converted, as you asked.")


MESSAGES = [
    MessageKind(
        "budgets.waits_for_you",
        title=_("%(name)s applies for: %(title)s"),
        text=_asks,
        next_step=_("See the application"),
        kind=SERVICE,
        icon="check",
    ),
    MessageKind(
        "budgets.still_waits",
        title=_("The application of %(name)s still waits for you"),
        text=_still,
        next_step=_("See the application"),
        kind=SERVICE,
        icon="check",
    ),
    MessageKind(
        "budgets.decided_alone",
        title=_("%(name)s is going to learn: %(title)s"),
        text=_costs,
        next_step=_("See the application"),
        icon="sprout",
    ),
    MessageKind(
        "budgets.agreed",
        title=_("Agreed: %(title)s"),
        text=_("The money is set apart for you. You can register now."),
        next_step=_("See what comes next"),
        kind=SERVICE,
        icon="check",
    ),
    MessageKind(
        "budgets.talk_first",
        title=_talk,
        text=_("Choose a moment together. Your application stays open, and the money set apart."),
        next_step=_("See the application"),
        kind=SERVICE,
        icon="message-circle",
    ),
    MessageKind(
        "budgets.refused",
        title=_("Not agreed: %(title)s"),
        text=_("The reason: %(reason)s. The money is free again for something else."),
        next_step=_("Read the answer"),
        kind=SERVICE,
        icon="message-circle",
    ),
    MessageKind(
        "budgets.paid",
        title=_("Paid: %(title)s"),
        text=_paid,
        next_step=_("See the application"),
        kind=SERVICE,
        icon="wallet",
    ),
    MessageKind(
        "budgets.conversion_waits_for_you",
        title=_("%(name)s wants to convert a part of the budget"),
        text=_wants_to_convert,
        next_step=_("See the application"),
        kind=SERVICE,
        icon="check",
    ),
    MessageKind(
        "budgets.conversion_decided_alone",
        title=_("%(name)s converted a part of the budget"),
        text=_has_converted,
        next_step=_("See the application"),
        icon="wallet",
    ),
    MessageKind(
        "budgets.conversion_agreed",
        title=_("Agreed: a part of your budget is converted"),
        text=_is_converted,
        next_step=_("See my balance"),
        kind=SERVICE,
        icon="check",
    ),
    MessageKind(
        "budgets.conversion_refused",
        title=_("Not agreed: your budget stays as it was"),
        text=_("The reason: %(reason)s. What you asked for is free again."),
        next_step=_("Read the answer"),
        kind=SERVICE,
        icon="message-circle",
    ),
]
