"""Pages of who applies, decides and pays: shown, sent, refused in sentences, undone."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bloei.budgets import rounds
from bloei.budgets.actions import set_time_apart, teams, use_time
from bloei.budgets.demo import MONEY, TIME
from bloei.budgets.models import Application, Measure
from bloei.budgets.tests.rules_for_tests import switch_on
from bloei.foundation import clock
from bloei.foundation.models import StoredFile
from bloei.learning.actions import create_offer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
KEY = "a-key-of-this-test"
DUTCH = {"HTTP_ACCEPT_LANGUAGE": "nl"}


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def scheme(cast):
    made = switch_on(MONEY, name="leerbudget-de-linde")
    rounds.grant_and_lapse(TODAY)
    return made


@pytest.fixture
def offer(cast):
    return make_offer(cast, 38_000)


def make_offer(cast, cents, key="offer-1", **more):
    facts = {"title": f"Helder schrijven {key}", "kind": "training", "price_cents": cents, **more}
    return create_offer(facts=facts, provider="Taalhuis", key=key, by=cast.joost)


def url(name, *args):
    return reverse(f"budgets:{name}", args=args)


def form(price="380", **more):
    return {"key": KEY, "price": price, "payer": "employer", "why": "Ik wil dit leren.", **more}


def apply(browser, offer, **more):
    answer = browser.post(url("application_form", offer.pk), form(**more))
    return answer, Application.objects.order_by("pk").last()


def waiting_of(cast, sign_in, scheme):
    """Let Eva ask her team for what her own budget does not hold: then Mo decides."""
    teams.make_team_budget(
        unit=cast.klantcontact,
        year=2026,
        amount=100_000,
        owner=cast.mo,
        today=TODAY,
        key=KEY,
        by=cast.hanan,
    )
    big = make_offer(cast, 200_000, "offer-big")
    _answer, application = apply(sign_in(cast.eva), big, price="2000", with_team="on")
    assert application.state == "asked"
    return application


def text(answer) -> str:
    return answer.content.decode().replace("\xa0", " ")


def test_my_budget_shows_the_balance_the_coming_years_and_the_rule(cast, sign_in, scheme):
    page = text(sign_in(cast.eva).get(url("my_budget"), **DUTCH))
    assert "€ 1.200" in page
    assert "De komende jaren" in page
    assert "Zo werkt je budget" in page
    assert "Je krijgt elk jaar op 1 januari € 400." in page
    assert "Lees de hele regeling" in page


def test_my_budget_says_that_the_choice_is_mine(cast, sign_in, scheme):
    page = text(sign_in(cast.eva).get(url("my_budget"), **DUTCH))
    assert "Jij kiest wat je ermee leert." in page


def test_the_lines_add_up_to_what_is_free(cast, sign_in, scheme, offer):
    apply(sign_in(cast.eva), offer)
    ways = sign_in(cast.eva).get(url("my_budget")).context["ways"]
    budget = ways[0]["budget"]
    assert sum(line.amount for line in budget.lines) == budget.free == 82_000


def test_mandatory_training_stands_in_the_lines_and_costs_nothing(cast, sign_in, scheme):
    offer = make_offer(cast, 5_000, "offer-m", is_mandatory=True)
    apply(sign_in(cast.eva), offer, price="50")
    budget = sign_in(cast.eva).get(url("my_budget")).context["ways"][0]["budget"]
    line = next(line for line in budget.lines if line.badge == "mandatory")
    assert line.amount == 0
    assert budget.free == 120_000


def test_who_has_no_budget_gets_a_page_that_says_what_comes(cast, sign_in):
    page = text(sign_in(cast.eva).get(url("my_budget"), **DUTCH))
    assert "Nog geen leerbudget" in page


def test_the_rule_is_readable_for_who_has_a_budget_by_it(cast, sign_in, scheme):
    page = text(sign_in(cast.eva).get(url("scheme_read", scheme.name), **DUTCH))
    assert "€ 400 per jaar" in page
    assert "Past niet bij het doel van de regeling" in page


def test_the_rule_of_others_is_not_there(cast, sign_in):
    other = switch_on(MONEY, name="elders", cao="sociaal werk")
    assert sign_in(cast.eva).get(url("scheme_read", other.name)).status_code == 404


def test_an_application_within_the_balance_is_decided_by_oneself(cast, sign_in, scheme, offer):
    eva = sign_in(cast.eva)
    page = text(eva.get(url("application_form", offer.pk), **DUTCH))
    assert "Je beslist zelf" in page
    assert "Jouw budget hierna" in page
    assert "€ 820" in page
    assert "Mo krijgt bericht en hoeft niets te doen." in page
    answer, application = apply(eva, offer)
    assert answer.status_code == 302
    assert application.state == "agreed"
    assert "Eva besliste zelf" in text(eva.get(application.get_absolute_url(), **DUTCH))


def test_who_applies_for_somebody_else_is_not_told_their_balance(cast, sign_in, scheme, offer):
    page = sign_in(cast.joost).get(
        url("application_form", offer.pk), {"person": cast.eva.number}, **DUTCH
    )
    assert page.status_code == 200
    assert "Jouw budget hierna" not in text(page)


def test_a_form_with_a_mistake_keeps_what_was_filled_in(cast, sign_in, scheme, offer):
    answer, application = apply(sign_in(cast.eva), offer, price="veel")
    assert answer.status_code == 422
    assert application is None
    assert "Ik wil dit leren." in text(answer)
    assert 'value="veel"' in text(answer)


def test_what_is_kept_for_later_is_not_sent(cast, sign_in, scheme, offer):
    eva = sign_in(cast.eva)
    _answer, application = apply(eva, offer, later="1")
    assert application.state == "draft"
    assert "Je bewaarde dit voor later." in text(eva.get(url("my_budget"), **DUTCH))
    assert "Ik wil dit leren." in text(eva.get(url("application_form", offer.pk)))


def test_a_slip_is_undone_and_the_money_is_free_again(cast, sign_in, scheme, offer):
    eva = sign_in(cast.eva)
    _answer, application = apply(eva, offer)
    eva.post(url("application_undo", application.pk))
    assert eva.get(url("my_budget")).context["budgets"][0].free == 120_000


def test_somebody_else_sees_nothing_of_an_application(cast, sign_in, scheme, offer):
    _answer, application = apply(sign_in(cast.eva), offer)
    assert sign_in(cast.stan).get(application.get_absolute_url()).status_code == 404


def test_who_decides_sees_what_follows_and_only_the_allowed_grounds(cast, sign_in, scheme):
    application = waiting_of(cast, sign_in, scheme)
    page = text(sign_in(cast.mo).get(application.get_absolute_url(), **DUTCH))
    assert "Wat gebeurt er daarna?" in page
    assert "Eva krijgt meteen bericht en kan zich inschrijven." in page
    assert "Eva leest de reden en jouw uitleg." in page
    assert page.count('name="ground"') == 2


def test_a_refusal_without_a_ground_keeps_the_message(cast, sign_in, scheme):
    application = waiting_of(cast, sign_in, scheme)
    mo = sign_in(cast.mo)
    told = {"decision": "no", "answer": "Liever in maart."}
    answer = mo.post(url("application_decide", application.pk), told, **DUTCH)
    assert answer.status_code == 422
    assert "Liever in maart." in text(answer)
    assert "Kies een reden" in text(answer)
    assert Application.objects.get(pk=application.pk).state == "asked"


def test_a_refusal_with_a_ground_of_the_scheme_is_told_to_the_person(cast, sign_in, scheme):
    application = waiting_of(cast, sign_in, scheme)
    ground = "Past niet bij het doel van de regeling"
    told = {"decision": "no", "ground": ground, "answer": "Kijk eens naar de cursus in maart."}
    assert sign_in(cast.mo).post(url("application_decide", application.pk), told).status_code == 302
    page = text(sign_in(cast.eva).get(application.get_absolute_url(), **DUTCH))
    assert ground in page
    assert "Kijk eens naar de cursus in maart." in page


def test_the_list_of_decisions_names_who_waits(cast, sign_in, scheme):
    waiting_of(cast, sign_in, scheme)
    page = text(sign_in(cast.mo).get(url("decision_list"), **DUTCH))
    assert "1 aanvraag wacht op jou" in page
    assert "Eva de Vries" in page


def test_what_is_free_asks_nothing_about_an_invoice_or_the_team(cast, sign_in, scheme, offer):
    eva = sign_in(cast.eva)
    asked = "Wie betaalt de factuur?"
    assert asked in text(eva.get(url("application_form", offer.pk), **DUTCH))
    free = make_offer(cast, 0, "free")
    page = text(eva.get(url("application_form", free.pk), **DUTCH))
    assert asked not in page
    assert 'name="with_team"' not in page
    assert "De factuur gaat naar wie hem betaalt" not in page
    _answer, application = apply(eva, free, price="0")
    assert (application.state, application.price_cents) == ("agreed", 0)


def test_who_is_late_with_a_decision_reads_the_days_in_order(cast, sign_in, scheme):
    application = waiting_of(cast, sign_in, scheme)
    with clock.fixed(application.decide_by + timedelta(days=3)):
        page = text(sign_in(cast.mo).get(application.get_absolute_url(), **DUTCH))
    route = page[page.index("Eva vroeg aan") :]
    assert route.index("Laatste dag") < route.index("Wacht op een besluit")
    assert "De termijn is voorbij" in page


def test_hr_notes_a_payment_and_the_list_is_empty(cast, sign_in, scheme, offer):
    _answer, application = apply(sign_in(cast.eva), offer)
    hanan = sign_in(cast.hanan)
    assert "Eva de Vries" in text(hanan.get(url("payment_list")))
    hanan.post(url("application_pay", application.pk), {"paid_on": "2026-11-23"})
    assert Application.objects.get(pk=application.pk).state == "paid"
    assert "Alles is betaald" in text(hanan.get(url("payment_list"), **DUTCH))


def test_the_list_of_payments_offers_the_export_to_who_may_have_it(cast, sign_in, scheme):
    export = url("payment_export")
    assert export in text(sign_in(cast.hanan).get(url("payment_list")))
    assert export not in text(sign_in(cast.joost).get(url("payment_list")))


def test_a_team_budget_names_what_was_promised_to_who_may_see_that(cast, sign_in, scheme):
    budget = teams.make_team_budget(
        unit=cast.klantcontact, year=cast.today.year, amount=100_000, owner=cast.mo,
        today=cast.today, key="team", by=cast.hanan,
    )  # fmt: skip
    dear = make_offer(cast, 180_000, "dear", title="Leergang participatie")
    apply(sign_in(cast.eva), dear, with_team="on", price="1.800")
    for who in (cast.mo, cast.hanan):
        page = text(sign_in(who).get(url("team_budget_detail", budget.pk), **DUTCH))
        assert "Leergang participatie" in page
        assert "Eva de Vries" in page


def test_an_export_with_days_the_wrong_way_round_is_refused_in_a_sentence(cast, sign_in):
    told = {"first": "2026-11-23", "last": "2026-11-01", "kind": "csv"}
    answer = sign_in(cast.hanan).post(url("payment_export_download"), told, **DUTCH)
    assert answer.status_code == 422
    assert "De laatste dag ligt voor de eerste dag." in text(answer)


def test_a_file_that_is_no_invoice_is_refused_in_a_sentence(cast, sign_in, scheme, offer):
    eva = sign_in(cast.eva)
    _answer, application = apply(eva, offer)
    file = SimpleUploadedFile("factuur.pdf", b"this is no pdf")
    told = {"key": KEY, "kind": "invoice", "file": file}
    answer = eva.post(url("proof_add", application.pk), told, **DUTCH)
    assert answer.status_code == 422
    assert "We kunnen alleen een pdf of een foto bewaren." in text(answer)


def test_an_invoice_sent_twice_is_kept_once_and_answered_alike(cast, sign_in, scheme, offer):
    eva = sign_in(cast.eva)
    _answer, application = apply(eva, offer)
    answers = []
    for _time in range(2):
        file = SimpleUploadedFile("factuur.pdf", b"%PDF-1.7 invoice")
        told = {"key": KEY, "kind": "invoice", "file": file}
        answers.append(eva.post(url("proof_add", application.pk), told, **DUTCH))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert StoredFile.objects.filter(purpose="proof").count() == 1
    assert application.proofs.count() == 1


def test_a_second_invoice_with_a_key_of_its_own_is_kept_too(cast, sign_in, scheme, offer):
    eva = sign_in(cast.eva)
    _answer, application = apply(eva, offer)
    for number in range(2):
        file = SimpleUploadedFile("factuur.pdf", b"%PDF-1.7 invoice")
        told = {"key": f"{KEY}-{number}", "kind": "invoice", "file": file}
        eva.post(url("proof_add", application.pk), told, **DUTCH)
    assert application.proofs.count() == 2


def test_planned_learning_time_is_one_line_also_when_it_was_used(cast, sign_in):
    switch_on(TIME, name="leertijd-de-linde", measure=Measure.MINUTES)
    rounds.grant_and_lapse(TODAY)
    told = {"about": "block:1", "round_": 1, "today": TODAY, "by": cast.eva}
    set_time_apart(cast.eva, minutes=120, day=TODAY, **told)
    use_time(minutes=120, **told)
    (way,) = sign_in(cast.eva).get(url("my_budget"), **DUTCH).context["ways"]
    lines = way["budget"].lines
    assert [(line.title, line.amount) for line in lines if line.on == TODAY] == [
        ("Leertijd gepland", -120)
    ]
    assert sum(line.amount for line in lines) == way["budget"].free


def test_the_page_of_my_budget_asks_a_fixed_number_of_queries(
    cast, sign_in, scheme, django_assert_max_num_queries
):
    eva = sign_in(cast.eva)
    for number in range(5):
        apply(eva, make_offer(cast, 5_000, f"offer-{number}"), price="50", key=f"{KEY}-{number}")
    with django_assert_max_num_queries(40):
        eva.get(url("my_budget"))
