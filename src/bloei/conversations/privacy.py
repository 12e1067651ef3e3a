"""What we keep of conversations, why, how long, and who reads it: the two, and nobody else."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bloei.conversations import models, viewing
from bloei.foundation.privacy import Erase, NotPersonal, Personal, Term

TALKING = _("to let two people talk about learning, and keep what they agree")
LOOKING = _("to let the two see who read what they said")
HELPING = _("to let HR help when a talk does not come about")
KEPT = _("until two years after the last agreement, or what the organisation chose")
WITH_IT = _("as long as the conversation")
FORGET = "conversations.jobs.forget"
ONLY_THE_TWO = _("only the two who talk; not HR, L&D, the works council or the administrator")

CONVERSATION = {
    "person": _("whose learning it is about"),
    "partner": _("with whom"),
    "occasion": _("on which occasion"),
    "because": _("why it was opened"),
    "block": _("the learning time that it is about"),
    "opened_by": _("who asked for it"),
    "opened_at": _("when it was asked for"),
    "state": _("where it is"),
    "during": _("when you talk"),
    "place": _("where you talk"),
    "held_on": _("on which day you talked"),
    "next_on": _("when you talk again"),
    "closed_on": _("when it was closed"),
}
POINT = {"by": _("whose point it is"), "text": _("what to talk about"), "minutes": _("how long")}
NOTES = {
    "text": _("what you wrote down together"),
    "changed_at": _("when it was changed last"),
    "changed_by": _("who changed it last"),
}
OUTCOME = {
    "kind": _("in which form there is time"),
    "text": _("what was agreed"),
    "minutes": _("how much time of one's own"),
    "in_return": _("what the employer gives in return"),
    "block": _("the learning time"),
    "series": _("the fixed moment"),
    "agreement": _("the agreement"),
    "by": _("who wrote it down"),
    "at": _("when"),
}
# Without the sentence: that is for HR, and stands with who wrote it.
HELP = {
    "by": _("who asked HR for help"),
    "at": _("when HR was told"),
    "settled_on": _("when HR spoke with them"),
    "settled_by": _("who of HR did"),
}
VIEWING = {"person": _("who looked"), "at": _("when"), "how": _("on a page or in a file")}


def _of_the_two(model: Any, fields: dict, purpose: Any, keep: Any, **more) -> list[Personal]:
    """Register what belongs to both: it goes when whose learning it is about is erased.

    When the other one is, it stays for whom it is about, without their name.
    """
    told = {"fields": fields, "purpose": purpose, "keep": keep, "seen_by": ONLY_THE_TWO}
    told |= {"forgotten_by": FORGET} | more
    return [
        Personal(model, person="conversation__person", erase=Erase.REMOVE, **told),
        Personal(model, person="conversation__partner", erase=Erase.KEEP, **told),
    ]


SUBJECT = _("Talks and team meetings")
REGISTER = [
    Personal(
        models.TeamMeeting,
        person="led_by",
        fields={"led_by": _("who led the team meeting")},
        purpose=_("to know who led it"),
        keep=_("2 years"),
        terms=(Term(730, "held_on"),),
        erase=Erase.BLANK,
        seen_by=_("the team and who leads it"),
        plain=(
            "id",
            "unit",
            "held_on",
            "rhythm",
            "counts_from",
            "step",
            "step_began_at",
            "closed_at",
        ),
        blank={"led_by": None},
    ),
    Personal(
        models.Tip,
        person="person",
        fields={
            "person": _("who told it"),
            "text": _("what helped"),
            "told_on": _("when it was told"),
        },
        purpose=_("to learn from each other in the team"),
        keep=_("2 years, or until you take it back"),
        terms=(Term(730, "told_on"),),
        erase=Erase.REMOVE,
        seen_by=_("the team and who leads it"),
        days_after_leaving=730,
        plain=("id", "unit"),
    ),
    Personal(
        models.Conversation,
        person="person",
        fields=CONVERSATION,
        purpose=TALKING,
        keep=KEPT,
        forgotten_by=FORGET,
        erase=Erase.REMOVE,
        seen_by=ONLY_THE_TWO,
        plain=("id", "uid", "sequence"),
        when_taken=viewing.take_along,
    ),
    Personal(
        models.Conversation,
        person="partner",
        fields=CONVERSATION,
        purpose=TALKING,
        keep=KEPT,
        forgotten_by=FORGET,
        erase=Erase.KEEP,
        seen_by=ONLY_THE_TWO,
        plain=("id", "uid", "sequence"),
        when_taken=viewing.take_along,
    ),
    Personal(
        models.AgendaPoint,
        person="by",
        fields=POINT,
        purpose=TALKING,
        keep=KEPT,
        forgotten_by=FORGET,
        erase=Erase.REMOVE,
        seen_by=ONLY_THE_TWO,
        taken_along=False,
        plain=("id", "conversation", "position"),
    ),
    *_of_the_two(
        models.AgendaPoint, POINT, TALKING, KEPT, plain=("id", "conversation", "position")
    ),
    Personal(
        models.Preparation,
        person="person",
        fields={
            "conversation": _("for which conversation"),
            "text": _("what you thought beforehand"),
            "changed_at": _("when it was changed last"),
        },
        purpose=_("to let somebody prepare a talk"),
        keep=_("a month after the talk"),
        forgotten_by=FORGET,
        erase=Erase.REMOVE,
        seen_by=_("only the person"),
        plain=("id", "person"),
    ),
    *_of_the_two(models.Notes, NOTES, TALKING, KEPT, plain=("id", "conversation", "version")),
    *_of_the_two(models.Outcome, OUTCOME, TALKING, KEPT, plain=("id", "conversation")),
    *_of_the_two(models.Viewing, VIEWING, LOOKING, WITH_IT, plain=("id", "conversation")),
    *_of_the_two(
        models.HelpAsked,
        HELP,
        HELPING,
        WITH_IT,
        plain=("id", "conversation"),
        seen_by=_("the two who talk, and HR"),
    ),
    Personal(
        models.HelpAsked,
        person="by",
        fields={"sentence": _("what the asker told HR")},
        purpose=HELPING,
        keep=WITH_IT,
        erase=Erase.REMOVE,
        seen_by=_("who asked, and HR; not the other one"),
        plain=("id", "conversation"),
    ),
    NotPersonal(models.TalkTerms, "the terms of the organisation"),
]
