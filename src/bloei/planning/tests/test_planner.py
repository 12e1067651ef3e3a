"""The planner for real people: proposals to accept, agreed blocks stay, who is short is told."""

from datetime import date

import pytest

from bloei.notifications.models import Notice
from bloei.planning import actions, jobs
from bloei.planning.models import LearningBlock, Plan, Shortage
from bloei.planning.plans import planner
from bloei.planning.rules import State
from bloei.planning.tests.desk import TODAY, span

pytestmark = pytest.mark.django_db


def ask(desk, **more) -> Plan:
    period = {"first": date(2026, 11, 24), "last": date(2026, 12, 4), "minutes": 120}
    return actions.ask_plan(**period | more, key="plan", by=desk.cast.mo)


def answered(blocks=(), short=()) -> dict:
    return {
        "status": "optimal", "minutes_short": 0, "minutes_short_bound": 0, "largest_shortfall": 0,
        "seconds": 0.1, "blocks": list(blocks), "short": list(short),
    }  # fmt: skip


def block(person, start="2026-11-24T09:00", until="2026-11-24T11:00", fixed=False) -> dict:
    return {"person": str(person.pk), "from": start, "until": until, "fixed": fixed}


@pytest.fixture
def asked_of_solver(monkeypatch):
    """Answer instead of the solver; what it was asked is kept."""
    seen: list = []

    def answer(*blocks, short=()):
        def solve(instance, seconds):
            seen.append(instance)
            return answered(blocks, short)

        monkeypatch.setattr(planner, "solve", solve)
        return seen

    return answer


def test_a_proposal_is_accepted_by_its_owner_and_nothing_stands_before(desk, asked_of_solver):
    asked_of_solver(block(desk.cast.eva))
    plan = ask(desk, unit=desk.cast.klantcontact)
    jobs.work_out_plan(plan.pk)
    proposal = LearningBlock.objects.get()
    assert (proposal.state, proposal.reserved_minutes) == (State.PROPOSED, 0)
    assert Notice.objects.filter(person=desk.cast.eva, code="planning.proposals").count() == 1
    agreed = actions.accept_proposal(proposal, today=TODAY, by=desk.cast.eva)
    assert agreed.state == State.AGREED


def test_a_plan_is_kept_once(desk, asked_of_solver):
    asked_of_solver(block(desk.cast.eva))
    plan = ask(desk, unit=desk.cast.klantcontact)
    jobs.work_out_plan(plan.pk)
    jobs.work_out_plan(plan.pk)
    assert LearningBlock.objects.count() == 1


def test_a_proposal_that_no_longer_fits_is_refused_with_the_reason(desk, asked_of_solver):
    asked_of_solver(block(desk.cast.eva))
    jobs.work_out_plan(ask(desk, unit=desk.cast.klantcontact).pk)
    sanne = desk.cast.sanne
    actions.plan_block(sanne, span=span(24, 9, 11), today=TODAY, key="s", by=sanne)
    with pytest.raises(actions.InTheWay):
        actions.accept_proposal(LearningBlock.objects.get(state="proposed"), today=TODAY, by=sanne)


def test_a_new_plan_replaces_proposals_and_never_agreed_blocks(desk, asked_of_solver):
    eva = desk.cast.eva
    agreed = actions.plan_block(eva, span=span(25, 9, 11), today=TODAY, key="a", by=eva)
    asked_of_solver(block(eva))
    jobs.work_out_plan(ask(desk, person=eva).pk)
    seen = asked_of_solver(block(eva, "2026-11-26T09:00", "2026-11-26T11:00"))
    second = actions.ask_plan(
        person=eva, first=date(2026, 11, 24), last=date(2026, 12, 4), minutes=120, key="2", by=eva
    )
    jobs.work_out_plan(second.pk)
    assert [one.starts_at.day for one in LearningBlock.objects.filter(state="proposed")] == [26]
    agreed.refresh_from_db()
    assert agreed.state == State.AGREED
    learner = next(one for one in seen[-1].learners if one.id == str(eva.pk))
    assert learner.minutes == 240, "what is fixed already counts"
    assert len(learner.fixed) == 1


def test_who_shares_a_minimum_counts_and_gets_no_proposal(desk, asked_of_solver):
    seen = asked_of_solver()
    jobs.work_out_plan(ask(desk, person=desk.cast.eva).pk)
    wanted = {one.id: one.minutes for one in seen[0].learners}
    assert wanted[str(desk.cast.eva.pk)] == 120
    assert wanted[str(desk.cast.sanne.pk)] == 0


def test_who_could_not_be_served_is_listed_with_the_place(desk, asked_of_solver):
    eva, unit = desk.cast.eva, desk.cast.klantcontact
    actions.change_staffing(desk.line, minimum=3, by=desk.cast.mo)
    short = {"person": str(eva.pk), "minutes": 60, "because": "staffing", "where": [str(unit.pk)]}
    asked_of_solver(short=[short])
    jobs.work_out_plan(ask(desk, unit=unit).pk)
    found = Shortage.objects.get()
    assert (found.person, found.minutes, found.because) == (eva, 60, "staffing")
    tuesday, wednesday = found.where
    assert (tuesday["weekday"], tuesday["part"], tuesday["there"]) == (1, "afternoon", 3)
    assert wednesday["name"] == tuesday["name"] == "de balie"


def test_a_solver_that_breaks_leaves_everything_as_it_was(desk, monkeypatch):
    def broken(instance, seconds):
        raise planner.NoAnswer

    monkeypatch.setattr(planner, "solve", broken)
    plan = ask(desk, unit=desk.cast.klantcontact)
    jobs.work_out_plan(plan.pk)
    plan.refresh_from_db()
    assert plan.state == Plan.State.FAILED
    assert not LearningBlock.objects.exists()


def test_the_real_solver_finds_moments_that_its_owner_can_fix(desk):
    plan = ask(desk, unit=desk.cast.klantcontact)
    jobs.work_out_plan(plan.pk)
    plan.refresh_from_db()
    assert (plan.state, plan.figures["status"]) == (Plan.State.READY, "optimal")
    found = list(LearningBlock.objects.filter(state="proposed").order_by("pk"))
    assert {one.person for one in found} == set(desk.people)
    for proposal in found:
        actions.accept_proposal(proposal, today=TODAY, by=proposal.person)
    # Mo has no roster, so there is nothing to find for him.
    assert list(Shortage.objects.values_list("person", "because")) == [(desk.cast.mo.pk, "roster")]
