"""What was said is kept for its time, goes with who leaves, and is taken along by both."""

import json
import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest

from bloei.agreements.models import Agreement
from bloei.conversations import actions, jobs, rules
from bloei.conversations.models import (
    AgendaPoint,
    Conversation,
    HelpAsked,
    Notes,
    Outcome,
    Preparation,
    Viewing,
)
from bloei.conversations.rules import State
from bloei.conversations.tests.two import TODAY, plan
from bloei.foundation import clock
from bloei.foundation.models import Mail
from bloei.people import actions as people
from bloei.people import own_data
from bloei.people.models import Person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SEALED = (AgendaPoint, Notes, Preparation, Outcome, HelpAsked)


@pytest.fixture
def full(cast, talk) -> Conversation:
    """A talk in which both wrote everything there is to write, held today."""
    actions.add_point(talk, text="Punt van Eva", key="e", by=cast.eva)
    actions.add_point(talk, text="Punt van Mo", key="m", by=cast.mo)
    actions.write_notes(talk, text="Samen geschreven", base="", by=cast.eva)
    actions.write_preparation(talk, text="Voorbereiding van Eva", by=cast.eva)
    actions.write_preparation(talk, text="Voorbereiding van Mo", by=cast.mo)
    actions.agree(
        talk, who=cast.eva, text="Belt Stan", due_on=TODAY, today=TODAY, key="a", by=cast.mo
    )
    actions.ask_for_help(talk, sentence="Zin voor HR", key="h", by=cast.eva)
    return actions.hold_conversation(talk, on=TODAY, today=TODAY, by=cast.mo)


def test_preparation_goes_a_month_after_the_talk_and_the_talk_closes(full):
    jobs.forget(date(2026, 12, 22))
    assert Preparation.objects.count() == 2
    jobs.forget(date(2026, 12, 23))
    assert Preparation.objects.count() == 0
    full.refresh_from_db()
    assert full.state == State.CLOSED
    assert Notes.objects.get().text == "Samen geschreven"


def test_preparation_of_what_was_called_off_goes_too(cast, talk):
    actions.write_preparation(talk, text="Eerst luisteren", by=cast.mo)
    actions.call_off(talk, today=TODAY, by=cast.eva)
    jobs.forget(date(2026, 12, 23))
    assert not Preparation.objects.exists()


def test_what_never_took_place_closes_a_month_after_its_moment(cast, talk):
    plan(talk, cast)
    actions.write_preparation(talk, text="Eerst luisteren", by=cast.mo)
    jobs.forget(date(2026, 12, 25))
    talk.refresh_from_db()
    assert talk.is_open
    jobs.forget(date(2026, 12, 26))
    talk.refresh_from_db()
    assert (talk.state, talk.closed_on) == (State.CLOSED, date(2026, 12, 26))
    assert not Preparation.objects.exists()


def test_what_never_got_a_moment_closes_after_half_a_year_and_then_goes_in_time(cast, talk):
    actions.add_point(talk, text="Punt", key="p", by=cast.eva)
    jobs.forget(date(2027, 5, 22))
    assert Conversation.objects.open().exists()
    jobs.forget(date(2027, 5, 23))
    assert not Conversation.objects.open().exists()
    jobs.forget(date(2029, 5, 23))
    assert not AgendaPoint.objects.exists()


def test_hr_is_always_asked_before_a_talk_closes_by_itself():
    assert rules.open_until(date(2026, 1, 1), None, 365) == date(2027, 2, 1)


def test_a_talk_with_who_left_closes_at_once(cast, talk):
    plan(talk, cast)
    actions.write_preparation(talk, text="Eerst luisteren", by=cast.mo)
    with clock.fixed(TODAY):
        people.end_employment(
            cast.mo.employments.get(), last_on=TODAY - DAY, today=TODAY, by=cast.hanan
        )
        jobs.forget(TODAY)
        jobs.forget(TODAY)
    talk.refresh_from_db()
    assert talk.state == State.CLOSED
    assert not Preparation.objects.exists()
    assert Mail.objects.filter(subject__contains="Geen gesprek").exists()


