"""The nudges and messages of all rooms together: they can be read, counted and kept in line."""

import re
from datetime import date

import pytest

from bloei.budgets.actions.applications import file_application
from bloei.budgets.books import accounts, ledger
from bloei.budgets.events import ApplicationAsked
from bloei.budgets.models import Account, Entitlement, Scheme
from bloei.conversations import panels
from bloei.foundation.rooms import discover
from bloei.learning import listeners
from bloei.learning.actions import create_offer
from bloei.learning.events import OfferPublished, OffersImported
from bloei.notifications import actions, queries
from bloei.notifications.models import Campaign, NudgeCase
from bloei.notifications.nudge import candidates, message_kinds, nudges, say, write
from bloei.planning import listeners as planning_listeners
from bloei.planning.events import BlockDone, BlockEnded, BlockRefused, TimePlanned
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
    listed = [kind for module in discover("message_kinds") for kind in module.MESSAGES]
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
def _open_for(person) -> set[str]:
    return {case.nudge for case in queries.open_cases(person)}


def test_the_card_is_gone_as_soon_as_somebody_applies(cast):
    _give_budget(cast.eva)
    actions.compute_nudge("budgets.never_used", today=cast.today)
    NudgeCase.objects.update(state="open", group="treated", released_on=cast.today)
    assert "budgets.never_used" in _open_for(cast.eva)
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
        today=cast.today,
        key="ask-for-eva",
        by=cast.eva,
    )
    for listener in AFTERWARDS[ApplicationAsked]:
        listener(ApplicationAsked(application.pk))
    assert "budgets.never_used" not in _open_for(cast.eva)
    campaign = Campaign.objects.get(nudge="budgets.never_used")
    actions.measure_outcomes("budgets.never_used", today=cast.today)
    assert NudgeCase.objects.get(campaign=campaign, person=cast.eva).outcome_on == cast.today


def test_new_offers_are_told_on_the_event_and_not_only_at_night():
    assert AFTERWARDS[OfferPublished] == [listeners.tell_of_offer]
    assert AFTERWARDS[OffersImported] == [listeners.tell_of_offers]


@pytest.mark.parametrize("event", [TimePlanned, BlockDone, BlockEnded, BlockRefused])
def test_every_step_of_learning_time_brings_its_nudges_in_line(event):
    assert planning_listeners.refresh_nudges in AFTERWARDS[event]


def lapses(person, what="money", *, left=60_000, last_on="2026-12-31") -> None:
    unit = "cents" if what == "money" else "minutes"
    NudgeCase.objects.create(
        nudge=f"budgets.{what}_lapse{'s' if what == 'money' else ''}", kind="service",
        person=person, about=person, occasion=what, rank=10, state="open", group="everybody",
        params={f"left_{unit}": left, "last_on": last_on}, assigned_on=date(2026, 11, 23),
    )  # fmt: skip


def reasons_of(cast, people):
    """Return the tags per person, and under "" what holds for all."""
    found = panels.who_to_talk_to(cast.mo, cast.today, people)
    shown = [*found["people"], *found["more"]]
    tags = {one["person"].given_name: [each.tag for each in one["reasons"]] for one in shown}
    return tags | {"": found["shared"]}


@pytest.mark.django_db
def test_mo_reads_of_whom_how_much_lapses_and_when(cast):
    lapses(cast.eva)
    found = panels.who_to_talk_to(cast.mo, cast.today, [cast.eva, cast.stan])
    (reason,) = found["people"][0]["reasons"]
    assert reason.tag == "€\u00a0600 vervalt"
    assert reason.text == "€\u00a0600 van het budget van Eva vervalt na 31 december 2026."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("what", "left", "last_on", "is_shown"),
    [
        ("money", 9_999, "2026-12-31", False),
        ("money", 10_000, "2026-12-31", True),
        ("money", 60_000, "2026-11-30", True),
        ("money", 60_000, "2026-11-29", False),
        ("hours", 959, "2026-12-31", False),
        ("hours", 960, "2026-12-31", True),
        ("hours", 960, "2026-12-07", True),
        ("hours", 960, "2026-12-06", False),
    ],
)
def test_a_reason_is_worth_a_talk_and_still_in_time(cast, what, left, last_on, is_shown):
    lapses(cast.eva, what, left=left, last_on=last_on)
    assert ("Eva" in reasons_of(cast, [cast.eva, cast.stan])) is is_shown


@pytest.mark.django_db
def test_hours_that_lapse_of_the_whole_team_point_to_nobody(cast):
    team = [cast.eva, cast.stan, cast.els, cast.ria]
    for person in team[:3]:
        lapses(person, "hours", left=1_680)
    lapses(cast.eva)
    found = reasons_of(cast, team)
    assert found["Eva"] == ["€\u00a0600 vervalt"]
    assert set(found) == {"Eva", ""}
    (said,) = found[""]
    assert said.startswith("Bij 3 van de 4 mensen vervalt leertijd na 31 december 2026.")


@pytest.mark.django_db
def test_hours_that_lapse_of_some_of_the_team_name_them(cast):
    for person in (cast.eva, cast.stan):
        lapses(person, "hours", left=1_680)
    found = reasons_of(cast, [cast.eva, cast.stan, cast.els, cast.ria])
    assert found == {"Eva": ["28\u00a0uur vervalt"], "Stan": ["28\u00a0uur vervalt"], "": []}
