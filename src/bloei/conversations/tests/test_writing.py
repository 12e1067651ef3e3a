"""What the two write: together, in an order, each for themselves; and what they agree."""

from datetime import date

import pytest

from bloei.agreements.models import Agreement
from bloei.conversations import actions, queries
from bloei.conversations.models import AgendaPoint, Notes, Preparation
from bloei.conversations.tests.two import TODAY, open_talk
from bloei.foundation.models import AuditRow

pytestmark = pytest.mark.django_db


def titles(talk) -> list[str]:
    return [point.title for point in talk.points.all()]


@pytest.fixture
def points(cast, talk) -> list[AgendaPoint]:
    words = ("Training\nIk wil vertellen waarom nu.", "Leertijd", "Meelopen")
    return [
        actions.add_point(talk, text=one, key=one[:5], by=cast.eva if n else cast.mo)
        for n, one in enumerate(words)
    ]


def test_the_first_line_of_a_point_is_its_title(points):
    assert (points[0].title, points[0].more) == ("Training", "Ik wil vertellen waarom nu.")


def test_points_change_places(cast, talk, points):
    actions.move_point(points[2], up=True, by=cast.mo)
    assert titles(talk) == ["Training", "Meelopen", "Leertijd"]
    actions.move_point(points[0], up=False, by=cast.mo)
    assert titles(talk) == ["Meelopen", "Training", "Leertijd"]


def test_the_first_cannot_go_further_up_nor_the_last_down(cast, talk, points):
    actions.move_point(points[0], up=True, by=cast.mo)
    actions.move_point(points[2], up=False, by=cast.mo)
    assert titles(talk) == ["Training", "Leertijd", "Meelopen"]


def test_either_changes_and_removes_a_point_of_the_other(cast, talk, points):
    actions.change_point(points[0], text="Andere training", minutes=20, by=cast.eva)
    actions.remove_point(points[1], by=cast.mo)
    assert titles(talk) == ["Andere training", "Meelopen"]


def test_an_agenda_has_an_end(cast, talk):
    for number in range(40):
        actions.add_point(talk, text=f"Punt {number}", key=f"k{number}", by=cast.eva)
    with pytest.raises(actions.TooManyPoints):
        actions.add_point(talk, text="Nog een", key="k40", by=cast.eva)


def test_two_who_write_at_once_lose_nothing(cast, talk):
    actions.write_notes(talk, text="Losse halfuren lukken niet.", base="", by=cast.eva)
    base = "Losse halfuren lukken niet."
    actions.write_notes(talk, text=f"{base}\nDonderdag past.", base=base, by=cast.eva)
    notes = actions.write_notes(talk, text=f"Samen met Naomi.\n{base}", base=base, by=cast.mo)
    assert notes.text == f"Samen met Naomi.\n{base}\nDonderdag past."
    assert notes.version == 3


def test_writing_the_same_again_is_no_new_version(cast, talk):
    actions.write_notes(talk, text="Een", base="", by=cast.eva)
    assert actions.write_notes(talk, text="Een", base="", by=cast.mo).version == 1


def test_a_form_that_comes_back_empty_takes_nothing_away(cast, talk):
    actions.write_notes(talk, text="Een", base="", by=cast.eva)
    assert actions.write_notes(talk, text="", base="", by=cast.mo).text == "Een"


def test_line_ends_of_a_browser_are_no_change(cast, talk):
    actions.write_notes(talk, text="Een\r\nTwee", base="", by=cast.eva)
    notes = actions.write_notes(talk, text="Een\r\nTwee", base="Een\r\nTwee", by=cast.eva)
    assert (notes.text, notes.version) == ("Een\nTwee", 1)


def test_each_prepares_apart_and_an_empty_text_removes_it(cast, talk):
    actions.write_preparation(talk, text="Eerst luisteren.", by=cast.mo)
    actions.write_preparation(talk, text="Durven vragen.", by=cast.eva)
    assert Preparation.objects.get(person=cast.mo).text == "Eerst luisteren."
    actions.write_preparation(talk, text="  ", by=cast.mo)
    assert Preparation.objects.get().person == cast.eva


def test_an_agreement_is_seen_by_the_two_and_by_nobody_else(cast, talk):
    agreement = actions.agree(
        talk, who=cast.eva, text="Belt Stan", due_on=date(2026, 12, 7), today=TODAY, key="a",
        by=cast.mo,
    )  # fmt: skip
    parties = set(agreement.parties.values_list("person", flat=True))
    assert parties == {cast.eva.pk, cast.mo.pk}
    assert agreement.about == talk.about
    assert [one.pk for one in queries.open_agreements(cast.eva)] == [agreement.pk]
    assert queries.open_agreements(cast.stan) == []


def test_the_next_talk_shows_what_was_agreed_in_the_one_before(cast, talk):
    actions.hold_conversation(talk, on=TODAY, today=TODAY, by=cast.mo)
    later = open_talk(cast, key="next")
    assert queries.previous(later) == talk
    assert queries.previous(talk) is None


def test_the_audit_trail_names_fields_and_never_words(cast, talk):
    actions.write_notes(talk, text="Kanariegeel", base="", by=cast.eva)
    actions.write_preparation(talk, text="Kanariegeel", by=cast.eva)
    actions.add_point(talk, text="Kanariegeel", key="p", by=cast.eva)
    actions.agree(talk, who=cast.eva, text="Kanariegeel", today=TODAY, key="a", by=cast.mo)
    actions.ask_for_help(talk, sentence="Kanariegeel", key="h", by=cast.eva)
    rows = AuditRow.objects.values_list("verb", "fields", "because")
    assert rows
    assert "Kanariegeel" not in str(list(rows))


def test_the_rows_themselves_hold_nothing_that_can_be_read(cast, talk):
    notes = actions.write_notes(talk, text="Kanariegeel", base="", by=cast.eva)
    assert "Kanariegeel" not in str(Notes.objects.filter(pk=notes.pk).values())
    assert Agreement.objects.count() == 0
