"""A cao for which no scheme holds is told to HR: nobody silently gets nothing."""

from datetime import date

import pytest
from django.urls import reverse

from bloei.budgets.models import SchemeAssignment
from bloei.budgets.schemes.uncovered import uncovered, uncovered_of
from bloei.budgets.tests.rules_for_tests import YEARLY, switch_on
from bloei.foundation import clock
from bloei.foundation.periods import period
from bloei.people.models import EmploymentTerm
from bloei.people.tests.cast import CAO

pytestmark = pytest.mark.django_db
LIST = reverse("budgets:scheme_list")


@pytest.fixture
def scheme(cast):
    return switch_on(YEARLY, cao=CAO)


def terms(person):
    return EmploymentTerm.objects.filter(employment__person=person)


def told(today):
    return [(one.cao, one.people, one.meant) for one in uncovered(today)]


def test_a_misspelled_cao_is_found_with_what_may_be_meant(scheme, cast):
    assert told(cast.today) == []
    terms(cast.eva).update(cao="Woondienst")
    assert told(cast.today) == [("Woondienst", 1, CAO)]
    [one] = uncovered(cast.today)
    said = "1 persoon heeft een cao waarvoor nog geen regeling geldt: ‘Woondienst’."
    assert one.sentence == f"{said} Bedoelde je {CAO}?"
    assert one.schemes == (scheme,)


def test_capitals_make_no_other_cao(scheme, cast):
    terms(cast.eva).update(cao=CAO.upper())
    assert told(cast.today) == []


def test_the_most_people_come_first_and_each_counts_once(scheme, cast):
    EmploymentTerm.objects.update(cao="Graan")
    terms(cast.eva).update(cao="")
    first = terms(cast.mo).get()
    first.during = period(first.during.lower, date(2026, 12, 31))
    first.save()
    # Mo moves next month: the same person under the same cao, in another unit.
    first.pk, first.unit, first.during = None, cast.vastgoed, period(date(2027, 1, 1))
    first.save()
    everybody = EmploymentTerm.objects.values("employment__person").distinct().count()
    assert told(cast.today) == [("Graan", everybody - 1, ""), ("", 1, "")]


def test_who_left_is_not_counted(scheme, cast):
    rows = terms(cast.eva)
    rows.update(cao="Graan", during=period(date(2024, 1, 1), date(2026, 11, 22)))
    assert told(cast.today) == []
    rows.update(during=period(date(2024, 1, 1), cast.today))
    assert told(cast.today) == [("Graan", 1, "")]


def test_a_scheme_of_a_unit_is_for_everybody_below_it(scheme, cast):
    terms(cast.eva).update(cao="")
    row = SchemeAssignment(scheme=scheme, unit=cast.vastgoed, made_at=clock.now())
    row.during = period(cast.today)
    row.save()
    assert told(cast.today) == [("", 1, "")]
    row.unit = cast.klantcontact
    row.save()
    assert told(cast.today) == []


def test_a_scheme_that_ended_holds_for_nobody_and_one_to_come_does(scheme, cast):
    scheme.assignments.update(during=period(date(2024, 1, 1), date(2026, 11, 22)))
    assert [one.cao for one in uncovered(cast.today)] == [CAO]
    scheme.assignments.update(during=period(date(2027, 1, 1)))
    assert told(cast.today) == []


@pytest.mark.parametrize(
    ("cao", "names"),
    [
        ("Sociaal Werk", ["sociaal-werk"]),
        ("Primair onderwijs", ["primair-onderwijs-eur", "primair-onderwijs-uren"]),
        ("HBO", ["hbo"]),
        ("Metaal", []),
    ],
)
def test_the_scheme_of_a_cao_is_offered_by_its_title_or_name(scheme, cast, cao, names):
    terms(cast.eva).update(cao=cao)
    [one] = uncovered(cast.today)
    assert (one.meant, [found.name for found in one.schemes]) == ("", names)


def test_groups_of_a_file_are_told_as_the_books_are(scheme, cast):
    groups = [("Woondienst", cast.vastgoed.pk, 30), ("Woondienst", None, 2), (CAO, None, 9)]
    found = uncovered_of(groups, cast.today)
    assert [(one.cao, one.people, one.meant) for one in found] == [("Woondienst", 32, CAO)]


def test_hr_reads_it_on_the_page_of_schemes_and_on_today_with_a_step(scheme, cast, sign_in):
    hanan = sign_in(cast.hanan)
    for page in (LIST, reverse("home:today")):
        assert "geen leerbudget" not in hanan.get(page).content.decode()
    terms(cast.eva).update(cao="Woondienst")
    for page in (LIST, reverse("home:today")):
        assert "‘Woondienst’. Bedoelde je" in hanan.get(page).content.decode()
    step = f"{reverse('budgets:scheme_detail', args=[scheme.name])}?cao=Woondienst"
    assert f'href="{step}#assign"' in hanan.get(LIST).content.decode()
    assert hanan.get(step).context["form"]["cao"].value() == "Woondienst"


def test_nobody_else_reads_it(scheme, cast, sign_in):
    terms(cast.eva).update(cao="Woondienst")
    for person in (cast.eva, cast.mo, cast.joost, cast.sam):
        assert "Woondienst" not in sign_in(person).get(reverse("home:today")).content.decode()


def test_every_cao_with_a_scheme_costs_few_queries(scheme, cast, django_assert_num_queries):
    with django_assert_num_queries(2):
        uncovered(cast.today)
    terms(cast.eva).update(cao="Woondienst")
    with django_assert_num_queries(4):
        uncovered(cast.today)
