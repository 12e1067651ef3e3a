"""Who does what by when: made once, read by who was there, ticked off by hand or by itself."""

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction

from bloei.agreements import actions, queries, rules, watching
from bloei.agreements.events import AgreementDone
from bloei.agreements.models import Agreement
from bloei.agreements.rules import Nearness, State
from bloei.foundation import encryption
from bloei.foundation.actions import KeyReused
from bloei.foundation.models import AuditRow
from bloei.people import actions as people
from bloei.people import own_data
from bloei.people.models import Person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TEXT = "Belt Stan over een ochtend meelopen"


@pytest.fixture
def agree(cast):
    """Make an agreement between Eva and Mo, unless told otherwise."""

    def agreeing(**told) -> Agreement:
        agreeing.count += 1
        usual = {"person": cast.eva, "by": cast.mo, "text": TEXT, "due_on": cast.today + 3 * DAY}
        return actions.make_agreement(
            **usual | {"today": cast.today, "key": f"agreement-{agreeing.count}"} | told
        )

    agreeing.count = 0
    return agreeing


def test_what_was_agreed_stands_with_both(cast, agree):
    made = agree(about="conversation:12")
    assert (made.state, made.agreed_on, made.partner) == (State.OPEN, cast.today, cast.mo)
    assert [one.text for one in queries.open_of(cast.eva)] == [TEXT]
    assert [one.text for one in queries.open_of_others(cast.mo)] == [TEXT]
    assert list(queries.open_of(cast.mo)) == []


@pytest.mark.parametrize("viewer", ["stan", "els", "anneke", "hanan", "joost", "ria", "sam"])
def test_who_was_not_there_sees_nothing_in_whatever_role(cast, agree, viewer):
    """Anneke leads Mo, Hanan is HR, Sam the administrator; the test above sees it."""
    agree(about="conversation:12")
    other = getattr(cast, viewer)
    assert not queries.seen_by(other).exists()
    assert queries.open_by_person([cast.eva.pk], other) == {}
    assert not queries.of_matter("conversation:12", other).exists()


def test_what_a_team_agreed_is_seen_by_who_was_there(cast, agree):
    made = agree(seen_by=[cast.stan.pk], about="meeting:3")
    assert made.partner is None
    for there in (cast.eva, cast.mo, cast.stan):
        assert queries.seen_by(there).exists()
    assert not queries.seen_by(cast.els).exists()
    assert [one.pk for one in queries.of_matter("meeting:3", cast.stan)] == [made.pk]


def test_the_database_and_the_audit_trail_hold_none_of_the_text(cast, agree):
    made = agree()
    actions.finish_agreement(made, today=cast.today, by=cast.eva)
    with connection.cursor() as cursor:
        cursor.execute("select text from agreements_agreement")
        (column,) = cursor.fetchone()
        cursor.execute("select row_to_json(foundation_auditrow)::text from foundation_auditrow")
        audit = " ".join(row[0] for row in cursor.fetchall())
    assert f"agreement:{made.pk}".partition(":")[2] in audit
    assert not [word for word in ("Stan", "ochtend") if word in column + audit]
    assert made.text == TEXT


def test_a_text_without_its_key_is_a_sentence_and_no_error(cast, agree, monkeypatch, caplog):
    agree()
    monkeypatch.setattr(encryption, "known_keys", lambda: (encryption.fresh_key(),))
    (shown,) = queries.open_of(cast.eva)
    assert str(shown.words).endswith(".")
    assert "docs/operations" in caplog.text


def test_the_same_intention_sent_twice_is_one_agreement(cast, agree):
    first = agree(key="same")
    assert agree(key="same") == first
    with pytest.raises(KeyReused):
        agree(key="same", text="Iets anders")
    assert Agreement.objects.count() == 1
    assert first.parties.count() == 2


@pytest.mark.parametrize("days", [-1, -400, 3 * 365 + 1])
def test_an_impossible_day_is_refused(cast, agree, days):
    with pytest.raises(actions.NotAPossibleDay):
        agree(due_on=cast.today + days * DAY)
    made = agree()
    with pytest.raises(actions.NotAPossibleDay):
        actions.move_agreement(made, due_on=cast.today + days * DAY, today=cast.today, by=cast.eva)


@pytest.mark.parametrize("text", ["", "  ", "x" * 301])
def test_a_text_that_is_none_or_too_long_is_refused(agree, text):
    with pytest.raises(ValueError, match="300"):
        agree(text=text)


def test_ticking_off_happens_once_and_can_be_taken_back(cast, agree):
    made = agree()
    actions.finish_agreement(made, today=cast.today, by=cast.eva)
    with pytest.raises(actions.AlreadyEnded):
        actions.finish_agreement(made, today=cast.today, by=cast.mo)
    with pytest.raises(actions.AlreadyEnded):
        actions.drop_agreement(made, today=cast.today, by=cast.mo)
    with pytest.raises(actions.AlreadyEnded):
        actions.move_agreement(made, due_on=cast.today, today=cast.today, by=cast.mo)
    assert [one.ended_on for one in queries.ended_lately(cast.eva, cast.today)] == [cast.today]
    actions.reopen_agreement(made, by=cast.eva)
    actions.move_agreement(made, due_on=None, today=cast.today, by=cast.eva)
    (again,) = queries.open_of(cast.eva)
    assert (again.ended_on, again.due_on, again.text) == (None, None, TEXT)


def test_the_soonest_comes_first_and_what_has_no_day_last(cast, agree):
    for text, due in (("geen", None), ("later", cast.today + 9 * DAY), ("eerst", cast.today)):
        agree(text=text, due_on=due)
    assert [one.text for one in queries.open_of(cast.eva)] == ["eerst", "later", "geen"]


