"""A confidential answer counts once, and nothing in it leads to who gave it."""

import pytest
from django.db import models

from bloei.foundation import ballots
from bloei.foundation.ballots import NoSuchToken
from bloei.foundation.models import AuditRow, Ballot, BallotToken, UsedKey

pytestmark = pytest.mark.django_db


def test_a_token_counts_once():
    (token,) = ballots.issue("pulse-1", 1)
    ballots.cast(token, "pulse-1", unit=None, answer={"time": 3})
    with pytest.raises(NoSuchToken):
        ballots.cast(token, "pulse-1", unit=None, answer={"time": 5})
    assert [one.answer for one in ballots.release("pulse-1")] == [{"time": 3}]


@pytest.mark.parametrize("token", ["", "made-up"])
def test_a_token_that_was_never_given_out_counts_nothing(token):
    with pytest.raises(NoSuchToken):
        ballots.cast(token, "pulse-1", unit=None, answer={})
    assert not Ballot.objects.exists()


def test_a_token_counts_in_its_own_wave():
    (token,) = ballots.issue("pulse-1", 1)
    with pytest.raises(NoSuchToken):
        ballots.cast(token, "pulse-2", unit=None, answer={})
    ballots.cast(token, "pulse-1", unit=None, answer={})


def test_no_token_is_kept_and_casting_leaves_no_trace_elsewhere():
    tokens = ballots.issue("pulse-1", 5)
    kept = [str(row) for row in BallotToken.objects.values_list()]
    assert not [token for token in tokens if any(token in row for row in kept)]
    before = AuditRow.objects.count()
    ballots.cast(tokens[0], "pulse-1", unit=7, answer={"time": 3})
    assert BallotToken.objects.count() == len(tokens) - 1
    assert AuditRow.objects.count() == before
    assert not UsedKey.objects.exists()


def test_a_ballot_has_no_field_that_leads_to_a_person_or_a_moment():
    fields = Ballot._meta.get_fields()
    assert not [field.name for field in fields if field.is_relation]
    assert not [field.name for field in fields if isinstance(field, models.DateField)]
    number = Ballot._meta.pk
    assert not isinstance(number, models.AutoField), "a number that counts up tells the order"
