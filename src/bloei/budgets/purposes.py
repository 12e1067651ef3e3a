"""What a budget is meant for: the purposes of schemes in words, and the question of the form."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from bloei.budgets import cao

OTHER, LEARNING = "other", "training"
# Which purposes a kind of offer may stand for, the best first.
OF_KIND = {
    "course": ("course", LEARNING),
    "e_learning": ("e_learning", LEARNING),
    "conference": ("conference",),
    "book": ("book", "books"),
    "coaching": ("coaching", "career_advice", "career"),
    "mentoring": ("mentoring", "coaching"),
    "other": (),
}


@dataclass(frozen=True)
class PurposeQuestion:
    """What the form asks: choices, what stands chosen, and what it is not for."""

    choices: tuple[tuple[str, str], ...]
    initial: str
    not_for: str = ""
    # From so many hours of one's own the scheme adds so much (per cent) in all.
    more_from: tuple[tuple[Decimal, int], ...] = ()


def words(code: str) -> str:
    """Return a purpose as it stands in a sentence."""
    return {
        LEARNING: _("training"),
        OTHER: _("something else"),
        "course": _("a course"),
        "e_learning": _("e-learning"),
        "self_study": _("studying by oneself"),
        "coaching": _("coaching"),
        "mentoring": _("a mentor"),
        "career": _("the career"),
        "career_advice": _("career advice"),
        "conference": _("a conference"),
        "book": _("a book"),
        "books": _("books"),
        "vitality": _("vitality"),
        "leave": _("leave"),
        "pay": _("pay"),
        "hours": _("hours"),
        "social_goals": _("goals for society"),
        "hobby": _("a hobby"),
        "driving_licence_b": _("a driving licence (B)"),
        "mandatory_training": _("mandatory training"),
    }.get(code, code.replace("_", " "))


def listed(codes: Iterable[str]) -> str:
    return ", ".join(words(code) for code in sorted(codes))


def of_offer(offer) -> str:
    """Return the purpose that an offer has when nobody asks."""
    return next(iter(OF_KIND.get(offer.kind, (LEARNING,))), OTHER)


def question(rules: Iterable[cao.Scheme], offer) -> PurposeQuestion | None:
    """Return what must be asked for these schemes, or None: most schemes need no question.

    A list of what is allowed, or a bonus, is always asked. What is only excluded is asked of
    what somebody found for themselves; the catalogue was chosen by the organisation.
    """
    known = list(rules)
    asked = {code for rule in known for code in rule.purposes_allowed}
    asked |= {row.purpose for rule in known for row in rule.bonuses}
    excluded = {code for rule in known for code in rule.purposes_excluded} - {cao.NEVER}
    if not asked and not (excluded and offer.owner_id):
        return None
    offered = [*sorted(asked or {LEARNING}), *sorted(excluded - asked), OTHER]
    fits = OF_KIND.get(offer.kind, (LEARNING,))
    return PurposeQuestion(
        tuple((code, capfirst(words(code))) for code in offered),
        next((code for code in fits if code in asked), LEARNING if not asked else OTHER),
        listed(excluded),
        tuple(
            sorted(
                {
                    (row.min_hours_added, round((row.factor - 1) * 100))
                    for rule in known
                    for row in rule.bonuses
                    if row.min_hours_added
                }
            )
        ),
    )


def refusal(scheme: str, rule: cao.Scheme, purpose: str) -> str:
    """Return in a sentence, with the name of the rule, why it does not pay for this."""
    told = {"scheme": scheme, "purpose": words(purpose)}
    if rule.purposes_allowed and purpose not in rule.purposes_excluded:
        told["allowed"] = listed(rule.purposes_allowed)
        return _("The rule ‘%(scheme)s’ is only for: %(allowed)s. Nothing was sent.") % told
    return _("The rule ‘%(scheme)s’ is not for %(purpose)s. Nothing was sent.") % told
