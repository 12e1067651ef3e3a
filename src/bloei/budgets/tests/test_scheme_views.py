"""Pages of HR about schemes, balances and team budgets: shown, sent, refused in sentences."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bloei.budgets import cao, rounds
from bloei.budgets.actions import schemes, teams
from bloei.budgets.books import ledger
from bloei.budgets.models import (
    Entitlement,
    Entry,
    Scheme,
    SchemeAssignment,
    SchemeVersion,
    TeamBudget,
)
from bloei.budgets.tests.rules_for_tests import YEARLY, switch_on
from bloei.foundation.models import StoredFile

pytestmark = pytest.mark.django_db
KEY = "a-key-of-this-test"
RULE = {
    "key": KEY,
    "title": "Eigen leerbudget",
    "name": "eigen-leerbudget",
    "sources": "Besluit van de directie",
    "unit": "EUR",
    "every": "year",
    "base": "amount",
    "amount": "1.200",
    "fulltime_hours": "36",
    "prorate": "on",
    "on": "01-01",
    "joining": "months_left",
    "lapse": "2",
    "cap": "3600",
    "advance": "0",
    "leaving": "lapse",
    "decides": "employee",
}


@pytest.fixture
def hanan(cast, sign_in):
    return sign_in(cast.hanan)


@pytest.fixture
def scheme(cast):
    return switch_on(YEARLY)


def url(name, *args, **kwargs):
    return reverse(f"budgets:{name}", args=args, kwargs=kwargs)


@pytest.mark.parametrize(
    "name", ["scheme_list", "scheme_new", "balance_overview", "lapse_calendar", "opening_form",
             "run_list", "team_budget_list", "team_budget_new"]
)  # fmt: skip
def test_pages_open_for_hr_and_for_no_employee(cast, sign_in, scheme, name):
    rounds.grant_and_lapse(cast.today)
    assert sign_in(cast.hanan).get(url(name)).status_code == 200
    assert sign_in(cast.stan).get(url(name)).status_code == 403


def test_who_answers_for_a_team_budget_leads_people_or_has_a_role(cast, sign_in):
    form = sign_in(cast.hanan).get(url("team_budget_new")).context["form"]
    offered = set(form.fields["owner"].queryset)
    assert {cast.mo, cast.els, cast.joost} <= offered
    assert cast.eva not in offered


@pytest.mark.parametrize("name", ["scheme_detail", "scheme_change", "scheme_correct"])
def test_pages_of_a_scheme_open_for_hr_only(cast, sign_in, scheme, name):
    assert sign_in(cast.stan).get(url(name, scheme.name)).status_code in {403, 302}
    assert sign_in(cast.joost).get(url("scheme_detail", scheme.name)).status_code == 403
    answer = sign_in(cast.hanan).get(url(name, scheme.name))
    assert answer.status_code in {200, 302}


def test_every_shipped_scheme_has_a_page_in_sentences(hanan):
    schemes.load_shipped_schemes()
    for name in cao.shipped_names():
        answer = hanan.get(url("scheme_detail", name))
        assert answer.status_code == 200, name


def test_preview_shows_what_a_rule_does_and_writes_nothing(hanan):
    before = Scheme.objects.count()
    example = {"example-hours": "28", "example-since": "2023-05-01", "example-spends": "200"}
    answer = hanan.post(url("scheme_preview"), RULE | example)
    assert "€\xa01.200" in answer.content.decode()
    assert (answer.status_code, Scheme.objects.count()) == (200, before)


def test_preview_of_a_rule_that_is_not_whole_says_so(hanan):
    answer = hanan.post(url("scheme_preview"), RULE | {"amount": "veel"})
    assert answer.status_code == 200
    assert answer.context["preview"] is None


def test_hr_makes_a_scheme_in_questions(hanan):
    answer = hanan.post(url("scheme_new"), RULE)
    made = Scheme.objects.get(name="eigen-leerbudget")
    assert answer.url == url("scheme_detail", made.name)
    rule = cao.read_scheme(made.versions.get().text)
    assert (rule.cap.amount, rule.lapse.number, rule.grant.joining) == (360000, 2, "months_left")


def test_making_a_scheme_twice_with_one_key_makes_one(hanan):
    hanan.post(url("scheme_new"), RULE)
    hanan.post(url("scheme_new"), RULE)
    assert SchemeVersion.objects.filter(scheme__name="eigen-leerbudget").count() == 1


def test_text_with_mistakes_keeps_what_was_typed_and_names_them(hanan):
    text = YEARLY.replace('amount = "900.00"', 'amount = 900\nunknown = "x"')
    answer = hanan.post(url("scheme_new") + "?as=text", {"key": KEY, "text": text})
    assert answer.status_code == 422
    assert "unknown" in answer.content.decode()
    assert len(answer.context["form"].errors["text"]) == 2


def test_change_begins_later_and_leaves_the_first_version(hanan, scheme):
    data = RULE | {"name": "leerbudget", "first": "2027-01-01"}
    answer = hanan.post(url("scheme_change", scheme.name), data)
    assert answer.status_code == 302
    old, new = scheme.versions.order_by("during")
    assert (old.during.upper, new.during.lower) == (date(2027, 1, 1), date(2027, 1, 1))


def test_example_must_be_confirmed_before_it_holds(cast, hanan):
    schemes.load_shipped_schemes()
    scheme = Scheme.objects.get(name="provincies")
    data = {"key": KEY, "cao": "", "unit": "", "first": "2026-01-01"}
    answer = hanan.post(url("scheme_assign", scheme.name), data)
    assert answer.status_code == 422
    schemes.confirm_version(scheme.versions.get(), today=cast.today, by=cast.hanan)
    assert hanan.post(url("scheme_assign", scheme.name), data).status_code == 302
    assert SchemeAssignment.objects.filter(scheme=scheme).count() == 1


def test_same_assignment_again_is_refused_in_a_sentence(hanan, scheme):
    data = {"key": KEY, "cao": "woondiensten", "unit": "", "first": "2026-06-01"}
    answer = hanan.post(url("scheme_assign", scheme.name), data)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_hr_loads_opening_balances_after_seeing_them(hanan, cast, scheme):
    text = b"number;scheme;granted_on;remaining\n1003;leerbudget;2026-01-01;450\n9;x;y;z\n"
    upload = SimpleUploadedFile("open.csv", text)
    sent = hanan.post(
        url("opening_form"), {"key": KEY, "upload": upload, "on": cast.today.isoformat()}
    )
    page = hanan.get(sent.url)
    assert (page.context["report"]["new"], len(page.context["report"]["problems"])) == (1, 1)
    assert not Entry.objects.exists()
    confirm = url("opening_confirm", page.context["stored"].pk)
    hanan.post(confirm, {"on": cast.today.isoformat()})
    assert Entitlement.objects.get(person=cast.eva).own.balance == 45000
    assert not StoredFile.objects.exists(), "what it said stands in the books"
    again = hanan.post(confirm, {"on": cast.today.isoformat()})
    assert again.url == url("balance_overview")


def test_manager_sees_the_budget_of_the_own_team_only(cast, sign_in):
    mine = make_budget(cast, cast.klantcontact, 100000)
    other = make_budget(cast, cast.vastgoed, 100000)
    mo = sign_in(cast.mo)
    assert list(mo.get(url("team_budget_list")).context["budgets"]) == [mine]
    assert mo.get(url("team_budget_detail", mine.pk)).status_code == 200
    assert mo.get(url("team_budget_detail", other.pk)).status_code == 404
    assert mo.get(url("team_budget_change", mine.pk)).status_code in {302, 404}


def test_money_moves_between_teams_once_and_never_more_than_is_free(cast):
    mine = make_budget(cast, cast.klantcontact, 100000)
    other = make_budget(cast, cast.vastgoed, 0)
    for _again in range(2):
        teams.transfer_between_teams(
            source=mine,
            target=other,
            amount=30000,
            because="Ruil",
            today=cast.today,
            key="t",
            by=cast.hanan,
        )
    assert [free(one) for one in (mine, other)] == [70000, 30000]
    with pytest.raises(ledger.NotEnough):
        teams.transfer_between_teams(
            source=mine,
            target=other,
            amount=70001,
            because="Ruil",
            today=cast.today,
            key="u",
            by=cast.hanan,
        )


def test_team_gets_one_budget_a_year(cast):
    make_budget(cast, cast.klantcontact, 100000)
    with pytest.raises(teams.AlreadyThere):
        make_budget(cast, cast.klantcontact, 5)


@pytest.mark.parametrize("rows", [1, 30])
def test_overview_does_not_multiply_queries(
    cast, sign_in, scheme, rows, django_assert_max_num_queries
):
    for number in range(rows):
        cast.hire(number=f"x{number}", unit=cast.klantcontact)
    rounds.grant_and_lapse(cast.today)
    hanan = sign_in(cast.hanan)
    with django_assert_max_num_queries(16):
        hanan.get(url("balance_overview"))


def make_budget(cast, unit, amount) -> TeamBudget:
    return teams.make_team_budget(
        unit=unit,
        year=2026,
        amount=amount,
        owner=cast.mo,
        today=cast.today,
        key=f"{unit.pk}:{amount}",
        by=cast.hanan,
    )


def free(budget: TeamBudget) -> int:
    return budget.accounts.get(purpose="own").balance


def test_difference_is_shown_per_person_before_anything_is_booked(cast, hanan, scheme):
    rounds.grant_and_lapse(cast.today)
    schemes.change_scheme(
        scheme,
        text=YEARLY.replace("900.00", "1000.00"),
        first=date(2025, 1, 1),
        today=cast.today,
        key="new-version",
        by=cast.hanan,
    )
    answer = hanan.get(url("scheme_correct", scheme.name), follow=True)
    assert answer.context["count"] == 9
    assert {"name": "Eva de Vries", "was": 210000, "becomes": 225556} in answer.context["rows"]
    assert not Entry.objects.filter(what="correction").exists()
