"""HR is asked in by each of the two for oneself; what one wrote for HR the other never reads."""

import pytest
from django.urls import reverse

from bloei.conversations import actions, queries
from bloei.conversations.access import HELP_WITH_TALK
from bloei.conversations.models import HelpAsked
from bloei.conversations.tests.test_keeping import taken_along
from bloei.conversations.tests.two import TODAY
from bloei.notifications.models import Notice
from bloei.people.actions import grant_role
from bloei.people.roles import Role

pytestmark = pytest.mark.django_db
SAID = "Zij dreigt met mijn contract"


@pytest.fixture
def asked(cast, talk) -> HelpAsked:
    """Eva asks HR to help in her talk with Mo."""
    return actions.ask_for_help(talk, sentence=SAID, key="h", by=cast.eva)


@pytest.fixture
def mo_of_hr(cast):
    """Mo is of HR too, for the whole organisation."""
    grant_role(person=cast.mo, role=Role.HR, from_on=TODAY, key="mo-hr", by=None)
    return type(cast.mo).objects.get(pk=cast.mo.pk)


def test_what_is_for_hr_is_in_the_file_of_who_wrote_it_and_not_of_the_other(cast, asked):
    assert SAID in taken_along(cast.eva)
    told = taken_along(cast.mo)
    assert SAID not in told
    assert "conversations.helpasked" not in told
    assert "wie hr om hulp vroeg" in told.lower() or "who asked HR for help" in told


def test_the_other_one_cannot_overwrite_what_was_asked(cast, talk, asked):
    actions.ask_for_help(talk, sentence="Het is opgelost.", key="m", by=cast.mo)
    asked.refresh_from_db()
    assert (asked.by, asked.sentence) == (cast.eva, SAID)
    assert {one.asked.by for one in queries.asked_for_help(HelpAsked.objects.all())} == {
        cast.eva,
        cast.mo,
    }


def test_asking_again_keeps_one_question_with_the_newest_sentence(cast, talk, asked):
    assert actions.ask_for_help(talk, key="h2", by=cast.eva).sentence == SAID
    actions.ask_for_help(talk, sentence="Graag voor vrijdag.", key="h3", by=cast.eva)
    assert HelpAsked.objects.get().sentence == "Graag voor vrijdag."


def test_calling_off_leaves_what_the_other_one_asked(cast, talk, asked):
    mine = actions.ask_for_help(talk, key="m", by=cast.mo)
    actions.call_off(talk, today=TODAY, by=cast.mo)
    asked.refresh_from_db()
    mine.refresh_from_db()
    assert asked.settled_on is None
    assert mine.settled_on == TODAY


def test_who_is_one_of_the_two_is_not_hr_in_it(cast, talk, mo_of_hr, sign_in):
    asked = actions.ask_for_help(talk, sentence=SAID, key="h", by=cast.eva)
    assert not HELP_WITH_TALK.narrow(HelpAsked.objects.all(), mo_of_hr).exists()
    assert HELP_WITH_TALK.narrow(HelpAsked.objects.all(), cast.hanan).get() == asked
    told = Notice.objects.filter(code="conversations.help_asked").values_list("person", flat=True)
    assert set(told) == {cast.hanan.pk}
    browser = sign_in(mo_of_hr)
    assert SAID not in browser.get(reverse("conversations:help_list")).content.decode()
    settle = reverse("conversations:help_settle", args=[asked.pk])
    assert browser.post(settle).status_code == 404


def test_who_reads_that_the_other_asked_may_ask_too(cast, talk, asked, sign_in):
    link = reverse("conversations:help_ask", args=[talk.pk])
    assert link in sign_in(cast.mo).get(talk.get_absolute_url()).content.decode()
    assert link not in sign_in(cast.eva).get(talk.get_absolute_url()).content.decode()
