"""What can be asked about conversations: mine, what waits, what was open or kept long enough."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from bloei.agreements import queries as agreements
from bloei.agreements.models import Agreement
from bloei.agreements.rules import State as Agreed
from bloei.budgets.balances import divisions, learning_time
from bloei.conversations import rules
from bloei.conversations.access import INVITE_TO_TALK, TALK
from bloei.conversations.models import Conversation, HelpAsked, Outcome, TalkTerms
from bloei.conversations.rules import OPEN, Kind, State
from bloei.people.erasure import left_before
from bloei.people.models import Person


def terms() -> TalkTerms:
    """Return the terms of the organisation, or the defaults (not saved)."""
    return TalkTerms.objects.first() or TalkTerms(pk=1)


def with_people(rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    return rows.select_related("person", "partner", "opened_by")


def upcoming(rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """Keep what is still to take place: what has a moment first, in its order."""
    return with_people(rows.filter(state__in=sorted(OPEN))).order_by("during", "opened_at")


def earlier(rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """Keep what took place, the latest first."""
    return with_people(rows.filter(held_on__isnull=False)).order_by("-held_on", "-pk")


def previous(conversation: Conversation) -> Conversation | None:
    """Return the conversation of these two before this one."""
    two = Conversation.objects.between(conversation.person, conversation.partner)
    held = two.filter(held_on__isnull=False, opened_at__lt=conversation.opened_at)
    return held.order_by("-held_on", "-pk").first()


def open_agreements(viewer: Person) -> list[Agreement]:
    """Return what was agreed in conversations of the viewer and is still to be done."""
    found = agreements.seen_by(viewer).open().filter(about__startswith="conversation:")
    return list(found.soonest_first())


def open_with(viewer: Person, others: list[int]) -> dict[int, Conversation]:
    """Return per person the conversation that the viewer still has with them: one query."""
    rows = Conversation.objects.of(viewer).open()
    rows = rows.filter(person__in=others) | rows.filter(partner__in=others)
    found = {}
    for one in rows:
        found[one.partner_id if one.person_id == viewer.pk else one.person_id] = one
    return found


def open_too_long(today: date) -> list[Conversation]:
    """Return what is open longer than its term and of which HR was not told yet."""
    asked = HelpAsked.objects.filter(conversation=OuterRef("pk"))
    no_moment_ahead = Q(during=None) | Q(during__endswith__lt=_begin(today))
    waiting = with_people(Conversation.objects.open()).filter(no_moment_ahead, ~Exists(asked))
    days = terms().help_after_days
    return [
        one
        for one in waiting.order_by("pk")
        if rules.is_overdue(_opened_on(one), _term_of(one.person, days, today), today)
    ]


def _term_of(person: Person, days: int, today: date) -> int:
    """Return the days that the scheme of somebody's learning time gives, else `days`."""
    hours = learning_time.meant_for_learning(person, today)
    in_force = divisions.rules_of(hours, today)
    given = [rule.decision.answer_within_days for rule in in_force.values()]
    return min((one for one in given if one), default=days)


def _opened_on(conversation: Conversation) -> date:
    return timezone.localtime(conversation.opened_at).date()


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def own_minutes(viewer: Person, people: list[int], since: date) -> QuerySet:
    """Return rows to read: minutes of own time that people learn, with something in return.

    Only what the viewer agreed on with them: what others agreed on stays between those two.
    """
    mine = TALK.narrow(Conversation.objects.filter(person__in=people), viewer)
    rows = Outcome.objects.filter(conversation__in=mine, kind=Kind.OWN_TIME, at__gte=_begin(since))
    return rows.exclude(agreement__state=Agreed.DROPPED).values_list("minutes")


def never_held(today: date) -> list[int]:
    """Return the ids of what did not take place long after its moment, or never got one."""
    days = terms().help_after_days
    rows = Conversation.objects.open().only("during", "opened_at")
    return [
        one.pk
        for one in rows
        if rules.open_until(_opened_on(one), one.ends_at and one.ends_at.date(), days) <= today
    ]


def left_by_one(today: date) -> list[int]:
    """Return the ids of what is open while one of the two no longer works here."""
    gone = left_before(today, 0)
    erased = Q(person__erased_on__isnull=False) | Q(partner__erased_on__isnull=False)
    among = Q(person__in=gone) | Q(partner__in=gone) | erased
    return list(Conversation.objects.open().filter(among).values_list("pk", flat=True))


def talked_long_ago(today: date) -> list[int]:
    """Return the ids of what took place a month ago, and can no longer be changed."""
    held = Conversation.objects.filter(state=State.HELD).values_list("pk", "held_on")
    return [pk for pk, on in held if on and rules.preparation_until(on) <= today]


def without_need_of_preparation(today: date) -> list[int]:
    """Return the ids of conversations whose preparation is to be wiped."""
    rows = Conversation.objects.filter(preparations__isnull=False).distinct()
    over = [(one, one.held_on or one.closed_on) for one in rows.only("held_on", "closed_on")]
    return [one.pk for one, on in over if on and rules.preparation_until(on) <= today]


def kept_long_enough(today: date) -> list[Conversation]:
    """Return what ended, and with its last agreement too, longer ago than it is kept."""
    ended = list(Conversation.objects.filter(state=State.CLOSED))
    last = agreements.last_days([one.about for one in ended])
    months = terms().months_kept
    return [
        one
        for one in ended
        if rules.kept_until(_ended_on(one), last.get(one.about), months) <= today
    ]


def _ended_on(conversation: Conversation) -> date:
    day = conversation.held_on or conversation.closed_on
    assert day is not None  # a constraint says so
    return day


def to_open_next(today: date) -> list[Conversation]:
    """Return after which conversations the two are due to meet again, and have none open."""
    soon = today + rules.OPENS_AHEAD
    rows = with_people(Conversation.objects.filter(next_on__range=(today, soon)))
    return [
        one
        for one in rows.order_by("pk")
        if not Conversation.objects.between(one.person, one.partner).open().exists()
        and INVITE_TO_TALK.allows(one.person, one.partner)  # they may have another leader now
    ]


@dataclass(frozen=True)
class Open:
    """What HR may know of a conversation: who the two are, and since when it is open."""

    asked: HelpAsked
    person: Person
    partner: Person
    since: date


def asked_for_help(rows: QuerySet[HelpAsked]) -> list[Open]:
    """Return where HR is asked to help, the oldest first; nothing of what was said."""
    found = rows.filter(settled_on=None).order_by("at", "pk")
    found = found.select_related("conversation__person", "conversation__partner", "by")
    return [
        Open(one, one.conversation.person, one.conversation.partner, _opened_on(one.conversation))
        for one in found
    ]