def test_all_of_it_goes_two_years_after_the_last_agreement(cast, full):
    jobs.forget(date(2026, 12, 23))
    later = actions_after(full, cast)
    jobs.forget(date(2028, 12, 9))
    assert Conversation.objects.count() == 1
    jobs.forget(date(2028, 12, 10))
    assert not Conversation.objects.exists()
    assert not any(model.objects.exists() for model in (*SEALED, Viewing))
    assert not Agreement.objects.filter(pk=later.pk).exists()


def actions_after(full, cast) -> Agreement:
    """Agree on something more on 10 December, in what was said of that talk."""
    from bloei.agreements.actions import make_agreement

    return make_agreement(
        person=cast.mo, text="Later nog", seen_by=full.ids, about=full.about,
        today=date(2026, 12, 10), key="later", by=cast.mo,
    )  # fmt: skip


def test_the_organisation_chooses_how_long(cast, full):
    actions.set_talk_terms(months_kept=3, help_after_days=30, by=cast.hanan)
    jobs.forget(date(2026, 12, 23))
    jobs.forget(date(2027, 2, 22))
    assert Conversation.objects.exists()
    jobs.forget(date(2027, 2, 23))
    assert not Conversation.objects.exists()


def test_months_end_on_the_last_day_where_there_is_no_such_day():
    assert rules.preparation_until(date(2027, 1, 31)) == date(2027, 2, 28)
    assert rules.months_later(date(2026, 12, 15), 24) == date(2028, 12, 15)


def taken_along(person) -> str:
    with zipfile.ZipFile(BytesIO(own_data.as_zip(person))) as archive:
        names = [name for name in archive.namelist() if name.startswith(("conversations", "agre"))]
        return "\n".join(json.dumps(json.loads(archive.read(name))) for name in names)


@pytest.mark.parametrize(("who", "other"), [("eva", "Mo"), ("mo", "Eva")])
def test_each_takes_along_what_is_shared_and_the_own_preparation_only(cast, full, who, other):
    told = taken_along(getattr(cast, who))
    for words in ("Punt van Eva", "Punt van Mo", "Samen geschreven", "Belt Stan"):
        assert words in told
    assert f"Voorbereiding van {who.title()}" in told
    assert f"Voorbereiding van {other}" not in told


def test_who_is_no_party_takes_nothing_along(cast, full):
    for who in (cast.stan, cast.sam, cast.els, cast.joost):
        assert "Samen geschreven" not in taken_along(who)


def test_taking_it_along_is_a_look_that_both_see(cast, full):
    taken_along(cast.mo)
    assert Viewing.objects.get().person == cast.mo
    assert Viewing.objects.get().how == Viewing.How.EXPORT


def erase(cast, name: str) -> None:
    person = getattr(cast, name)
    people.end_employment(person.employments.get(), last_on=TODAY - DAY, today=TODAY, by=cast.hanan)
    people.erase_person(Person.objects.get(pk=person.pk), today=TODAY, by=cast.hanan)


def test_with_whom_it_is_about_all_of_it_goes(cast, full):
    assert all(model.objects.exists() for model in (AgendaPoint, Notes, Preparation))
    with clock.fixed(TODAY):
        erase(cast, "eva")
    assert not Conversation.objects.exists()
    assert not any(model.objects.exists() for model in (*SEALED, Viewing, Agreement))


def test_with_the_other_one_goes_what_was_theirs_and_the_shared_stays(cast, full):
    with clock.fixed(TODAY):
        erase(cast, "mo")
    assert [point.text for point in AgendaPoint.objects.all()] == ["Punt van Eva"]
    assert [one.text for one in Preparation.objects.all()] == ["Voorbereiding van Eva"]
    assert Notes.objects.get().text == "Samen geschreven"
    assert "Bulut" not in str(Conversation.objects.get())
