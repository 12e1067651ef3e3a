"""The nudges and messages of all rooms together: they can be read, counted and kept in line."""

import re
from datetime import date

import pytest

from bloei.budgets import accounts, ledger
from bloei.budgets.actions.applications import file_application
from bloei.budgets.events import ApplicationAsked
from bloei.budgets.models import Account, Entitlement, Scheme
from bloei.foundation.rooms import discover
from bloei.learning.actions import create_offer
from bloei.notifications import actions, queries
from bloei.notifications.models import Campaign, NudgeCase
from bloei.notifications.nudge import candidates, message_kinds, nudges, say, write
from bloei.wiring import AFTERWARDS

NAMES = sorted(nudges())
PLACE = re.compile(r"%\((\w+)\)")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_nudge_reads_well_in_both_languages(name, language):
    nudge = nudges()[name]
    assert nudge.example, f"{name} needs an example, for the effect page"
    written = write(nudge, nudge.example, language)
    assert written.title
    assert written.next_step
    for text in (written.title, written.text, written.next_step):
        assert "…" not in text
        assert not PLACE.search(text)
    if nudge.for_manager:
        assert "…" not in say(nudge.for_manager_text, {**nudge.example, "name": "Eva"})


@pytest.mark.parametrize("name", NAMES)
def test_every_nudge_is_named_after_its_room(name):
    rooms = {module.__name__.split(".")[-2] for module in discover("nudges")}
    assert name.split(".")[0] in rooms


def test_no_two_messages_share_a_code():
    listed = [kind for module in discover("nudges") for kind in getattr(module, "MESSAGES", ())]
    assert len(listed) == len(message_kinds())


def test_what_lapses_goes_to_everybody():
    for nudge in nudges().values():
        if "laps" in nudge.name:
            assert not nudge.has_lottery, nudge.name


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_every_audience_takes_the_same_queries_for_few_and_for_many(
    cast, name, django_assert_max_num_queries
):
    nudge = nudges()[name]
    with django_assert_max_num_queries(6):
        candidates(nudge, cast.today, None)
    for number in range(10):
        cast.hire(number=f"60{number}", unit=cast.klantcontact)
    with django_assert_max_num_queries(6):
        candidates(nudge, cast.today, None)
    with django_assert_max_num_queries(6):
        candidates(nudge, cast.today, [cast.eva.pk])


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in NAMES if nudges()[name].has_lottery])
def test_every_outcome_is_a_part_of_who_was_asked_about(cast, name):
    asked = {cast.eva.pk, cast.stan.pk}
    found = nudges()[name].outcome(asked, cast.today, cast.today)
    assert set(found) <= asked


def _give_budget(person) -> None:
    scheme = Scheme.objects.create(name="eigen", title="Eigen", measure="cents", origin="own")
    own = accounts.of_person(person, scheme, Account.Purpose.OWN)
    Entitlement.objects.create(
        person=person,
        scheme=scheme,
        own=own,
        reserved=accounts.of_person(person, scheme, Account.Purpose.RESERVED),
        starts_on=date(2024, 1, 1),
        done_on=date(2026, 1, 1),
    )
    ledger.move(
        source=accounts.of_scheme(scheme, Account.Purpose.FUND),
        target=own,
        amount=100_000,
        key="grant-eva",
        by=None,
        what="grant",
        on=date(2026, 1, 1),
        granted_on=date(2026, 1, 1),
    )


@pytest.mark.django_db
def test_the_card_is_gone_as_soon_as_somebody_applies(cast):
    _give_budget(cast.eva)
    actions.compute_nudge("budgets.never_used", today=cast.today)
    NudgeCase.objects.update(state="open", group="treated", released_on=cast.today)
    never_used = queries.open_cases(cast.eva).filter(nudge="budgets.never_used")
    assert never_used.exists()
    offer = create_offer(
        facts={"title": "Helder schrijven", "kind": "training", "price_cents": 38_000},
        provider="Taalhuis",
        key="offer-for-eva",
        by=cast.joost,
    )
    application = file_application(
        person=cast.eva,
        offer=offer,
        price_cents=38_000,
        payer="employer",
        why="",
        key="ask-for-eva",
        by=cast.eva,
    )
    for listener in AFTERWARDS[ApplicationAsked]:
        listener(ApplicationAsked(application.pk))
    assert not never_used.exists()
    campaign = Campaign.objects.get(nudge="budgets.never_used")
    actions.measure_outcomes("budgets.never_used", today=cast.today)
    assert NudgeCase.objects.get(campaign=campaign, person=cast.eva).outcome_on == cast.today
