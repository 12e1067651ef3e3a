"""What we keep of people about messages and nudges, and why."""

from django.utils.translation import gettext_lazy as _

from bloei.foundation.privacy import Erase, NotPersonal, Personal
from bloei.notifications import models

CASE_FIELDS = {
    "person": _("who gets it"),
    "about": _("whom it is about"),
    "nudge": _("which nudge"),
    "kind": _("service message or nudge"),
    "occasion": _("on which occasion"),
    "params": _("the amounts, dates and offers it names"),
    "url": _("the page of the next step"),
    "rank": _("how much it matters"),
    "until": _("until when it makes sense"),
    "state": _("open, put away or done"),
    "group": _("what the lottery decided"),
    "campaign": _("in which lottery"),
    "assigned_on": _("when it was drawn"),
    "release_on": _("until when the lottery lets somebody wait"),
    "released_on": _("when the waiting ended"),
    "shown_at": _("when it was opened or mailed"),
    "mailed_at": _("when it was mailed"),
    "muted_until": _("until when somebody put it away"),
    "ended_on": _("when it ended"),
    "outcome_on": _("when the hoped-for outcome was seen"),
}
CASE_PURPOSE = _(
    "to remind people of what they have a right to, and to know whether reminding helps"
)
TWO_YEARS = _("2 years after it ended")

ABOUT_SOMEBODY_FIELDS = {
    "about": _("whom it names, where that is somebody else"),
    "person": _("who gets it"),
    "code": _("which message"),
    "params": _("the amounts, dates and names it mentions"),
    "at": _("when it was written"),
}
NOTICE_PURPOSE = _("to tell people what happened to what they asked for")

SUBJECT = _("Messages and mail")
REGISTER = [
    Personal(
        models.Notice,
        person="about",
        fields=ABOUT_SOMEBODY_FIELDS,
        purpose=NOTICE_PURPOSE,
        keep=_("400 days"),
        forgotten_by="notifications.jobs.forget_old_rows",
        erase=Erase.REMOVE,
        seen_by=_("the person who gets it"),
    ),
    Personal(
        models.Notice,
        person="person",
        fields={
            "person": _("who gets it"),
            "kind": _("service message or other message"),
            "code": _("which message"),
            "params": _("the amounts, dates and names it mentions"),
            "url": _("the page it leads to"),
            "at": _("when it was written"),
            "read_at": _("when it was opened"),
            "mailed_at": _("when it was mailed"),
            "expires_on": _("until when it makes sense"),
            "key": _("what it was sent for"),
        },
        purpose=NOTICE_PURPOSE,
        keep=_("400 days"),
        forgotten_by="notifications.jobs.forget_old_rows",
        erase=Erase.REMOVE,
        seen_by=_("only the person"),
    ),
    Personal(
        models.Preference,
        person="person",
        fields={
            "person": _("whose choice it is"),
            "service": _("how service messages arrive"),
            "nudge": _("how ideas arrive"),
            "message": _("how other messages arrive"),
            "pace": _("how often mail may come"),
            "most_per_week": _("at most how many mails a week"),
            "quiet_from": _("from when there is no mail"),
            "quiet_until": _("until when there is no mail"),
            "weekends": _("mail at the weekend or not"),
            "unsubscribe_salt": _("what makes the link to unsubscribe one's own"),
            "unsubscribe_digest": _("a hash of the link to unsubscribe"),
        },
        purpose=_("to reach people the way they want"),
        keep=_("as long as somebody works here"),
        erase=Erase.REMOVE,
        seen_by=_("only the person"),
        days_after_leaving=90,
    ),
    Personal(
        models.DigestRun,
        person="person",
        fields={
            "person": _("who was mailed"),
            "day": _("on which day"),
            "slot": _("in which part of the day"),
            "items": _("how many things were in it"),
        },
        purpose=_("to never mail more often than somebody wants"),
        keep=_("400 days"),
        forgotten_by="notifications.jobs.forget_old_rows",
        erase=Erase.REMOVE,
        seen_by=_("nobody"),
        plain=("id", "batch"),
    ),
    Personal(
        models.NudgeCase,
        person="person",
        fields=CASE_FIELDS,
        purpose=CASE_PURPOSE,
        keep=TWO_YEARS,
        forgotten_by="notifications.jobs.forget_old_rows",
        erase=Erase.REMOVE,
        seen_by=_(
            "the person; the manager only of the nudges that say so, and never what somebody did "
            "with them"
        ),
    ),
    Personal(
        models.NudgeCase,
        person="about",
        fields=CASE_FIELDS,
        purpose=CASE_PURPOSE,
        keep=TWO_YEARS,
        forgotten_by="notifications.jobs.forget_old_rows",
        erase=Erase.REMOVE,
        seen_by=_("the person who gets it"),
    ),
    Personal(
        models.NamePause,
        person="person",
        fields={
            "person": _("which manager"),
            "about": _("whom not to point to"),
            "until": _("until when"),
        },
        purpose=_("to not point a manager to somebody for a while"),
        keep=_("as long as somebody works here"),
        erase=Erase.REMOVE,
        seen_by=_("only the manager"),
        days_after_leaving=90,
    ),
    Personal(
        models.Talk,
        person="person",
        fields={
            "person": _("with whom there was a talk"),
            "on": _("on which day"),
            "by": _("who noted it"),
            "noted_at": _("when it was noted"),
        },
        purpose=_("to see with whom nobody talked about learning for a year; never what was said"),
        keep=_("2 years after leaving"),
        erase=Erase.REMOVE,
        seen_by=_("the person and the manager"),
        days_after_leaving=730,
    ),
    Personal(
        models.NudgeStop,
        person="by",
        fields={
            "by": _("who stopped the nudge"),
            "stopped_on": _("when"),
            "because": _("why"),
        },
        purpose=_("to know which nudges are off, and why"),
        keep=_("as long as the nudge is off"),
        erase=Erase.BLANK,
        plain=("nudge", "by_rule"),
        blank={"by": None},
    ),
    NotPersonal(models.Campaign, "counts of a lottery and its dates; names nobody"),
]
