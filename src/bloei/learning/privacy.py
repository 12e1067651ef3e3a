"""What we keep of people's learning, why, how long, and who sees it."""

from django.utils.translation import gettext_lazy as _

from bloei.foundation.privacy import Erase, NotPersonal, Personal
from bloei.learning import models

RECORD = _("your learning record, which you can take along")
UNTIL = _("until two years after leaving")
TWO_YEARS = 730

SUBJECT = _("What somebody learns")
REGISTER = [
    NotPersonal(models.Skill, _("the name of a skill")),
    NotPersonal(models.Provider, _("the name of a company")),
    NotPersonal(models.OfferWord, _("words of the catalogue, never of what somebody found")),
    Personal(
        models.Offer,
        person="owner",
        fields={
            "owner": _("who found it, when it is not from the catalogue"),
            "title": _("what it is called"),
            "kind": _("what kind of offer"),
            "provider": _("who gives it"),
            "summary": _("what it is about"),
            "price_cents": _("what it costs"),
            "minutes": _("how long it takes"),
            "place": _("where"),
            "url": _("the page where it is described"),
            "starts_on": _("when it starts"),
            "published_on": _("when it was written down"),
            "withdrawn_on": _("when it was taken away"),
        },
        purpose=_("to let you apply for something you found yourself"),
        keep=UNTIL,
        erase=Erase.BLANK,
        seen_by=_("you; your manager, HR and L&D once you apply for it"),
        days_after_leaving=TWO_YEARS,
        plain=(
            "id", "code", "includes_vat", "vat_percent", "price_incl_cents", "price_excl_cents",
            "language", "is_mandatory", "title_stems", "other_stems", "vector",
        ),
        # The owner goes, and it is withdrawn, or it would stand in the catalogue of all.
        blank={"title": "–", "summary": "", "url": "", "title_stems": "", "other_stems": ""},
    ),
    Personal(
        models.Participation,
        person="person",
        fields={
            "person": _("who takes part"),
            "offer": _("in what"),
            "is_mandatory": _("whether it was mandatory"),
            "state": _("how far it is"),
            "wished_on": _("when you put it on your list"),
            "applied_on": _("when you applied"),
            "agreed_on": _("when it was agreed"),
            "booked_on": _("when it was booked"),
            "started_on": _("when you began"),
            "ended_on": _("when it ended"),
            "changed_at": _("when this last changed"),
            "filed_by": _("who put it there for you"),
        },
        purpose=_("to arrange what you want to learn, and to pay for it"),
        keep=_("7 years, because it belongs to the books; without your name after erasure"),
        erase=Erase.KEEP,
        seen_by=_("you; from the application on your manager, HR and L&D. A wish only you"),
    ),
    Personal(
        models.Record,
        person="person",
        fields={
            "person": _("who learned it"),
            "participation": _("from which participation it comes"),
            "what": _("what you learned"),
            "kind": _("how"),
            "done_on": _("when"),
            "minutes": _("how long"),
            "note": _("what you wrote with it"),
            "source": _("where it comes from"),
            "audience": _("who may see it"),
        },
        purpose=RECORD,
        keep=UNTIL,
        erase=Erase.REMOVE,
        seen_by=_("you, and whom you choose; of what was paid or mandatory your manager and HR"),
        days_after_leaving=TWO_YEARS,
    ),
    Personal(
        models.WayOfLearning,
        person="person",
        fields={
            "person": _("whose way of learning"),
            "topic": _("what the line is about"),
            "choices": _("what you chose"),
            "words": _("your own words"),
            "shown_to": _("who may see the line"),
        },
        purpose=_("to propose moments and offers that suit you, and to show whom you choose"),
        keep=_("until you take it away, at most until two years after leaving"),
        erase=Erase.REMOVE,
        seen_by=_("you; per line your manager or your team when you choose so"),
        days_after_leaving=TWO_YEARS,
    ),
    Personal(
        models.Goal,
        person="person",
        fields={
            "person": _("whose goal"),
            "text": _("what you want to become better at"),
            "is_shared": _("whether your manager may see it"),
            "set_on": _("when you set it"),
            "reached_on": _("when you reached it"),
        },
        purpose=_("to show first what fits your goals"),
        keep=_("until you take it away, at most until two years after leaving"),
        erase=Erase.REMOVE,
        seen_by=_("you; your manager only when you share it"),
        days_after_leaving=TWO_YEARS,
    ),
    Personal(
        models.Interest,
        person="person",
        fields={"person": _("whose interest"), "skill": _("in which subject")},
        purpose=_("to show first what you like"),
        keep=_("until you take it away, at most until two years after leaving"),
        erase=Erase.REMOVE,
        seen_by=_("you"),
        days_after_leaving=TWO_YEARS,
    ),
    Personal(
        models.Dismissal,
        person="person",
        fields={
            "person": _("who"),
            "offer": _("which offer"),
            "said_on": _("when"),
        },
        purpose=_("not to suggest again what is not for you"),
        keep=_("until you take it back, at most until two years after leaving"),
        erase=Erase.REMOVE,
        seen_by=_("you"),
        days_after_leaving=TWO_YEARS,
    ),
]  # fmt: skip
