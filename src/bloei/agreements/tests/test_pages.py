"""The page of agreements, its panel on Today, and the two reminders."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bloei.agreements import actions
from bloei.agreements.listeners import refresh_reminders
from bloei.agreements.models import Agreement
from bloei.agreements.nudges import NUDGES, due_soon, overdue
from bloei.agreements.panels import agreed_today
from bloei.foundation import clock
from bloei.notifications import actions as notifications
from bloei.notifications import queries as reminders
from bloei.notifications.models import NudgeCase
from bloei.notifications.nudge import write

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PAGE = "/agreements/"


@pytest.fixture
def agree(cast):
    """Make an agreement that Eva does and Mo wrote down, by so many days from today."""

    def agreeing(text: str, days: int | None = None, *, today=cast.today, **told) -> Agreement:
        due = None if days is None else cast.today + days * DAY
        usual = {"person": cast.eva, "by": cast.mo, "text": text, "due_on": due, "key": text}
        return actions.make_agreement(**usual | {"today": today} | told)

    return agreeing


@pytest.fixture
def enter(client, cast):
    """Sign somebody in on the day of the cast."""

    def entering(name: str):
        client.force_login(getattr(cast, name))
        return client

    with clock.fixed(cast.today):
        yield entering


def page_of(client, url: str = PAGE) -> str:
    return client.get(url).content.decode()


def step(client, agreement: Agreement, verb: str, **told):
    return client.post(reverse(f"agreements:agreement_{verb}", args=[agreement.pk]), told)


def test_the_page_shows_what_i_do_and_what_others_do(enter, agree, cast):
    agree("Een vast leeruur zetten", 3)
    agree("De ruil met Ruben regelen", person=cast.mo, by=cast.eva)
    mine = page_of(enter("eva"))
    assert mine.index("Dit doe jij") < mine.index("Een vast leeruur zetten")
    assert mine.index("Dit doen anderen") < mine.index("De ruil met Ruben regelen")
    assert "uiterlijk do\u00a026\u00a0nov" in mine
    assert "afgesproken met Mo" in mine
    of_mo = page_of(enter("mo"))
    assert of_mo.index("De ruil met Ruben") < of_mo.index("Een vast leeruur zetten")
    assert "afgesproken met jou" in of_mo


@pytest.mark.parametrize("viewer", ["stan", "hanan", "sam", "anneke"])
def test_who_was_not_there_finds_an_empty_page(enter, agree, viewer):
    agree("Geheim", 3)
    shown = page_of(enter(viewer))
    assert "Geheim" not in shown
    assert "Er staat niets op je lijst" in shown


def test_a_colleague_who_was_there_reads_it_and_changes_nothing(enter, agree, cast):
    made = agree("Een proef met samen lezen", 3, seen_by=[cast.stan.pk], about="meeting:3")
    shown = page_of(enter("stan"))
    assert "Een proef met samen lezen" in shown
    assert "uit het werkoverleg" in shown
    assert "Klaar: Een proef" not in shown
    assert "Klaar: Een proef" in page_of(enter("eva"))
    for verb in ("finish", "drop", "move", "reopen"):
        assert step(enter("stan"), made, verb).status_code == 404
    assert Agreement.objects.get(pk=made.pk).is_open


def test_ticking_off_has_a_way_back(enter, agree):
    made = agree("Stan bellen", 3)
    client = enter("eva")
    answer = step(client, made, "finish", next="/agreements/")
    assert answer["Location"] == PAGE
    shown = page_of(client)
    assert "Afgevinkt. Goed gedaan." in shown
    assert f'action="{reverse("agreements:agreement_reopen", args=[made.pk])}"' in shown
    assert "klaar op ma\u00a023\u00a0nov" in shown
    step(client, made, "reopen")
    assert "klaar op" not in page_of(client)


def test_ticking_off_twice_gets_a_sentence(enter, agree):
    made = agree("Stan bellen", 3)
    client = enter("eva")
    step(client, made, "finish")
    for verb, told in (("finish", {}), ("drop", {}), ("move", {"due_on": "2026-11-30"})):
        answer = step(client, made, verb, **told)
        assert answer.status_code == 422
        assert "al afgevinkt of vervallen" in answer.content.decode()


def test_another_day_and_no_more(enter, agree):
    made = agree("Stan bellen", 3)
    client = enter("eva")
    assert step(client, made, "move", due_on="2026-12-07").status_code == 302
    assert "uiterlijk ma\u00a07\u00a0dec" in page_of(client)
    assert step(client, made, "drop").status_code == 302
    assert "vervallen op" in page_of(client)


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-11-22", "vanaf vandaag"), ("2031-01-01", "drie jaar"), ("", "due-error"),
     ("morgen", "due-error")],
)  # fmt: skip
def test_an_impossible_day_keeps_the_form_open_with_a_sentence(enter, agree, day, words):
    made, other = agree("Stan bellen", 3), agree("Mo bellen", 3)
    answer = step(enter("eva"), made, "move", due_on=day)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    assert shown.count("field__error") == 1
    assert f'id="due-error-{made.pk}"' in shown
    assert f'id="due-error-{other.pk}"' not in shown
    assert f'value="{day}"' in shown


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_a_step_never_leads_out_of_bloei(enter, agree, away):
    answer = step(enter("eva"), agree("Stan bellen", 3), "finish", next=away)
    assert answer["Location"] == PAGE


def test_today_shows_the_soonest_four_in_one_query(enter, agree, cast, django_assert_num_queries):
    for days in (9, 1, 5, 3, 7):
        agree(f"over {days} dagen", days)
    agree("van Mo", 0, person=cast.mo)
    shown = page_of(enter("eva"), "/")
    there = [shown.index(f"over {days} dagen") for days in (1, 3, 5, 7)]
    assert there == sorted(there)
    assert "over 9 dagen" not in shown
    assert "van Mo" not in shown
    assert "Je hebt nog meer afgesproken" in shown
    assert cast.eva.roles
    with django_assert_num_queries(1):
        agreed_today(cast.eva, cast.today, None)


def test_today_says_nothing_to_who_agreed_nothing(cast, agree):
    agree("Stan bellen", 3)
    assert agreed_today(cast.stan, cast.today, None) is None
    assert agreed_today(cast.mo, cast.today, None) is None


def test_a_late_one_says_so(enter, agree, cast):
    agree("Stan bellen", -2, today=cast.today - 9 * DAY)
    agree("Mo bellen", 0)
    agree("Ria bellen", 2)
    shown = page_of(enter("eva"))
    for badge in ('clay">Te laat<', 'sun">Vandaag<', 'sun">Bijna<'):
        assert shown.count(badge) == 1


def occasions(found) -> list[tuple]:
    return [(one.person_id, one.occasion, one.params["count"], str(one.until)) for one in found]


def test_three_days_before_and_once_after_somebody_is_told(cast, agree):
    early = cast.today - 30 * DAY
    for text, days in (("a", 4), ("b", 3), ("c", 3), ("d", 0), ("e", -1), ("f", -15)):
        agree(text, days, today=early)
    agree("van Mo", 1, person=cast.mo)
    done = agree("gedaan", 2)
    actions.finish_agreement(done, today=cast.today, by=cast.eva)
    eva, mo = cast.eva.pk, cast.mo.pk
    assert occasions(due_soon(cast.today)) == [
        (eva, "2026-11-23", 1, "2026-11-23"),
        (mo, "2026-11-24", 1, "2026-11-24"),
        (eva, "2026-11-26", 2, "2026-11-26"),
    ]
    assert occasions(overdue(cast.today)) == [(eva, "2026-11-22", 1, "2026-12-06")]
    assert due_soon(cast.today, among=[cast.stan.pk]) == []


def test_each_day_is_told_once_and_never_says_what_it_was(cast, agree):
    agree("Praten over mijn ontslag", 2)
    for _night in range(3):
        for nudge in NUDGES:
            notifications.compute_nudge(nudge.name, today=cast.today)
    (case,) = NudgeCase.objects.filter(person=cast.eva)
    assert case.group == "everybody", "a service message: nobody is held out"
    assert "ontslag" not in str(vars(case))
    (nudge,) = [one for one in NUDGES if one.name == case.nudge]
    said = write(nudge, case.params, "nl")
    assert said.title == "Je hebt afgesproken om uiterlijk 25 november 2026 iets te doen"
    two = write(nudge, {**case.params, "count": 2}, "nl")
    assert two.title.endswith("2 dingen te doen")


@pytest.mark.parametrize("verb", ["finish_agreement", "drop_agreement"])
def test_a_reminder_goes_when_it_is_done_or_dropped(cast, agree, verb):
    made = agree("Stan bellen", 2)
    notifications.compute_nudge("agreements.due_soon", today=cast.today)
    assert reminders.open_cases(cast.eva)
    getattr(actions, verb)(made, today=cast.today, by=cast.eva)
    with clock.fixed(cast.today):
        refresh_reminders(actions.AgreementDone(made.pk))
    assert not reminders.open_cases(cast.eva)
