"""Two changes that meet in the database: what somebody chooses at that moment is not removed.

Two connections and a database in which things really commit.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from bloei.foundation import clock
from bloei.planning import actions
from bloei.planning.actions import plans
from bloei.planning.models import LearningBlock
from bloei.planning.rosters.at_work import aware
from bloei.planning.rules import Origin, State
from bloei.planning.tests.desk import TODAY, at

pytestmark = pytest.mark.slow
PATIENCE = 30  # seconds


@pytest.fixture
def proposal(cloned_database, cast) -> LearningBlock:
    block = LearningBlock.objects.create(
        person=cast.eva, during=(aware(at(24, 10)), aware(at(24, 12))), state=State.PROPOSED,
        origin=Origin.PLANNER, made_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    block.refresh_from_db()
    return block


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from pg_locks where not granted and pid in"
            " (select pid from pg_stat_activity where datname = current_database()))"
        )
        return cursor.fetchone()[0]


def choose_while(proposal: LearningBlock, room) -> None:
    """Let its owner choose a proposal, and make room while that is not committed yet."""
    chosen = Event()

    def choose():
        try:
            with clock.fixed(TODAY), transaction.atomic():
                actions.accept_proposal(proposal, today=TODAY, by=proposal.person)
                chosen.set()
                until = time.monotonic() + PATIENCE
                while not waits_for_a_lock() and time.monotonic() < until:
                    pass
        finally:
            chosen.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(choose)
        chosen.wait(PATIENCE)
        with transaction.atomic():
            room([proposal.person_id])
        other.result(PATIENCE)


def test_a_proposal_that_is_chosen_at_this_moment_stays(proposal):
    choose_while(proposal, plans._make_room)
    assert LearningBlock.objects.get().state == State.AGREED


def test_without_the_lock_a_fixed_block_would_be_removed(proposal):
    proposed = LearningBlock.objects.filter(state=State.PROPOSED)
    choose_while(proposal, lambda people: proposed.filter(person__in=people).delete())
    assert not LearningBlock.objects.exists()
