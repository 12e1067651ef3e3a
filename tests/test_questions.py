"""How many questions a page asks: as often for thirty rows as for one, and never many.

A page of a list asks at most ten; Today six and one per panel that it shows, at most fourteen.
Who changes a number here does so knowingly: it is what a page costs.
"""

from datetime import datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bloei.agreements import actions as agreements
from bloei.budgets import rounds
from bloei.budgets.actions import file_application, schemes, teams
from bloei.budgets.demo import MONEY
from bloei.budgets.models import Application
from bloei.foundation import outbox
from bloei.foundation.models import Mail, Run
from bloei.integrations.hr_import.actions import receive_file
from bloei.learning import actions as learning
from bloei.learning.models import Audience, Record
from bloei.notifications import actions as notifications
from bloei.notifications.models import NudgeCase, Talk
from bloei.people import actions as people
from bloei.people.roles import Role
from bloei.planning import actions as planning
from bloei.planning.models import LearningBlock
from bloei.planning.rules import State
from bloei.planning.spans import Span

from .world import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FEW, MANY = 1, 30
MOST, MOST_OF_TODAY, BESIDE_PANELS = 10, 14, 6

# Who opens the page, and how many questions it asks.
LISTS = {
    "agreements:agreement_list": ("eva", 7),
    "budgets:balance_overview": ("hanan", 6),
    "conversations:conversation_list": ("eva", 7),
    "conversations:help_list": ("hanan", 4),
    "meetings:meeting_list": ("eva", 8),
    "plans:plan_list": ("mo", 5),
    "plans:series_list": ("mo", 6),
    "budgets:decision_list": ("mo", 6),
    "budgets:lapse_calendar": ("hanan", 5),
    "budgets:my_budget": ("eva", 10),
    "budgets:payment_list": ("hanan", 8),
    "budgets:run_list": ("sam", 6),
    "budgets:scheme_list": ("hanan", 8),
    "budgets:team_budget_list": ("hanan", 4),
    "home:team": ("mo", 9),
    "hr_import:file_list": ("hanan", 4),
    "learning:goal_list": ("eva", 6),
    "learning:offer_list": ("eva", 7),
    "learning:offer_manage": ("joost", 6),
    "learning:participation_list": ("eva", 7),
    "learning:record_list": ("eva", 7),
    "notifications:effect_list": ("joost", 6),
    "notifications:notice_list": ("eva", 6),
    "notifications:talk_list": ("mo", 6),
    "notifications:undelivered_list": ("hanan", 6),
    "people:invitation_list": ("hanan", 6),
    "people:person_list": ("hanan", 6),
    "people:role_list": ("sam", 5),
    "people:unit_list": ("hanan", 6),
    "planning:decision_list": ("mo", 5),
    "planning:week": ("eva", 10),
    "rosters:overview": ("mo", 8),
}
ELSEWHERE = {"notifications:mail_list"}  # only in the demo
# What they show does not grow with the people: nudges, months.
AS_LONG = {"budgets:lapse_calendar", "notifications:effect_list"}
# Nothing fills these here yet: their own rooms try them with more rows.
AS_LONG |= {
    "conversations:conversation_list",
    "conversations:help_list",
    "meetings:meeting_list",
    "plans:plan_list",
    "plans:series_list",
}
TODAY = {"eva": 10, "mo": 6, "anneke": 6, "hanan": 11, "joost": 8, "ria": 5, "sam": 6, "stan": 5}


@pytest.fixture
def place(cast):
    """Return the organisation with a scheme; `more(place, numbers)` fills its lists."""
    scheme = schemes.make_scheme(text=MONEY, key="scheme", by=cast.hanan)
    schemes.assign_scheme(
        scheme, cao="woondiensten", first=cast.today.replace(year=2025, month=1, day=1),
        today=cast.today, key="scheme", by=cast.hanan,
    )  # fmt: skip
    return SimpleNamespace(**vars(cast))


def more(place, numbers) -> None:
    """Add one row per number to every list."""
    newcomers = {n: _newcomers(place, n) for n in numbers}
    rounds.grant_and_lapse(place.today)
    for n, (kim, member) in newcomers.items():
        _organisation(place, n, member)
        _learning(place, n, kim)
        _messages(place, n, kim)
        _time(place, n, kim)


def _newcomers(place, n: int):
    """Return somebody of Mo's team without mail, in a unit of their own, and somebody else."""
    unit = people.create_unit(
        code=f"u{n}", name=f"Rij {n:03}", parent=place.de_linde, from_on=place.today,
        today=place.today, key=f"unit-{n}", by=place.hanan,
    )  # fmt: skip
    teams.make_team_budget(
        unit=unit, year=place.today.year, amount=100_000, owner=place.mo, today=place.today,
        key=f"team-{n}", by=place.hanan,
    )  # fmt: skip
    named = {"family": f"Rij{n:03}"}
    kim = place.hire(
        number=f"7{n:03}", given="Kim", unit=unit, manager=place.mo, email=None, **named
    )
    return kim, place.hire(number=f"8{n:03}", given="Sem", unit=place.vastgoed, **named)


def _organisation(place, n: int, member) -> None:
    day, hanan = place.today, place.hanan
    people.grant_role(
        person=member, role=Role.WORKS_COUNCIL, from_on=day, key=f"role-{n}", by=place.sam
    )
    text = MONEY.replace('name = "', f'name = "rij-{n}-', 1)
    schemes.make_scheme(text=text, key=f"scheme-{n}", by=hanan)
    Run.objects.create(kind="budgets.reconcile", state=Run.State.FAILED, started_at=_at(place, n))
    upload = SimpleUploadedFile(f"{n}.csv", f"Medewerkernummer;Roepnaam\r\n{n};Kim\r\n".encode())
    receive_file(upload=upload, as_of=day, is_part=False, key=f"file-{n}", by=hanan)


