"""What lapses in the organisation is told as the last night found it, or not at all."""

import pytest

from bloei.budgets import rounds
from bloei.budgets.balances import totals
from bloei.budgets.tests.rules_for_tests import YEARLY, switch_on

pytestmark = pytest.mark.django_db


def test_while_many_come_in_it_waits_for_the_next_night(cast):
    switch_on(YEARLY)
    rounds.grant_and_lapse(cast.today)
    before = totals.lapsing_last_night()
    people = sum(count for _amount, count in before.values())
    assert people
    cast.hire(number="8000", unit=cast.klantcontact)
    assert totals.lapsing_last_night() == before
    for number in range(60):
        cast.hire(number=f"8{number + 1:03}", unit=cast.klantcontact)
    assert totals.lapsing_last_night() == {}
    rounds.grant_and_lapse(cast.today)
    assert sum(count for _amount, count in totals.lapsing_last_night().values()) > people
