"""An application to convert a part of a budget, told to who decides: what it does, what follows."""

from django.utils.translation import gettext as _

from bloei.budgets import purposes
from bloei.budgets.models import Application


def checks(application: Application) -> list[dict]:
    """Return what who decides wants to know: it is set apart, and the rule allows it."""
    told = _told(application)
    return [
        {
            "state": "yes",
            "title": _("The scheme allows this"),
            "text": _("%(name)s may convert %(amount)s into %(to)s.") % told,
        },
        {
            "state": "yes",
            "title": _("There is enough in the budget"),
            "text": _("%(amount)s of the budget of %(name)s is set apart already.") % told,
        },
    ]


def follows(application: Application) -> dict[str, list[str]]:
    """Return what follows from each choice of who decides, before it is made."""
    told = _told(application)
    return {
        "yes": [
            _("%(amount)s leaves the budget and becomes %(to)s.") % told,
            _("%(name)s hears at once.") % told,
        ],
        "talk": [
            _("%(name)s gets a message, and you choose a moment together.") % told,
            _("The application stays here, with the same last day."),
        ],
        "no": [
            _("%(name)s reads the reason and your explanation.") % told,
            _("%(amount)s is free again, also for something else.") % told,
        ],
    }


def _told(application: Application) -> dict[str, str]:
    return {
        "name": application.person.given_name,
        "amount": application.amount_words,
        "to": purposes.words(application.becomes),
    }
