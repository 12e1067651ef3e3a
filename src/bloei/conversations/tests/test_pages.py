"""The pages: asking, the talk itself with and without script, its moment, its end, help of HR."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from bloei.agreements.actions import tick_watched
from bloei.agreements.models import Agreement
from bloei.conversations import actions, talk_lines
from bloei.conversations.models import Conversation, HelpAsked, Notes, Preparation
from bloei.conversations.rules import Occasion, State
from bloei.conversations.talk_lines import line_of
from bloei.conversations.tests.two import TODAY, open_talk, plan
from bloei.foundation import at_once
from bloei.notifications.models import Notice, NudgeCase, Talk
from bloei.people.models import Lead

pytestmark = pytest.mark.django_db
DUTCH = {"HTTP_ACCEPT_LANGUAGE": "nl"}
SCRIPT = {"HTTP_ACCEPT": "application/json"}


def text(answer) -> str:
    return answer.content.decode().replace("\xa0", " ").replace("\u2060", "")


def url(name, *args) -> str:
    return reverse(f"conversations:{name}", args=args)


@pytest.fixture
def eva(cast, talk, sign_in):
    return sign_in(cast.eva)


def ask(browser, whom, **more):
    told = {"key": "a-key-of-eva", "whom": whom.pk, "occasion": "development", **more}
    return browser.post(url("conversation_ask"), told, **DUTCH)


def test_ten_minutes_are_asked_of_who_leads_or_of_learning(cast, sign_in):
    browser = sign_in(cast.eva)
    offered = text(browser.get(url("conversation_ask")))
    assert "Mo Bulut" in offered
    assert "Joost Vermeer" in offered
    assert "Els Bakker" not in offered
    answer = ask(browser, cast.mo, about="Ik twijfel over een opleiding.")
    talk = Conversation.objects.get()
    assert answer["Location"] == talk.get_absolute_url()
    assert talk.points.get().text == "Ik twijfel over een opleiding."
    notice = Notice.objects.get(person=cast.mo)
    assert "opleiding" not in str(notice.params)


def test_somebody_else_cannot_be_asked_by_changing_the_form(cast, sign_in):
    assert ask(sign_in(cast.eva), cast.els).status_code == 422
    assert ask(sign_in(cast.mo), cast.stan).status_code == 422


def test_a_question_with_nobody_chosen_keeps_what_was_written(cast, sign_in):
    told = {"key": "a-key-of-eva", "occasion": "stuck", "about": "Ik twijfel."}
    answer = sign_in(cast.eva).post(url("conversation_ask"), told, **DUTCH)
    assert answer.status_code == 422
    assert "Ik twijfel." in text(answer)


def test_a_talk_that_a_manager_asks_for_is_about_who_is_led(cast, sign_in):
    ask(sign_in(cast.mo), cast.eva)
    assert Conversation.objects.get().ids == (cast.eva.pk, cast.mo.pk)


def test_asking_again_leads_to_the_talk_that_there_is(cast, sign_in, talk):
    answer = ask(sign_in(cast.eva), cast.mo)
    assert answer["Location"] == talk.get_absolute_url()
    assert Conversation.objects.count() == 1


def test_the_link_of_the_team_page_chooses_for_whom_and_about_what(cast, sign_in):
    page = text(sign_in(cast.mo).get(f"{url('conversation_ask')}?whom={cast.eva.pk}&occasion=time"))
    assert re.search(rf'value="{cast.eva.pk}"[^>]*checked', page)
    assert re.search(r'value="time"[^>]*checked', page)


def test_points_notes_and_agreements_work_without_script(cast, eva, talk):
    eva.post(url("point_add", talk.pk), {"key": "point-key-1", "text": "Meelopen"})
    eva.post(url("notes_write", talk.pk), {"text": "Samen", "base": ""})
    eva.post(url("preparation_write", talk.pk), {"text": "Durven"})
    told = {"key": "agree-key-1", "text": "Belt Stan", "who": cast.eva.pk, "due_on": "2026-12-07"}
    eva.post(url("agreement_add", talk.pk), told)
    page = text(eva.get(talk.get_absolute_url(), **DUTCH))
    for words in ("Meelopen", "Samen", "Durven", "Belt Stan", "Alleen jullie twee lezen dit."):
        assert words in page


def test_while_typing_the_words_of_the_other_come_back(cast, eva, talk):
    actions.write_notes(talk, text="Van Mo", base="", by=cast.mo)
    answer = eva.post(url("notes_write", talk.pk), {"text": "Van Eva", "base": ""}, **SCRIPT)
    assert answer.json()["text"] == "Van Mo\nVan Eva"
    assert answer.json()["saved"].startswith("Bewaard om ")
    assert Notes.objects.get().version == 2


def test_what_is_typed_after_closing_is_not_said_to_be_kept(cast, eva, talk):
    actions.call_off(talk, today=TODAY, by=cast.mo)
    told = {"text": "Te laat", "base": ""}
    answer = eva.post(url("notes_write", talk.pk), told, **SCRIPT)
    assert answer.status_code == 422
    assert "gesloten" in answer.json()["refused"]
    assert eva.post(url("notes_write", talk.pk), told, **DUTCH).status_code == 422


@pytest.mark.parametrize("name", ["notes_write", "preparation_write"])
def test_a_text_without_end_is_refused_with_a_sentence(eva, talk, name):
    answer = eva.post(url(name, talk.pk), {"text": "a" * 20_001}, **SCRIPT)
    assert answer.status_code == 422
    assert answer.json()["refused"]
    assert not Notes.objects.exists()
    assert not Preparation.objects.exists()


def test_another_card_is_drawn_and_put_on_the_agenda(eva, talk):
    second = text(eva.get(f"{url('conversation_card', talk.pk)}?card=2"))
    assert "Vraagkaart 2 van" in second
    eva.post(url("point_add", talk.pk), {"card": "2"})
    point = talk.points.get()
    assert point.title in second
    assert point.more


def test_a_point_of_another_talk_is_not_found(cast, eva, talk):
    other = actions.open_conversation(
        cast.stan, partner=cast.els, occasion=Occasion.STUCK, point="Iets anders", key="o",
        by=cast.stan,
    )  # fmt: skip
    strange = other.points.get()
    for name in ("point_change", "point_move", "point_remove"):
        assert eva.post(url(name, talk.pk, strange.pk)).status_code == 404
    assert other.points.exists()


def test_a_moment_is_chosen_and_moved_on_one_page(cast, eva, talk):
    told = {"on": "2026-11-26", "start": "10:00", "minutes": "45", "place": "kamer 2.14"}
    assert eva.post(url("conversation_plan", talk.pk), told).status_code == 302
    page = text(eva.get(talk.get_absolute_url(), **DUTCH))
    assert "Donderdag 26 november, 10.00 – 10.45 uur · kamer 2.14" in page
    assert eva.get(url("conversation_ics", talk.pk))["Content-Type"].startswith("text/calendar")


def test_a_moment_in_the_past_keeps_the_form(eva, talk):
    told = {"on": "2026-11-20", "start": "10:00", "minutes": "45", "place": "kamer 2.14"}
    answer = eva.post(url("conversation_plan", talk.pk), told, **DUTCH)
    assert answer.status_code == 422
    assert "kamer 2.14" in text(answer)
    assert "Kies een moment vanaf vandaag" in text(answer)


def test_finishing_writes_the_date_and_the_next_time(cast, eva, talk):
    told = {"on": "2026-11-23", "next_on": "2027-05-20"}
    eva.post(url("conversation_finish", talk.pk), told)
    talk.refresh_from_db()
    assert (talk.state, talk.next_on.isoformat()) == (State.HELD, "2027-05-20")
    assert Talk.objects.filter(person=cast.eva).count() == 1


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"on": "2026-11-24"}, "Kies een dag uit het afgelopen jaar."),
        ({"on": "2026-11-23", "next_on": "2026-11-23"}, "Kies een dag na vandaag"),
    ],
)
def test_an_impossible_day_of_the_talk_gets_a_sentence(eva, talk, told, words):
    answer = eva.post(url("conversation_finish", talk.pk), told, **DUTCH)
    assert answer.status_code == 422
    assert words in text(answer)


def test_after_it_was_closed_it_can_be_read_and_not_changed(cast, eva, talk):
    actions.write_notes(talk, text="Samen", base="", by=cast.mo)
    actions.hold_conversation(talk, on=TODAY, today=TODAY, by=cast.mo)
    actions.close_finished(today=TODAY + timedelta(days=40))
    page = text(eva.get(talk.get_absolute_url(), **DUTCH))
    assert "Samen" in page
    assert "<textarea" not in page
    told = {"key": "point-key-2", "text": "Nog iets"}
    assert eva.post(url("point_add", talk.pk), told).status_code == 422


def test_an_agreement_ticks_itself_off_on_the_page(cast, eva, talk):
    agreement = actions.agree(
        talk, who=cast.eva, text="Volgt de training", watches="participation:7:done", today=TODAY,
        key="w", by=cast.mo,
    )  # fmt: skip
    assert "wordt vanzelf afgevinkt" in text(eva.get(talk.get_absolute_url(), **DUTCH))
    tick_watched("participation:7:done", today=TODAY)
    assert "vanzelf afgevinkt" in text(eva.get(talk.get_absolute_url(), **DUTCH))
    assert Agreement.objects.get(pk=agreement.pk).done_by_itself


def test_an_agreement_in_the_past_keeps_the_page_and_says_why(cast, eva, talk):
    told = {"key": "agree-key-2", "text": "Belt Stan", "who": cast.eva.pk, "due_on": "2026-01-01"}
    answer = eva.post(url("agreement_add", talk.pk), told, **DUTCH)
    assert answer.status_code == 422
    assert "Belt Stan" in text(answer)
    assert not Agreement.objects.exists()


def test_an_agreement_can_be_of_the_two_only(cast, eva, talk):
    told = {"key": "agree-key-3", "text": "Belt Stan", "who": cast.stan.pk}
    assert eva.post(url("agreement_add", talk.pk), told).status_code == 422


def test_help_is_asked_seen_by_hr_and_settled(cast, eva, talk, sign_in, client):
    eva.post(url("help_ask", talk.pk), {"key": "help-key-1", "sentence": "We komen er niet uit."})
    hanan = sign_in(cast.hanan)
    page = text(hanan.get(url("help_list"), **DUTCH))
    assert "Eva de Vries en Mo Bulut" in page
    assert "We komen er niet uit." in page
    hanan.post(url("help_settle", HelpAsked.objects.get().pk))
    assert "Niemand vraagt hulp bij een gesprek" in text(hanan.get(url("help_list"), **DUTCH))


def test_hr_sets_the_terms(cast, sign_in):
    hanan = sign_in(cast.hanan)
    hanan.post(url("terms_change"), {"months_kept": "12", "help_after_days": "14"})
    page = text(hanan.get(url("how_it_works"), **DUTCH))
    assert "12 maanden" in page
    assert "14 dagen" in page
    wrong = {"months_kept": "0", "help_after_days": "3"}
    assert hanan.post(url("terms_change"), wrong).status_code == 422


def test_the_list_shows_what_comes_and_what_was(cast, sign_in, talk):
    plan(talk, cast)
    browser = sign_in(cast.eva)
    page = text(browser.get(url("conversation_list"), **DUTCH))
    assert "donderdag 26 november, 10.00 – 10.45 uur" in page
    actions.hold_conversation(talk, on=TODAY, today=TODAY, by=cast.mo)
    page = text(browser.get(url("conversation_list"), **DUTCH))
    assert "23 november 2026" in page


def test_today_shows_the_talk_to_the_two_and_to_nobody_else(cast, sign_in, talk):
    for viewer, found in ((cast.eva, [cast.mo]), (cast.mo, [cast.eva]), (cast.stan, [])):
        lines = [line_of(row) for row in at_once.rows(talk_lines.to_come(viewer, 3))[0]]
        assert [one.other for one in lines] == found
    assert talk.get_absolute_url() in text(sign_in(cast.mo).get("/"))
    assert "/talks/1" not in text(sign_in(cast.stan).get("/"))


@pytest.fixture
def hours_lapse(cast):
    return NudgeCase.objects.create(
        nudge="budgets.hours_lapse", kind="service", person=cast.eva, about=cast.eva,
        occasion="h", rank=10, state="open", group="everybody", assigned_on=TODAY,
        params={"left_minutes": 1_110, "last_on": "2026-12-31"},
    )  # fmt: skip


def test_the_team_page_offers_to_make_time_where_time_is_the_reason(cast, sign_in, hours_lapse):
    page = text(sign_in(cast.mo).get(reverse("home:team"), **DUTCH))
    assert f"?whom={cast.eva.pk}&amp;occasion=time" in page
    assert "Samen tijd vinden" in page


def test_the_team_page_leads_to_the_talk_that_is_planned(cast, sign_in, hours_lapse, talk):
    plan(talk, cast)
    page = text(sign_in(cast.mo).get(reverse("home:team"), **DUTCH))
    assert talk.get_absolute_url() in page
    assert "26 nov, 10.00 uur" in page


def test_the_facts_are_the_same_for_both_and_hide_what_only_eva_sees(cast, sign_in, talk):
    pages = [
        text(sign_in(who).get(talk.get_absolute_url(), **DUTCH)) for who in (cast.eva, cast.mo)
    ]
    both = [re.search(r'id="facts".*?</dl>', page, re.DOTALL)[0] for page in pages]
    assert both[0] == both[1]
    assert "doelen die niet zijn gedeeld" in pages[1]


def test_an_officer_of_learning_gets_no_balance_by_talking(cast, sign_in):
    talk = actions.open_conversation(
        cast.eva, partner=cast.joost, occasion=Occasion.DEVELOPMENT, key="j", by=cast.eva
    )
    page = text(sign_in(cast.joost).get(talk.get_absolute_url(), **DUTCH))
    assert "Leertijd en budget" in page
    assert not Lead.objects.filter(leader=cast.joost, person=cast.eva).exists()


def test_after_a_talk_another_one_can_be_asked_from_the_list(cast, sign_in, talk):
    actions.hold_conversation(talk, on=TODAY, today=TODAY, by=cast.mo)
    assert url("conversation_ask") in text(sign_in(cast.eva).get(url("conversation_list")))
    assert open_talk(cast, key="second").state == State.INVITED
