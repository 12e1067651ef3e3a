"""An action is one transaction, one audit row, one effect per key; each control breaks one."""

import pytest

from bloei.foundation import actions, audit
from bloei.foundation.actions import KeyReused, NoAuditRow, NotInAnAction, part_of_an_action
from bloei.foundation.models import AuditRow, Ballot, UsedKey

pytestmark = pytest.mark.django_db


class Refused(Exception):
    pass


def told() -> list[str]:
    return list(AuditRow.objects.filter(verb="ballot.written").values_list("verb", flat=True))


@pytest.fixture(autouse=True)
def own_register(monkeypatch):
    monkeypatch.setattr(actions, "ACTIONS", {})


@pytest.fixture
def write():
    """Return an action that makes one row; `wave` "refused" is refused after the writing."""

    @actions.action(creates=Ballot)
    def written(*, wave, key, by):
        row = Ballot.objects.create(wave=wave, answer={})
        audit.record("ballot.written", row, by=by)
        if wave == "refused":
            raise Refused
        return row

    return written


def test_an_action_writes_its_row_and_its_audit_row(write):
    row = write(wave="a", key="1", by=None)
    assert list(Ballot.objects.all()) == [row]
    assert told() == ["ballot.written"]


def test_an_action_without_an_audit_row_is_undone():
    @actions.action
    def silent(*, by):
        Ballot.objects.create(wave="a", answer={})

    with pytest.raises(NoAuditRow):
        silent(by=None)
    assert not Ballot.objects.exists()


def test_an_audit_row_that_cannot_be_written_undoes_the_change(write, monkeypatch):
    def broken(**_row):
        raise OSError

    monkeypatch.setattr(AuditRow.objects, "create", broken)
    with pytest.raises(OSError):
        write(wave="a", key="1", by=None)
    assert not Ballot.objects.exists()
    assert not UsedKey.objects.exists()


def test_the_same_request_twice_has_one_effect(write):
    first = write(wave="a", key="1", by=None)
    assert write(wave="a", key="1", by=None) == first
    assert Ballot.objects.count() == len(told()) == 1
    assert write(wave="a", key="2", by=None) != first  # another key is another request


def test_a_key_that_comes_back_with_another_request_is_refused(write):
    write(wave="a", key="1", by=None)
    with pytest.raises(KeyReused):
        write(wave="b", key="1", by=None)
    assert Ballot.objects.get().wave == "a"


def test_a_refused_request_does_not_use_its_key_up(write):
    with pytest.raises(Refused):
        write(wave="refused", key="1", by=None)
    assert not told()
    assert write(wave="a", key="1", by=None) == Ballot.objects.get()


def test_a_part_of_an_action_writes_nowhere_else():
    @part_of_an_action
    def step():
        return Ballot.objects.create(wave="a", answer={})

    with pytest.raises(NotInAnAction):
        step()

    @actions.action
    def whole(*, by):
        audit.record("ballot.written", step(), by=by)

    whole(by=None)
    assert Ballot.objects.count() == 1


def test_an_action_in_an_action_is_undone_with_it(write):
    @actions.action
    def outer(*, by):
        write(wave="a", key="1", by=by)
        raise Refused

    with pytest.raises(Refused):
        outer(by=None)
    assert not Ballot.objects.exists()
    assert not told()
