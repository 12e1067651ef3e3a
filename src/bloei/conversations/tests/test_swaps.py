"""A swap in a talk: who leads lets a colleague take over, others agree on it in words."""

import re

import pytest
from django.urls import reverse

from bloei.agreements.models import Agreement
from bloei.conversations import actions
from bloei.conversations.models import Outcome
from bloei.conversations.rules import Kind, Occasion
from bloei.conversations.tests.test_time import DUTCH, MOMENT, agree, talk, text, url
from bloei.planning.actions.rosters import UsualShift
from bloei.planning.models import LearningBlock, Shift
from bloei.planning.rules import Origin, State
from bloei.planning.tests.test_swaps import team, usual

__all__ = ["talk", "team"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def swap(team, talk, sign_in):
    """Return a function with which Mo, or another, lets Noor take over from Eva."""

    def swapping(by="mo", **more):
        told = {"taker": team.noor.pk} | MOMENT | more
        return agree(sign_in(getattr(team.cast, by)), talk, "swap", **told)

    return swapping


def test_a_swap_plans_the_moment_that_did_not_fit_and_changes_the_roster(team, talk, sign_in, swap):
    without = agree(sign_in(team.cast.mo), talk, "block", **MOMENT)
    assert without.status_code == 422
    answer = swap(key="outcome-key-2")
    assert answer["Location"] == f"{talk.get_absolute_url()}#agreed"
    block = LearningBlock.objects.get()
    assert (block.origin, block.state, block.minutes) == (Origin.TALK, State.AGREED, 120)
    assert Shift.objects.get().person == team.noor
    outcome = Outcome.objects.get()
    assert (outcome.kind, outcome.block, outcome.agreement.person) == (
        Kind.SWAP, block, team.cast.eva,
    )  # fmt: skip


def test_the_colleague_agrees_to_it_and_learns_nothing_else_of_the_talk(team, talk, sign_in, swap):
    swap()
    (theirs,) = Agreement.objects.filter(parties__person=team.noor)
    assert theirs.person == team.noor
    told = theirs.text.replace("\xa0", " ").replace("\u2060", "")
    assert told == "Noor neemt de dienst over van Eva op donderdag 26 november, 9.00 – 11.00 uur"
    browser = sign_in(team.noor)
    assert browser.get(talk.get_absolute_url()).status_code == 404
    page = text(browser.get(reverse("home:today"), **DUTCH))
    assert "Noor neemt de dienst over van Eva" in page
    assert MOMENT["what"] not in page
    assert browser.get(theirs.url).status_code == 200


def test_the_same_swap_sent_twice_has_one_effect(swap):
    assert [swap().status_code for _again in range(2)] == [302, 302]
    assert Outcome.objects.count() == Shift.objects.count() == LearningBlock.objects.count() == 1
    assert Agreement.objects.count() == 2


@pytest.mark.parametrize(
    ("shift", "sentence"),
    [
        (UsualShift(2, 14 * 60, 23 * 60), "Dan heeft Noor tussen twee diensten 10 uur rust."),
        (UsualShift(3, 9 * 60, 12 * 60), "Noor is dan al aan het werk."),
    ],
)
def test_a_colleague_who_cannot_is_refused_in_a_sentence_and_nothing_is_written(
    team, swap, shift, sentence
):
    usual(team.noor, [shift], "other")
    answer = swap()
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "Op dit moment kan niemand van het team." in text(answer)
    assert f'value="{MOMENT["what"]}"' in text(answer)
    for model in (Outcome, Agreement, LearningBlock, Shift):
        assert not model.objects.exists()


def test_who_chose_a_colleague_who_cannot_reads_who_could(team, swap):
    answer = text(swap(taker=team.cast.sanne.pk))
    assert "Sanne is dan al aan het werk." in answer
    assert "Op dit moment kunnen deze collega’s: Noor Bos." in answer


def test_where_a_swap_is_not_enough_that_is_said(swap):
    answer = swap(start="16:00")
    assert "Volgens het rooster werkt Eva dan niet." in text(answer)
    assert not Shift.objects.exists()


def test_who_leads_chooses_among_the_colleagues_and_the_two_are_not_among_them(team, talk, sign_in):
    page = text(sign_in(team.cast.mo).get(url(talk, kind="swap"), **DUTCH))
    names = re.findall(r"<option[^>]*>([^<]+)</option>", page)
    assert {"Noor Bos", "Sanne Dijkstra", "Youssef Kaya"} <= set(names)
    assert not {"Eva de Vries", "Mo Bulut", "Stan Jansen"} & set(names)
    assert "Wie neemt het over?" in page
    assert 'name="arranges"' not in page
    assert "Hier is ruimte in het rooster" not in page


def test_who_does_not_lead_agrees_in_words_and_reads_who_can_do_more(team, talk, sign_in, swap):
    page = text(sign_in(team.cast.eva).get(url(talk, kind="swap"), **DUTCH))
    assert 'name="taker"' not in page
    assert "Mo geeft leiding aan het team en kan de ruil meteen in het rooster zetten." in page
    assert swap(by="eva", arranges="Regelt de ruil met Noor").status_code == 422
    assert not Shift.objects.exists(), "a colleague that was sent along is not read"


def test_of_two_who_lead_nobody_of_the_team_no_roster_changes(team, sign_in):
    cast = team.cast
    talk = actions.open_conversation(
        cast.eva, partner=cast.joost, occasion=Occasion.TIME, key="j", by=cast.eva
    )
    page = text(sign_in(cast.eva).get(url(talk, kind="swap"), **DUTCH))
    assert "Geen van jullie geeft leiding aan dit team. Daarom verandert er geen rooster" in page
