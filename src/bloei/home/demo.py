"""Three years of De Linde: what people asked for, what was decided and paid, what helped.

Everything happens through the actions, on the day on which it happened. The story that
must be visible: unused budgets, a reminder with its effect, open applications, a lapse
next month, a correction.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bloei.budgets import actions as budgets
from bloei.budgets import rounds
from bloei.budgets.balances import divisions
from bloei.budgets.models import Application
from bloei.foundation import clock
from bloei.learning import actions as learning
from bloei.learning.models import Offer
from bloei.notifications import demo as nudging
from bloei.people import actions as people
from bloei.people import queries
from bloei.people.actions import Terms
from bloei.people.demo_days import at_work, workday, workdays_before
from bloei.people.models import Employment, Person

SEED = 20261123
DAY = timedelta(days=1)
SINCE = date(2026, 3, 1)  # from when the hours of Gerda turn out to be others
BEGAN = date(2024, 2, 1)
NUDGING_SINCE = date(2026, 3, 2)
MOST_SPENDERS = 400
MOST_MAILED = 5_000  # a bench of more people has no use for their mail
FRESH = timedelta(days=11)
STILL_OPEN = 6  # applications of the crowd that wait for a manager today
ASKS_MANAGER = "sociaal-werk"  # the scheme of the crowd in which the manager decides
WHY = (
    "Ik wil rustig blijven als een huurder boos belt.",
    "Zo kan ik nieuwe collega’s beter inwerken.",
    "Dit komt elke week terug in mijn werk.",
    "Ik wil over een paar jaar graag doorgroeien.",
    "Dan hoef ik minder vaak hulp te vragen.",
)


@dataclass(frozen=True)
class Asked:
    """One application: who, what, for how much, on which day, and how it went on."""

    number: str
    title: str
    kind: str
    cents: int
    on: date
    then: str = "paid"  # paid | agreed | asked | refused
    with_team: bool = False
    payer: str = "employer"
    why: str = ""
    must: bool = False  # mandatory: Joost applies, and it is never charged to a budget


# Eva's year: EUR 620 spent, EUR 200 reserved, and mandatory training that costs her nothing.
CAST = (
    Asked("1003", "Boek Taal op B1", "book", 4_500, date(2026, 2, 12), payer="reimbursed"),
    Asked("1003", "Omgaan met agressie aan de balie", "training", 71_390, date(2026, 2, 20),
          must=True),
    Asked("1003", "Helder schrijven", "training", 38_000, date(2026, 3, 3), why=WHY[2]),
    Asked("1003", "Lastige gesprekken", "workshop", 19_500, date(2026, 6, 17), why=WHY[0]),
    Asked("1003", "Basiscursus huurrecht", "course", 20_000, date(2026, 11, 16), "agreed"),
    Asked("1011", "Coachend communiceren", "training", 64_000, date(2025, 9, 8)),
    Asked("1013", "Woonfraude herkennen", "course", 29_500, date(2026, 4, 14)),
    Asked("1018", "Omgaan met verward gedrag", "training", 48_500, date(2026, 5, 20)),
    Asked("1017", "Post-hbo woonrecht", "course", 245_000, date(2026, 11, 19), "asked", True,
          why="Ik krijg steeds vaker vragen over contracten."),
    Asked("1012", "Opleiding teamleider", "training", 345_000, date(2026, 11, 18), "asked", True,
          why="Ik wil weten of leidinggeven bij mij past."),
    Asked("1015", "Leergang participatie", "training", 285_000, date(2026, 11, 12), "asked",
          True, why=WHY[3]),
    Asked("1018", "Post-hbo woonrecht", "programme", 245_000, date(2026, 11, 16), "agreed", True,
          why=WHY[1]),
    Asked("1019", "Opleiding teamleider", "programme", 345_000, date(2026, 3, 9), "refused", True,
          why=WHY[3]),
)  # fmt: skip


def build_cast(*, today: date) -> None:
    """Let the cast ask for what the story needs."""
    for asked in sorted(CAST, key=lambda one: one.on):
        _happen(asked, _offer(asked), today)
    _correction(today)
    _interests(today)
    nudging.begin(NUDGING_SINCE)
    _last_days(today, 10)


def build_crowd(*, people: int, today: date) -> None:
    """Let the crowd spend, and forget to spend, for three years; remind them in the last two."""
    dice = random.Random(SEED)
    waiting = list(_plans(dice, today))
    for day in _checkpoints(today):
        while waiting and waiting[0][0] <= day:
            on, person, offer = waiting.pop(0)
            _ask(dice, person, offer, on, today)
        first_time = nudging.is_first_time(day, NUDGING_SINCE)
        if first_time or day >= NUDGING_SINCE:
            with clock.fixed(day, nudging.AT_NIGHT):
                rounds.grant_and_lapse(day)
            nudging.night(day, nudging.READ_OUT if first_time else nudging.measured())
            waiting += _prompted(dice, day, today)
            waiting.sort(key=lambda plan: (plan[0], plan[1].pk))
    rounds.grant_and_lapse(today)
    _last_days(today, 3 if people <= MOST_MAILED else 0)
    nudging.read_out(today)


def _last_days(today: date, mornings: int) -> None:
    """Let the nights and the mornings of the last working days come, and today's night."""
    for day in workdays_before(today, mornings):
        nudging.read(day)
        nudging.night(day)
        with clock.fixed(day, nudging.AT_NIGHT):
            budgets.remind_deciders(day)
        nudging.morning(day)
    nudging.read(today)
    nudging.night(today)


