"""HR chooses what happens with rows that need somebody, and it happens."""

import pytest
from django.urls import reverse

from bloei.integrations.hr_import import jobs
from bloei.integrations.hr_import.models import HrFile
from bloei.integrations.hr_import.tests.test_pages import looked_through
from bloei.people.models import Employment, Person, Unit

pytestmark = pytest.mark.django_db
HEAD = (
    "Medewerkernummer;Roepnaam;Tussenvoegsel;Achternaam;Uren per week;Datum in dienst;E-mailadres;"
    "Geboortedatum;Afdelingscode;Afdeling;Manager"
)


def row(number, name, *, mail="", born="", unit="", manager="", hours="24", since="01-12-2026"):
    given, family = name.split(" ", 1)
    called = {"TZ-4": "Thuiszorg Zuid 4", "VG": "Vastgoed"}.get(unit, "")
    return (
        f"{number};{given};;{family};{hours};{since};{mail};{born};{unit};{called};{manager}"
    )  # fmt: skip


def look(client, *rows) -> HrFile:
    return looked_through(client, rows, head=HEAD, is_part="on")


def choose(client, file, **choices) -> HrFile:
    """Choose on the page; `row_3="without"` stands for the question "row:3"."""
    told = {key.replace("_", ":", 1).replace("__", "-"): value for key, value in choices.items()}
    answer = client.post(reverse("hr_import:file_choices", args=[file.pk]), told)
    assert answer.status_code == 302, answer.content.decode()
    file.refresh_from_db()
    assert file.state == "checking"
    jobs.look_through(file.pk)
    file.refresh_from_db()
    return file


def carry_out(client, file) -> HrFile:
    client.post(reverse("hr_import:file_confirm", args=[file.pk]), {"sure": "on"})
    jobs.carry_out(file.pk)
    file.refresh_from_db()
    assert file.state == "done"
    return file


def term(number):
    return Employment.objects.get(person__number=number).terms.latest("during")


def test_without_a_choice_everything_goes_as_on_the_command_line(hanan):
    file = look(hanan, row("2001", "Thijs Vos", manager="9999"), row("2002", "Kim Li", mail="x"))
    assert (file.counts["questions"], file.counts["open"], file.counts["skipped"]) == (2, 2, 1)
    carry_out(hanan, file)
    assert term("2001").manager is None
    assert not Person.objects.filter(number="2002").exists()


def test_a_row_comes_in_without_the_value_that_is_wrong(hanan):
    file = look(hanan, row("2001", "Thijs Vos", mail="geen-adres", born="01-01-2024"))
    assert file.counts["new"] == 0
    file = choose(hanan, file, row_2="without")
    assert (file.counts["new"], file.counts["open"], file.counts["skipped"]) == (1, 0, 0)
    carry_out(hanan, file)
    thijs = Person.objects.get(number="2001")
    assert (thijs.email, thijs.born_on) == (None, None)


def test_leaving_a_wrong_value_out_keeps_what_was_known(cast, hanan):
    mail = Person.objects.get(number="1003").email
    file = look(hanan, row("1003", "Eva Vries", mail="eva@", since="01-01-2024"))
    carry_out(hanan, choose(hanan, file, row_2="without"))
    assert Person.objects.get(number="1003").email == mail


def test_a_row_without_a_surname_cannot_be_waved_through(hanan):
    file = look(hanan, "2001;Thijs;;;24;01-12-2026;;;;;", row("2002", "Kim Li"))
    assert (file.counts["questions"], file.counts["skipped"]) == (0, 1)


@pytest.mark.parametrize(
    ("chosen", "hours"), [("other", {24}), ("this", {32}), ("neither", set()), ("", {24})]
)
def test_of_two_rows_that_contradict_each_other_hr_says_which_counts(hanan, chosen, hours):
    file = look(hanan, row("2001", "Thijs Vos"), row("2001", "Thijs Vos", hours="32"))
    if chosen:
        file = choose(hanan, file, row_3=chosen)
    carry_out(hanan, file)
    employments = Employment.objects.filter(person__number="2001")
    assert {int(job.terms.get().hours_per_week) for job in employments} == hours


def test_a_manager_is_chosen_once_for_everybody_of_that_manager(cast, hanan):
    rows = [row(str(number), f"Kim Li{number}", manager="9999") for number in (2001, 2002, 2003)]
    file = look(hanan, *rows)
    assert (file.counts["questions"], len(file.problems)) == (1, 3)
    page = hanan.get(reverse("hr_import:file_choices", args=[file.pk])).content.decode()
    assert "Mo Bulut (1002)" in page
    carry_out(hanan, choose(hanan, file, manager_9999="1002"))
    assert {term(number).manager for number in ("2001", "2002", "2003")} == {cast.mo}


def test_a_circle_is_broken_for_one_person_only(cast, hanan):
    rows = (row("2001", "Kim Li", manager="2002"), row("2002", "Bo Li", manager="2001"))
    file = choose(hanan, look(hanan, *rows), leader_2001="1002")
    carry_out(hanan, file)
    assert term("2001").manager == cast.mo
    assert term("2002").manager.number == "2001"


