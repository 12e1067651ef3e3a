"""What can be asked: what waits for somebody, and for whom a talk would help."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.query import RawQuerySet

from bloei.foundation import clock
from bloei.foundation.addresses import address_of
from bloei.notifications import rules
from bloei.notifications.models import (
    Campaign,
    DigestRun,
    Kind,
    Notice,
    NudgeCase,
    Preference,
    Talk,
)
from bloei.notifications.nudge import (
    MessageKind,
    Nudge,
    Written,
    message_kinds,
    nudges,
    say,
    write,
)
from bloei.notifications.rules import Pace
from bloei.people.models import Person

NAMES_IN_A_TITLE = 3


@dataclass(frozen=True)
class WaitingCard:
    """One thing that waits: a case, or several of a manager's cases of one nudge together."""

    nudge: Nudge
    cases: tuple[NudgeCase, ...]
    written: Written
    url: str

    @property
    def case(self) -> NudgeCase:
        return self.cases[0]

    @property
    def is_service(self) -> bool:
        return not self.nudge.has_lottery

    @property
    def is_new(self) -> bool:
        return any(case.state == NudgeCase.State.OPEN for case in self.cases)


@dataclass(frozen=True)
class WrittenNotice:
    """One message with its words, in the language of the page."""

    notice: Notice
    declared: MessageKind
    written: Written

    @property
    def url(self) -> str:
        return self.notice.url


@dataclass(frozen=True)
class TalkReason:
    """Why a talk with somebody would help: a short tag and a sentence; when the last one was."""

    nudge: str
    tag: str
    text: str
    icon: str
    is_service: bool
    case: NudgeCase
    last_talk: date | None


_WAITING = "select id from notifications_nudgecase where person_id = %s and state = any(%s)"
_OPEN_CASES = """
    select c.*, p.given_name as about_given_name
      from notifications_nudgecase c join people_person p on p.id = c.about_id
     where c.person_id = %s and c.state = any(%s)
     order by c.rank, c.until nulls last, c.id
"""


def waiting_cases(viewer) -> RawQuerySet:
    """Return the keys of what waits for the viewer, to be counted."""
    return NudgeCase.objects.raw(_WAITING, [viewer.pk, _may_be_shown()])


def _may_be_shown() -> list[str]:
    return [state.value for state in NudgeCase.MAY_BE_SHOWN]


def open_cases(viewer) -> list[NudgeCase]:
    """Return what waits for the viewer, what matters most first: one query.

    Of whom it is about only the name is loaded.
    """
    found = list(NudgeCase.objects.raw(_OPEN_CASES, [viewer.pk, _may_be_shown()]))
    for case in found:
        name = case.about_given_name  # type: ignore[attr-defined] # of the question itself
        case.about = Person.from_db(DEFAULT_DB_ALIAS, ["id", "given_name"], [case.about_id, name])
    return found


def notices_of(viewer) -> QuerySet[Notice]:
    """Return the messages of the viewer, the newest first."""
    return Notice.objects.filter(person=viewer).current(clock.today()).order_by("-at", "-pk")


_UNREAD = """
    select id from notifications_notice
     where person_id = %s and read_at is null and (expires_on is null or expires_on >= %s)
"""
_FRESH = "select id from notifications_nudgecase where person_id = %s and state = %s"


def unread(viewer) -> tuple[RawQuerySet, RawQuerySet]:
    """Return the messages and the nudges that the viewer has not opened."""
    return (
        Notice.objects.raw(_UNREAD, [viewer.pk, clock.today()]),
        NudgeCase.objects.raw(_FRESH, [viewer.pk, NudgeCase.State.OPEN.value]),
    )


def preference_of(person) -> Preference:
    """Return what somebody chose, or the defaults (not saved)."""
    return Preference.objects.filter(person=person).first() or Preference(person=person)


def put_away(viewer) -> list[Nudge]:
    """Return the nudges that the viewer put away for a while or for ever."""
    today = clock.today()
    names = NudgeCase.objects.filter(person=viewer, muted_until__gt=today)
    declared = nudges()
    found = sorted(set(names.values_list("nudge", flat=True)))
    return [declared[name] for name in found if name in declared]