def _happen(asked: Asked, offer: Offer, today: date) -> None:
    person = Person.objects.get(number=asked.number)
    if asked.on > today:
        return
    with at_work(asked.on, today, asked.number):
        application = budgets.file_application(
            person=person,
            offer=offer,
            price_cents=asked.cents,
            payer=asked.payer,
            why=asked.why,
            with_team=asked.with_team,
            today=asked.on,
            key=f"demo-{asked.number}-{asked.on}",
            by=Person.objects.get(number="1007") if asked.must else person,
        )
    _follow_up(application, asked, today)


def _follow_up(application: Application, asked: Asked, today: date) -> None:
    mo, hanan = Person.objects.get(number="1002"), Person.objects.get(number="1006")
    decided_on = _soon(asked.on, 3, today)
    if asked.then == "refused":
        with at_work(decided_on, today, asked.number):
            budgets.decide_application(
                application, agree=False, ground="Op deze datum kan het niet in het rooster",
                answer="Na de zomer zijn we met meer mensen. Laten we er dan samen naar kijken.",
                today=decided_on, by=mo,
            )  # fmt: skip
        return
    if asked.then == "asked":
        return
    if application.state == "asked":
        with at_work(decided_on, today, asked.number):
            application = budgets.decide_application(
                application, agree=True, today=decided_on, by=mo
            )
    if asked.then == "paid":
        _pay(application, _soon(asked.on, 14, today), today, hanan)


def _soon(day: date, later: int, today: date) -> date:
    """Return the working day so many days later, never after today."""
    return min(max(workday(day + later * DAY), day), today)


def _pay(application: Application, on: date, today: date, by: Person) -> None:
    with at_work(on, today, application.person.number):
        application = budgets.pay_application(application, paid_on=on, today=on, by=by)
        learning.finish_participation(
            application.participation, on=on, minutes=application.offer.minutes,
            by=application.person,
        )  # fmt: skip


def _offer(asked: Asked) -> Offer:
    found = Offer.objects.published().filter(title=asked.title).first()
    return found or learning.create_offer(
        facts={"title": asked.title, "kind": asked.kind, "price_cents": asked.cents,
               "minutes": 480, "is_mandatory": asked.must},
        provider="Taalhuis Utrecht",
        key=f"demo-{asked.title}",
        by=Person.objects.get(number="1007"),
    )  # fmt: skip


def _checkpoints(today: date) -> Iterator[date]:
    """Yield the first day of every month of the story, and today."""
    day = BEGAN
    while day < today:
        yield day
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    yield today


def _plans(dice: random.Random, today: date) -> list[tuple[date, Person, Offer]]:
    """Return who asks for what, when: less than half of the people, as in real life."""
    offers = _affordable()
    crowd = list(
        Person.objects.filter(number__gte="2000", is_working=True, entitlements__isnull=False)
        .distinct()
        .order_by("pk")
    )
    dice.shuffle(crowd)
    span = (today - BEGAN).days
    plans = []
    for person in crowd[: min(MOST_SPENDERS, int(len(crowd) * 0.42))]:
        for _time in range(dice.choice((1, 1, 2))):
            on = workday(BEGAN + timedelta(days=dice.randrange(span)))
            plans.append((on, person, dice.choice(offers)))
    plans += _just_asked(dice, crowd, offers, today)
    return sorted(plans, key=lambda plan: (plan[0], plan[1].pk))