@pytest.mark.parametrize(("chosen", "code"), [("VG", "VG"), ("new", "TZ-4"), ("", "TZ-4")])
def test_an_unknown_unit_is_made_or_is_one_that_exists(cast, hanan, chosen, code):
    file = look(hanan, row("2001", "Thijs Vos", unit="TZ-4"), row("2002", "Kim Li", unit="TZ-4"))
    assert file.counts["questions"] == 1
    if chosen:
        file = choose(hanan, file, unit_TZ__4=chosen)
    parent = Unit.objects.get(code="VG").parent
    carry_out(hanan, file)
    assert {term("2001").unit.code, term("2002").unit.code} == {code}
    assert Unit.objects.filter(code="TZ-4").exists() == (code == "TZ-4")
    assert Unit.objects.get(code="VG").parent == parent


def test_a_first_file_that_brings_the_units_in_asks_nothing_about_them(hanan):
    rows = [row(str(2000 + at), "Kim Li", unit=f"U{at}") for at in range(30)]
    assert look(hanan, *rows).counts["questions"] == 0


def test_the_same_person_with_a_new_number_keeps_everything(cast, hanan):
    eva = Person.objects.get(number="1003")
    stays = row("1002", "Mo Bulut", since="01-01-2024", hours="36")
    file = look(
        hanan, stays, row("7003", "Eva Vries", mail=eva.email, since="01-01-2024", hours="28")
    )
    assert (file.counts["new"], file.counts["open"]) == (1, 1)
    file = choose(hanan, file, person_7003="same")
    assert (file.counts["new"], file.counts["open"]) == (0, 0)
    carry_out(hanan, file)
    eva.refresh_from_db()
    assert eva.number == "7003"
    assert eva.employments.count() == 1
    assert not Person.objects.filter(number="1003").exists()


def test_who_leads_keeps_their_people_under_a_new_number(cast, hanan):
    mo = Person.objects.get(number="1002")
    rows = [
        row("7002", "Mo Bulut", mail=mo.email, since="01-01-2024", hours="36"),
        row("1003", "Eva de Vries", manager="7002", since="01-01-2024", hours="28"),
    ]
    carry_out(hanan, choose(hanan, look(hanan, *rows), person_7002="same"))
    assert term("1003").manager == mo


@pytest.mark.parametrize("chosen", ["skip", "new"])
def test_somebody_who_only_looks_like_another_is_new_or_skipped(cast, hanan, chosen):
    eva = Person.objects.get(number="1003")
    file = look(hanan, row("7003", "Eva Vries", mail=eva.email))
    carry_out(hanan, choose(hanan, file, person_7003=chosen))
    assert Person.objects.filter(number="7003").exists() == (chosen == "new")
    assert Person.objects.get(number="1003") == eva


def test_choices_can_be_changed_and_taken_back(hanan):
    file = look(hanan, row("2001", "Thijs Vos", mail="x"))
    file = choose(hanan, file, row_2="without")
    file = choose(hanan, file, row_2="skip")
    assert (file.choices, file.counts["new"], file.counts["open"]) == ({"row:2": "skip"}, 0, 0)
    file = choose(hanan, file, row_2="")
    assert (file.choices, file.counts["open"]) == ({}, 1)


def test_an_answer_that_is_not_among_the_choices_is_refused(hanan):
    file = look(hanan, row("2001", "Thijs Vos", mail="x"))
    url = reverse("hr_import:file_choices", args=[file.pk])
    assert hanan.post(url, {"row:2": "delete everybody"}).status_code == 422
    file.refresh_from_db()
    assert (file.state, file.choices) == ("ready", {})


def test_what_was_chosen_stands_in_the_report(hanan):
    file = look(hanan, row("2001", "Thijs Vos", mail="x"), row("2002", "Kim Li", manager="9"))
    file = choose(hanan, file, row_2="without", manager_9="none")
    file = carry_out(hanan, file)
    report = hanan.get(reverse("hr_import:file_problems", args=[file.pk]))
    text = report.content.decode("utf-8-sig")
    assert "Regel toch inlezen, zonder deze waarde" in text
    assert "Voorlopig niemand" in text
    assert "Voorlopig niemand" in hanan.get(file.get_absolute_url()).content.decode()


def test_choices_are_forgotten_with_the_file(hanan):
    file = choose(hanan, look(hanan, row("2001", "Thijs Vos", mail="x")), row_2="without")
    hanan.post(reverse("hr_import:file_withdraw", args=[file.pk]))
    file.refresh_from_db()
    assert file.choices == {}


@pytest.mark.parametrize("who", ["eva", "mo", "joost", "ria", "sam"])
def test_nobody_else_chooses(cast, hanan, enter, who):
    file = look(hanan, row("2001", "Thijs Vos", mail="x"))
    other = enter(getattr(cast, who))
    url = reverse("hr_import:file_choices", args=[file.pk])
    assert other.get(url).status_code == 403
    assert other.post(url, {"row:2": "without"}).status_code == 403


def test_a_hundred_and_fifty_questions_come_a_page_at_a_time(hanan, django_assert_max_num_queries):
    rows = [row(str(number), f"Kim Li{number}", manager=f"X{number}") for number in range(150)]
    file = look(hanan, *rows)
    url = reverse("hr_import:file_choices", args=[file.pk])
    with django_assert_max_num_queries(12):
        page = hanan.get(url, {"page": 8}).content.decode()
    assert page.count("<select") == 10
    file = choose(hanan, file, manager_X0="none")
    first = hanan.get(url).content.decode()
    assert 'name="manager:X0"' not in first, "what has an answer comes last"
    assert file.counts["open"] == 149
