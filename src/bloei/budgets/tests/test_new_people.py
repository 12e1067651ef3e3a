"""People who just came in: who leads them need not wait for the night to see what they need."""

from datetime import date

import pytest

from bloei.budgets import listeners
from bloei.notifications.models import NudgeCase
from bloei.people.events import EmploymentsChanged

pytestmark = pytest.mark.django_db


def talks_that_help(leader):
    cases = NudgeCase.objects.filter(nudge="notifications.nobody_talked", person=leader)
    return set(cases.values_list("about", flat=True))


def test_their_leader_sees_at_once_with_whom_a_talk_would_help(cast):
    new = cast.hire(number="2001", unit=cast.klantcontact, since=date(2020, 1, 1))
    assert talks_that_help(cast.mo) == set()
    listeners.follow_employments(EmploymentsChanged((new.pk,), since=date(2020, 1, 1)))
    assert new.pk in talks_that_help(cast.mo)
    assert cast.stan.pk not in talks_that_help(cast.els), "of others the night is early enough"
