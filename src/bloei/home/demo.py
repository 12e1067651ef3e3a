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
from bloei.budgets import balances
from bloei.budgets.models import Application
from bloei.foundation import clock
from bloei.learning import actions as learning
from bloei.learning.models import Offer
from bloei.notifications import demo as nudging
from bloei.people import actions as people
from bloei.people.actions import Terms
from bloei.people.models import Employment, Person

SEED = 20261123
DAY = timedelta(days=1)
BEGAN = date(2024, 2, 1)
NUDGING_SINCE = date(2026, 3, 2)
MOST_SPENDERS = 400
WHY = (
    "Ik wil rustig blijven als een huurder boos belt.",
    "Zo kan ik nieuwe collega's beter inwerken.",
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


# Eva's year: EUR 620 spent, EUR 200 reserved, and mandatory training that costs her nothing.
CAST = (
    Asked("1003", "Boek Taal op B1", "book", 4_500, date(2026, 2, 12), payer="reimbursed"),
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
    Asked("1019", "Fotografie voor beginners", "course", 245_000, date(2026, 3, 9), "refused", True),
)  # fmt: skip


def build_cast(*, today: date) -> None:
    """Let the cast ask for what the story needs."""
    for asked in sorted(CAST, key=lambda one: one.on):
        _happen(asked, _offer(asked), today)
    _correction(today)
    _interests(today)
    nudging.begin(NUDGING_SINCE)
    nudging.night(today)


def build_crowd(*, people: int, today: date) -> None:
    """Let the crowd spend, and forget to spend, for three years; remind them in the last one."""
    dice = random.Random(SEED)
    waiting = list(_plans(dice, today))
    for day in _checkpoints(today):
        while waiting and waiting[0][0] <= day:
            on, person, offer = waiting.pop(0)
            _ask(dice, person, offer, on, today)
        if day >= NUDGING_SINCE:
            with clock.fixed(day):
                balances.grant_and_lapse(day)
                nudging.night(day)
                waiting += _prompted(dice, day, today)
                waiting.sort(key=lambda plan: (plan[0], plan[1].pk))
    balances.grant_and_lapse(today)
    nudging.night(today)
    nudging.read_out(today)


def _happen(asked: Asked, offer: Offer, today: date) -> None:
    person = Person.objects.get(number=asked.number)
    if asked.on > today:
        return
    with clock.fixed(asked.on):
        application = budgets.file_application(
            person=person,
            offer=offer,
            price_cents=asked.cents,
            payer=asked.payer,
            why=asked.why,
            with_team=asked.with_team,
            key=f"demo-{asked.number}-{asked.on}",
            by=person,
        )
    _follow_up(application, asked, today)


def _follow_up(application: Application, asked: Asked, today: date) -> None:
    mo, hanan = Person.objects.get(number="1002"), Person.objects.get(number="1006")
    if asked.then == "refused":
        with clock.fixed(min(asked.on + 3 * DAY, today)):
            budgets.decide_application(
                application, agree=False, ground="Past niet bij het doel van de regeling", answer="Een cursus voor je werk van nu of straks kan wel.",
                by=mo,
            )  # fmt: skip
        return
    if asked.then == "asked":
        return
    if application.state == "asked":
        with clock.fixed(min(asked.on + 3 * DAY, today)):
            application = budgets.decide_application(application, agree=True, by=mo)
    if asked.then == "paid":
        _pay(application, min(asked.on + 14 * DAY, today), hanan)


def _pay(application: Application, on: date, by: Person) -> None:
    with clock.fixed(on):
        application = budgets.pay_application(application, paid_on=on, by=by)
        learning.finish_participation(
            application.participation, on=on, minutes=application.participation.offer.minutes,
            by=application.person,
        )  # fmt: skip


def _offer(asked: Asked) -> Offer:
    found = Offer.objects.published().filter(title=asked.title).first()
    return found or learning.create_offer(
        facts={"title": asked.title, "kind": asked.kind, "price_cents": asked.cents,
               "minutes": 480, "is_mandatory": False},
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
            on = BEGAN + timedelta(days=dice.randrange(span))
            plans.append((on, person, dice.choice(offers)))
    return sorted(plans, key=lambda plan: (plan[0], plan[1].pk))


def _affordable() -> list[Offer]:
    found = Offer.objects.published().filter(is_mandatory=False, price_incl_cents__gt=0)
    return list(found.filter(price_incl_cents__lte=60_000).order_by("pk"))


def _ask(dice: random.Random, person: Person, offer: Offer, on: date, today: date) -> None:
    with clock.fixed(on):
        try:
            application = budgets.file_application(
                person=person,
                offer=offer,
                price_cents=offer.price_incl_cents,
                payer="employer",
                why=dice.choice(WHY),
                key=f"demo-{person.number}-{offer.pk}-{on}",
                by=person,
            )
        except learning.AlreadyTakingPart:
            return
    paid_on = on + timedelta(days=dice.randrange(10, 60))
    if application.state == "agreed" and paid_on <= today:
        _pay(application, paid_on, Person.objects.get(number="1006"))


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
            on = day + timedelta(days=dice.randrange(2, 40))
            if on <= today:
                plans.append((on, case.person, dice.choice(offers)))
    return plans


def _correction(today: date) -> None:
    """Gerda turns out to have worked more hours since March: the difference is booked."""
    gerda = Employment.objects.get(person__number="1023")
    term = gerda.terms.get()
    people.change_employment_term(
        gerda,
        from_on=date(2026, 3, 1),
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


def _interests(today: date) -> None:
    eva = Person.objects.get(number="1003")
    with clock.fixed(today):
        learning.set_goal(
            person=eva, text="Beter en korter schrijven", is_shared=True, key="demo-eva", by=eva
        )