def test_what_happened_ticks_off_what_waited_for_it_and_nothing_else(cast, agree):
    waiting = [agree(watches="block:7:done"), agree(watches="block:7:done", person=cast.stan)]
    other = agree(watches="block:70:done")
    dropped = agree(watches="block:7:done")
    actions.drop_agreement(dropped, today=cast.today, by=cast.eva)
    before = AuditRow.objects.count()
    assert watching.happened("block:8:done", cast.today) == 0
    assert AuditRow.objects.count() == before, "mostly nothing waits, and that leaves no row"
    assert watching.happened("block:7:done", cast.today) == 2
    assert watching.happened("block:7:done", cast.today + DAY) == 0
    assert actions.tick_watched("block:7:done", today=cast.today + DAY) == 0
    for one in waiting:
        one.refresh_from_db()
        assert (one.state, one.done_by_itself, one.ended_on) == (State.DONE, True, cast.today)
    assert Agreement.objects.get(pk=dropped.pk).state == State.DROPPED
    assert Agreement.objects.get(pk=other.pk).is_open


def test_what_is_done_is_published(cast, agree, monkeypatch):
    told = []
    monkeypatch.setattr("bloei.agreements.actions.publish", told.append)
    made, watched = agree(), agree(watches="block:1:done")
    told.clear()
    actions.finish_agreement(made, today=cast.today, by=cast.eva)
    actions.tick_watched("block:1:done", today=cast.today)
    assert told == [AgreementDone(made.pk), AgreementDone(watched.pk)]


def test_many_people_are_asked_in_one_query(cast, agree, django_assert_num_queries):
    for person in (cast.eva, cast.stan, cast.eva):
        agree(person=person)
    assert cast.mo.roles  # known from every request
    with django_assert_num_queries(1):
        found = queries.open_by_person([cast.eva.pk, cast.stan.pk, cast.els.pk], cast.mo)
    assert {person: len(rows) for person, rows in found.items()} == {
        cast.eva.pk: 2, cast.stan.pk: 1,
    }  # fmt: skip


def test_the_last_day_of_a_matter_tells_how_long_it_is_kept(cast, agree):
    agree(about="conversation:1", today=cast.today - 30 * DAY, due_on=None)
    agree(about="conversation:1")
    agree(about="conversation:2", today=cast.today - DAY, due_on=None)
    asked = ["conversation:1", "conversation:2", "conversation:3"]
    assert queries.last_days(asked) == {
        "conversation:1": cast.today, "conversation:2": cast.today - DAY,
    }  # fmt: skip


def test_what_ended_two_years_ago_is_forgotten_and_what_is_open_stays(cast, agree):
    old, recent, still = agree(), agree(), agree()
    actions.finish_agreement(old, today=cast.today - 731 * DAY, by=cast.eva)
    actions.drop_agreement(recent, today=cast.today - 729 * DAY, by=cast.eva)
    assert actions.forget_old_agreements(today=cast.today) > 0
    assert set(Agreement.objects.values_list("pk", flat=True)) == {recent.pk, still.pk}


def test_a_matter_that_is_forgotten_takes_its_agreements_along(agree):
    agree(about="conversation:1")
    kept = agree(about="conversation:11")
    actions.forget_agreements(about="conversation:1", by=None)
    assert list(Agreement.objects.all()) == [kept]


def test_what_two_agreed_goes_with_either_and_what_a_team_agreed_with_who_does_it(cast, agree):
    two = agree(person=cast.mo, by=cast.eva)
    of_the_team = agree(person=cast.mo, by=cast.eva, seen_by=[cast.stan.pk])
    by_eva = agree(person=cast.eva, seen_by=[cast.stan.pk])
    last = cast.today - DAY
    people.end_employment(cast.eva.employments.get(), last_on=last, today=cast.today, by=cast.hanan)
    people.erase_person(Person.objects.get(pk=cast.eva.pk), today=cast.today, by=cast.hanan)
    left = set(Agreement.objects.values_list("pk", flat=True))
    assert left == {of_the_team.pk}
    assert not {two.pk, by_eva.pk} & left
    assert set(of_the_team.parties.values_list("person", flat=True)) == {cast.mo.pk, cast.stan.pk}


def test_what_a_person_takes_along_holds_the_text_of_their_own_agreements(cast, agree):
    agree()
    agree(person=cast.stan, by=cast.mo, seen_by=[cast.eva.pk], text="Van Stan in het werkoverleg")
    kept = {entry.model.__name__: rows for entry, rows in own_data.kept(cast.eva)}
    assert [row.text for row in kept["Agreement"]] == [TEXT]
    assert len(kept["AgreementParty"]) == 2
    archive = zipfile.ZipFile(BytesIO(own_data.as_zip(cast.eva)))
    written = archive.read("agreements-agreement.json").decode()
    assert TEXT in written
    assert "(versleuteld)" in written


def test_the_database_refuses_an_end_without_a_day(agree):
    made = agree()
    for wrong in ({"state": "done"}, {"ended_on": date(2026, 1, 1)}, {"done_by_itself": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.filter(pk=made.pk).update(**wrong)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (None, Nearness.FAR), (-1, Nearness.LATE), (0, Nearness.TODAY), (1, Nearness.SOON),
        (3, Nearness.SOON), (4, Nearness.FAR),
    ],
)  # fmt: skip
def test_how_near_a_day_is(days, expected):
    today = date(2026, 12, 30)
    due = None if days is None else today + days * DAY
    assert rules.nearness(due, today) == expected


def test_who_was_there():
    assert rules.parties(1, None, []) == {1}
    assert rules.parties(1, 2, [3, 1]) == {1, 2, 3}
    assert rules.partner(1, {1}) is None
    assert rules.partner(1, {1, 2}) == 2
    assert rules.partner(1, {1, 2, 3}) is None