def _learning(place, n: int, kim) -> None:
    day, eva, joost = place.today, place.eva, place.joost
    words = "Vraag", "Akkoord", "Zelf", "Wens"
    asked, agreed, own, wished = (_offer(f"{word} {n:03}", joost) for word in words)
    known = {"payer": "employer", "why": "", "today": day}
    waits = file_application(
        person=kim, offer=asked, price_cents=30_000, key=f"asked-{n}", by=joost, **known
    )
    for person, offer, cents in ((kim, agreed, 30_000), (eva, own, 100)):
        file_application(
            person=person, offer=offer, price_cents=cents, key=offer.title, by=person, **known
        )
    Application.objects.filter(pk=waits.pk).update(decide_by=day - timedelta(days=1))
    learning.wish(person=eva, offer=wished, key=f"wish-{n}", by=eva)
    learning.set_goal(person=eva, text=f"Doel {n}", key=f"goal-{n}", by=eva)
    for person in (eva, kim):
        learned = {"what": f"Rij {n}", "kind": "self", "source": "self", "minutes": 60}
        Record.objects.create(person=person, done_on=day, audience=Audience.TEAM, **learned)
    agreements.make_agreement(
        person=eva, text=f"Rij {n}", due_on=day, about="meeting:1", today=day, key=f"a-{n}",
        by=place.mo,
    )  # fmt: skip


def _offer(title: str, by):
    facts = {"title": title, "kind": "training", "price_cents": 30_000}
    return learning.create_offer(facts=facts, provider="Taalhuis", key=title, by=by)


def _messages(place, n: int, kim) -> None:
    params = {"title": f"Rij {n}", "price_cents": 1}
    notifications.notify(place.eva, "budgets.paid", params=params, by=None)
    mail = outbox.put(to=f"{n}@weg.example", subject="x", text="x", about=kim)
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.FAILED, answer="550 no")
    known = {"kind": "service", "rank": 1, "state": "open", "group": "everybody"}
    params = {"left_cents": 60_000, "last_on": "2026-12-31"}
    for person in (place.eva, kim):
        NudgeCase.objects.create(
            nudge="budgets.money_lapses", person=person, about=person, occasion=f"rij-{n}",
            params=params, assigned_on=place.today, **known,
        )  # fmt: skip
    Talk.objects.create(person=kim, on=place.today, by=place.mo, noted_at=_at(place, n))


def _time(place, n: int, kim) -> None:
    start = datetime.combine(place.today + timedelta(days=1 + n // 8), time(9 + n % 8))
    for key, person in (("over", place.eva), ("asked", kim), ("block", place.eva)):
        block = planning.plan_block(
            person, span=Span(start, start + timedelta(minutes=30)), title=f"Rij {n}",
            today=place.today, key=f"{key}-{n}", by=person,
        )  # fmt: skip
        found = LearningBlock.objects.filter(pk=block.pk)
        if key == "over":
            ago = start.astimezone() - timedelta(days=14)
            found.update(during=(ago, ago + timedelta(minutes=30)))
        elif key == "asked":
            found.update(state=State.ASKED, decide_by=place.today)
    planning.set_staffing(
        name=f"Rij {n}", units=[place.klantcontact], weekdays=[0], from_minute=540,
        until_minute=1020, minimum=1, first=place.today, key=f"line-{n}", by=place.mo,
    )  # fmt: skip


def _at(place, n: int):
    return datetime.combine(place.today, time(1)).astimezone() + timedelta(seconds=n)


def opened(place, who: str, name: str):
    """Return a page, and how many questions it asked."""
    client = Client()
    client.force_login(getattr(place, who))
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse(name))
    assert page.status_code == 200, (name, page.status_code)
    return page, len(asked)


def counted(place, who: str, name: str) -> tuple[int, int]:
    """Return how many questions a page asks, and how long it is."""
    page, asked = opened(place, who, name)
    return asked, len(page.content)


def test_a_list_asks_as_much_for_thirty_rows_as_for_one(place):
    more(place, range(FEW))
    few = {name: counted(place, who, name) for name, (who, _asked) in LISTS.items()}
    assert {name: asked for name, (asked, _size) in few.items()} == {
        name: asked for name, (_who, asked) in LISTS.items()
    }
    more(place, range(FEW, MANY))
    many = {name: counted(place, who, name) for name, (who, _asked) in LISTS.items()}
    assert {name: asked for name, (asked, _size) in many.items()} == {
        name: asked for name, (asked, _size) in few.items()
    }
    # A list that did not grow would prove nothing.
    assert {name for name in LISTS if many[name][1] < few[name][1] + 1500} == AS_LONG


def test_today_asks_as_much_for_thirty_rows_as_for_one(place):
    more(place, range(FEW))
    pages = {who: opened(place, who, "home:today") for who in TODAY}
    few = {who: asked for who, (_page, asked) in pages.items()}
    assert few == TODAY
    for page, asked in pages.values():
        shown = len(page.context["main"]) + len(page.context["side"])
        assert asked <= BESIDE_PANELS + shown
    more(place, range(FEW, MANY))
    assert {who: counted(place, who, "home:today")[0] for who in TODAY} == few


def test_no_page_asks_more_than_it_may():
    assert {name: asked for name, (_who, asked) in LISTS.items() if asked > MOST} == {}
    assert {who: asked for who, asked in TODAY.items() if asked > MOST_OF_TODAY} == {}


def test_every_list_is_counted():
    names = {name for name, pattern in addresses() if name.endswith("_list") and "<" not in pattern}
    assert {name for name in names if ":" in name} - ELSEWHERE <= set(LISTS)
