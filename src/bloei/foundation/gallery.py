"""What the gallery at /ui/ shows: one example of every component, as plain facts."""

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from bloei.foundation import fields
from bloei.foundation.gallery_charts import CHARTS
from bloei.foundation.gallery_work import WORK


class Gallery(forms.Form):
    """A form with every kind of field."""

    subject = forms.CharField(label=_("Subject"), initial=_("Plain language"))
    role = forms.ChoiceField(
        label=_("Function"), required=False, choices=[("kcc", _("Customer desk employee"))]
    )
    amount = fields.EuroField(label=_("Amount"), initial=30000)
    hours = fields.HoursField(label=_("Hours per week"), initial=90)
    when = fields.DayField(label=_("First day"), initial=date(2026, 12, 1))
    employer = forms.CharField(
        label=_("Organisation"), initial="Stichting De Linde", disabled=True, required=False
    )
    why = forms.CharField(
        label=_("Why does this suit you?"),
        help_text=_("One sentence is enough."),
        widget=forms.Textarea,
        required=False,
    )
    moment = forms.ChoiceField(
        label=_("When do you do the homework?"),
        choices=[
            ("work", _("In working time")),
            ("long", _("Disability insurance at an hour of one's own choice")),
            ("full", _("On Mondays")),
        ],
        initial="work",
        widget=fields.Cards(
            hints={"work": _("This counts as learning time."), "long": _("Long words break well.")},
            full={"full": _("Full. You can go on the waiting list.")},
        ),
    )
    message = forms.BooleanField(
        label=_("Send me a message when a place becomes free"), required=False, initial=True
    )
    shown = forms.BooleanField(
        label=_("Show my learning time in the team's agenda"),
        required=False,
        initial=True,
        widget=fields.Switch,
    )
    proof = forms.FileField(
        label=_("Invoice or certificate"),
        help_text=_("A photo with your phone is fine."),
        widget=fields.Photo,
        required=False,
    )

    def facts(self) -> dict:
        """Return the examples that are not fields."""
        return {
            "page": Paginator(range(1, 39), 6).page(2),
            "charts": CHARTS,
            "work": WORK,
            "themes": [
                {"name": "light", "label": _("Light")},
                {"name": "dark", "label": _("Dark")},
            ],
            **EXAMPLES,
        }


# One example of every component that needs facts.
EXAMPLES = {
    "long_word": "arbeidsongeschiktheids\u00adverzekering",
    "steps": [
        {"title": _("Sent"), "when": "16 nov", "state": "done"},
        {"title": _("Mo looks whether the roster fits"), "when": "30 nov", "state": "now"},
        {"title": _("You are enrolled"), "when": ""},
    ],
    "route": [
        {"when": "12 nov", "title": _("Eva asked"), "state": "done"},
        {"when": "23 nov", "title": _("You decide"), "state": "now"},
        {"when": "27 nov", "title": _("Last day"), "state": "limit"},
        {"when": "14 jan", "title": _("First day of the training")},
    ],
    "wizard": [_("Choose a file"), _("Check"), _("Confirm"), _("Ready")],
    "tabs": [
        {"label": _("Overview"), "url": "#", "current": True},
        {"label": _("Certificates"), "url": "#", "count": 4},
        {"label": _("Share"), "url": "#"},
    ],
    "parts": [
        {"label": _("Week"), "url": "#", "current": True},
        {"label": _("Month"), "url": "#"},
        {"label": _("Year"), "url": "#"},
    ],
    "chips": [
        {"label": _("Everything"), "url": "#", "current": True, "count": 31},
        {"label": _("Courses"), "url": "#", "count": 6},
        {"label": _("Online"), "url": "#"},
    ],
    "people": [
        {
            "title": "Joost Vermeer",
            "name": "Joost Vermeer",
            "text": _("L&D officer"),
            "url": "#",
            "badge": _("Mentor"),
            "badge_kind": "lilac",
        },
        {
            "title": "Youssef Kaya",
            "name": "Youssef Kaya",
            "text": "Klantcontact",
            "url": "#",
            "badge": _("Learning"),
            "badge_kind": "leaf",
        },
    ],
    "facts": [
        {"label": _("Course fee"), "value": "€\u00a0340"},
        {"label": _("Travel"), "value": "€\u00a038"},
        {"label": _("Together"), "value": "€\u00a0378", "total": True},
    ],
    "checks": [
        {"title": _("Fits the rules"), "text": _("Learning for the work of now or later.")},
        {
            "title": _("Look at the roster of 14 January"),
            "text": _("Exactly enough people."),
            "state": "look",
        },
        {
            "title": _("Not from the team budget"),
            "text": _("That is used up this year."),
            "state": "no",
        },
    ],
    "counts": [
        {"number": 3, "label": _("Problem"), "kind": "clay", "url": "#"},
        {"number": 6, "label": _("New"), "kind": "leaf", "url": "#"},
        {"number": 23, "label": _("Changed"), "kind": "sky", "url": "#"},
        {"number": 4, "label": _("Leaving"), "kind": "sun", "url": "#"},
        {"number": 385, "label": _("Stays the same"), "same": True},
    ],
    "head": [
        {"label": _("What")},
        {"label": _("When")},
        {"label": _("State")},
        {"label": _("Amount"), "right": True},
    ],
    "rows": [
        [
            {"text": _("Basics of tenancy law")},
            {"text": "14 jan"},
            {"badge": _("Reserved"), "badge_kind": "sun"},
            {"text": "€\u00a0200", "right": True},
        ],
        [
            {"text": _("Writing clearly")},
            {"text": "3 mrt"},
            {"badge": _("Paid"), "badge_kind": "leaf"},
            {"text": "€\u00a0380", "right": True},
        ],
    ],
    "ticks": [
        _("It takes about a minute."),
        _("Nobody gets a message now."),
        _("It can be turned back until tomorrow."),
    ],
}