def _just_asked(dice: random.Random, crowd: list[Person], offers: list[Offer], today: date):
    """Yield the plans of a few who asked their manager in the last days."""
    asks = Person.objects.filter(
        pk__in=[one.pk for one in crowd], entitlements__scheme__name=ASKS_MANAGER
    )
    for number, person in enumerate(asks.order_by("pk").distinct()[:STILL_OPEN]):
        yield workday(today - (2 + number) * DAY), person, dice.choice(offers)


def _affordable() -> list[Offer]:
    found = Offer.objects.published().filter(is_mandatory=False, price_incl_cents__gt=0)
    return list(found.filter(price_incl_cents__lte=60_000).order_by("pk"))


def _ask(dice: random.Random, person: Person, offer: Offer, on: date, today: date) -> None:
    with at_work(on, today, person.number):
        try:
            application = budgets.file_application(
                person=person,
                offer=offer,
                price_cents=offer.price_incl_cents,
                payer="employer",
                why=dice.choice(WHY),
                today=on,
                key=f"demo-{person.number}-{offer.pk}-{on}",
                by=person,
            )
        except learning.AlreadyTakingPart:
            return
    paid_on = workday(on + timedelta(days=dice.randrange(10, 60)))
    if application.state == "asked":
        application = _decide(dice, application, on, today)
    if application.state == "agreed" and paid_on <= today:
        _pay(application, paid_on, today, Person.objects.get(number="1006"))


def _decide(dice: random.Random, application: Application, on: date, today: date) -> Application:
    """Let the leader of that moment decide within two weeks: mostly yes.

    What is asked just now stays open. Who had no leader then takes it back.
    """
    decided_on = max(workday(on + timedelta(days=dice.randrange(1, 12))), on)
    agree = dice.random() < 0.88
    if on > today - FRESH or decided_on >= today:
        return application
    approver = queries.approver_for(application.person, decided_on)
    grounds = divisions.refusal_grounds(application)
    with at_work(decided_on, today, application.person.number):
        if approver is None:
            return budgets.withdraw_application(
                application, today=decided_on, by=application.person
            )
        return budgets.decide_application(
            application,
            agree=agree,
            ground="" if agree or not grounds else grounds[0],
            answer="" if agree else "Laten we samen iets zoeken dat beter past bij je werk.",
            today=decided_on,
            by=approver.leader,
        )


def _prompted(dice: random.Random, day: date, today: date) -> list[tuple[date, Person, Offer]]:
    """Return who asks for something because of a reminder of this day: a few more than else."""
    from bloei.notifications.models import NudgeCase

    fresh = NudgeCase.objects.filter(nudge="budgets.never_used", assigned_on=day).select_related(
        "person"
    )
    offers = _affordable()
    plans = []
    for case in fresh.order_by("pk"):
        chance = 0.24 if case.group == NudgeCase.Group.TREATED else 0.05
        if dice.random() < chance:
            on = workday(day + timedelta(days=dice.randrange(4, 40)))
            if on <= today:
                plans.append((on, case.person, dice.choice(offers)))
    return plans


def _correction(today: date) -> None:
    """Gerda turns out to have worked more hours since March: the difference is booked."""
    gerda = Employment.objects.get(person__number="1023")
    term = gerda.terms.get()
    people.change_employment_term(
        gerda,
        from_on=SINCE,
        terms=Terms(
            hours_per_week=Decimal(28),
            unit=term.unit,
            cao=term.cao,
            kind=term.kind,
            function=term.function,
            salary_cents=int((term.salary_cents or 0) * Decimal(28) / term.hours_per_week),
        ),
        today=today,
        by=Person.objects.get(number="1006"),
    )
    # A job does this too; the first page must not depend on a worker that has not begun yet.
    rounds.follow_employments([gerda.person_id], SINCE, today)


def _interests(today: date) -> None:
    eva = Person.objects.get(number="1003")
    with at_work(workday(today - 40 * DAY), today, eva.number):
        learning.set_goal(
            person=eva, text="Beter en korter schrijven", is_shared=True, key="demo-eva", by=eva
        )