def cards(cases: Iterable[NudgeCase], language: str = "") -> list[WaitingCard]:
    """Write out cases, in their order; several of one manager's nudge become one card.

    A case of a nudge that no room declares any more is left out. Needs `about` loaded.
    """
    declared = nudges()
    together: dict[str, list[NudgeCase]] = defaultdict(list)
    order: list[tuple[Nudge, list[NudgeCase]]] = []
    for case in cases:
        nudge = declared.get(case.nudge)
        if nudge is None:
            continue
        if not nudge.title_many or not together[case.nudge]:
            together[case.nudge] = [case]
            order.append((nudge, together[case.nudge]))
        else:
            together[case.nudge].append(case)
    return [_card(nudge, found, language) for nudge, found in order]


def _card(nudge: Nudge, cases: list[NudgeCase], language: str) -> WaitingCard:
    first = cases[0]
    written = write(nudge, first.params, language)
    if len(cases) == 1:
        return WaitingCard(nudge, (first,), written, first.url)
    names = ", ".join(case.about.given_name for case in cases[:NAMES_IN_A_TITLE])
    many = {"count": len(cases), "names": names, "more": len(cases) - NAMES_IN_A_TITLE}
    together = write(_many(nudge), many, language)
    url = address_of(nudge.url_many) if nudge.url_many else first.url
    return WaitingCard(nudge, tuple(cases), together, url)


def _many(nudge: Nudge) -> MessageKind:
    return MessageKind(nudge.name, nudge.title_many, nudge.text_many, nudge.next_step)


def letters(notices: Iterable[Notice], language: str = "") -> list[WrittenNotice]:
    """Write out messages; one whose room no longer knows its code is left out."""
    kinds = message_kinds()
    return [
        WrittenNotice(
            notice, kinds[notice.code], write(kinds[notice.code], notice.params, language)
        )
        for notice in notices
        if notice.code in kinds
    ]


_CASES_ABOUT = """
    select c.*, p.given_name as about_given_name,
           (select max(t."on") from notifications_talk t
             where t.person_id = c.about_id) as last_talk
      from notifications_nudgecase c join people_person p on p.id = c.about_id
     where c.about_id = any(%s) and c.nudge = any(%s) and c.state = any(%s)
       and not exists (select from notifications_namepause n
                        where n.about_id = c.about_id and n.person_id = %s and n.until > %s)
     order by c.rank, c.id
"""


def cases_for_people(person_ids: Collection[int], viewer=None) -> dict[int, list[TalkReason]]:
    """Return for whom of these people a talk would help, and why, the first reason first.

    For the team page: who is not in the answer has no reason. Only nudges that their room
    declared fit for a manager's eyes; never of somebody whom the lottery lets wait. With a
    `viewer`, without the names that this viewer put away for a month. One query.
    """
    today, shown = clock.today(), {n.name: n for n in nudges().values() if n.for_manager}
    pk = viewer.pk if viewer else None
    asked = [list(person_ids), list(shown), _may_be_shown(), pk, today]
    found: dict[int, dict[str, TalkReason]] = defaultdict(dict)
    for case in NudgeCase.objects.raw(_CASES_ABOUT, asked):
        nudge = shown[case.nudge]
        if nudge.for_manager_if is None or nudge.for_manager_if(case.params, today):
            found[case.about_id].setdefault(case.nudge, _reason(nudge, case))
    return {person: list(reasons.values()) for person, reasons in found.items()}


def _reason(nudge: Nudge, case: Any) -> TalkReason:
    """Write one reason; the case carries what the question joined to it."""
    params = {**case.params, "name": case.about_given_name}
    tag, text = say(nudge.for_manager, params), say(nudge.for_manager_text, params)
    is_service = not nudge.has_lottery
    return TalkReason(nudge.name, tag, text, nudge.icon, is_service, case, case.last_talk)


def shared_reasons(found: dict[int, list[TalkReason]], of: int) -> list[str]:
    """Take out what nearly everybody of a team has in common; return a sentence for each.

    A reason that holds for all points to nobody. `of` is how many people there are.
    """
    together: dict[str, list[TalkReason]] = defaultdict(list)
    for reasons in found.values():
        for reason in reasons:
            together[reason.nudge].append(reason)
    said = []
    for name, same in together.items():
        words = nudges()[name].for_manager_all
        if words and rules.is_shared(len(same), of):
            said.append(say(words, {**same[0].case.params, "count": len(same), "of": of}))
            for person in list(found):
                found[person] = [one for one in found[person] if one.nudge != name]
    for person in [person for person, reasons in found.items() if not reasons]:
        del found[person]
    return said


def last_talks(person_ids: Collection[int]) -> dict[int, date]:
    """Return per person the last day on which a talk about learning was noted."""
    talks = Talk.objects.filter(person__in=person_ids).values("person").annotate(last=Max("on"))
    return {row["person"]: row["last"] for row in talks}


def with_last_talk(people: QuerySet[Person]) -> QuerySet[Person]:
    """Take along the last day on which a talk with each was noted (`last_talk`)."""
    talks = Talk.objects.filter(person=OuterRef("pk")).order_by("-on").values("on")
    named = people.only("given_name", "infix", "family_name", "sort_name")
    return named.annotate(last_talk=Subquery(talks[:1]))


def long_not_talked_with(people: QuerySet[Person], today: date) -> QuerySet[Person]:
    """Keep with whom nobody talked about learning for a year."""
    recent = Talk.objects.filter(person=OuterRef("pk"), on__gt=today - rules.TALK_EVERY)
    return people.filter(~Exists(recent))


def campaign_now(name: str, today: date) -> Campaign | None:
    """Return the campaign of a nudge that people can enter on this day."""
    now = Campaign.objects.filter(nudge=name, started_on__lte=today, closes_on__gt=today)
    return now.order_by("-number").first()


def campaigns_to_read(today: date) -> QuerySet[Campaign]:
    """Return the campaigns whose outcome is to be looked at now."""
    due = Campaign.objects.filter(read_on__isnull=True, readout_on__lte=today)
    return due.order_by("readout_on", "pk")


def waiting_for_mail(moment, oldest) -> set[int]:
    """Return the ids of people for whom something waits that no mail told yet.

    What is older than `oldest` is no news: after a long stop nobody gets it all at once.
    Left out is who wants no mail, who had today's mail already, and who was not let in yet.
    """
    reachable = Q(person__is_active=True, person__email__isnull=False, mailed_at__isnull=True)
    news = Notice.objects.filter(reachable, at__gte=oldest, at__lte=moment).unread()
    news = news.current(moment.date())
    fresh = fresh_cases().filter(reachable)
    by_mail = [
        news.filter(kind=Kind.MESSAGE).exclude(person__in=_without_mail("message")),
        news.filter(kind=Kind.SERVICE).exclude(person__in=_without_mail("service")),
        fresh.filter(kind=Kind.NUDGE).exclude(person__in=_without_mail("nudge")),
        fresh.filter(kind=Kind.SERVICE).exclude(person__in=_without_mail("service")),
    ]
    first, *others = (rows.values_list("person_id") for rows in by_mail)
    told = {pk for (pk,) in first.union(*others)}
    served = DigestRun.objects.filter(day=moment.date()).exclude(
        person__preference__pace=Pace.DIRECT.value
    )
    welcome = Person.objects.welcomed().filter(pk__in=told).values_list("pk", flat=True)
    return set(welcome) - set(served.values_list("person_id", flat=True))


def fresh_cases() -> QuerySet[NudgeCase]:
    """Return the cases that a mail may tell of and none did."""
    by_mail = [name for name, nudge in nudges().items() if nudge.by_mail]
    return NudgeCase.objects.filter(
        nudge__in=by_mail, state=NudgeCase.State.OPEN, mailed_at__isnull=True
    )


def _without_mail(kind: str) -> QuerySet:
    chosen = Preference.objects.exclude(**{kind: Preference.Channel.MAIL})
    return chosen.values("person_id")
