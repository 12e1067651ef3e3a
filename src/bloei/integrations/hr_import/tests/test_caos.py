"""A cao in the file for which no scheme holds is no mistake of a row, and is told all the same."""

from datetime import date

import pytest
from django.urls import reverse

from bloei.budgets.actions import schemes
from bloei.budgets.demo import MONEY
from bloei.integrations.hr_import import jobs
from bloei.integrations.hr_import.tests.test_command import HEAD, bring  # noqa: F401 - a fixture
from bloei.integrations.hr_import.tests.test_pages import ALL, looked_through
from bloei.integrations.hr_import.tests.test_pages import HEAD as PAGE_HEAD
from bloei.people.tests.cast import CAO

pytestmark = pytest.mark.django_db
WORDS = "mensen hebben een cao waarvoor nog geen regeling geldt: ‘Woondienst’."


@pytest.fixture
def scheme(cast):
    """A scheme that holds for the cao of everybody."""
    found = schemes.make_scheme(text=MONEY, key="scheme", by=cast.hanan)
    schemes.assign_scheme(
        found, cao=CAO, first=date(2026, 1, 1), key="assigned", today=cast.today, by=cast.hanan
    )
    return found


def rows(cao: str, some: int = 2) -> list[str]:
    """Return everybody of the cast with their cao; the first people have another one."""
    return [f"{row};{cao if at < some else CAO}" for at, row in enumerate(ALL)]


def test_before_confirming_hr_reads_who_would_get_nothing(scheme, hanan):
    file = looked_through(hanan, rows("Woondienst"), head=f"{PAGE_HEAD};Cao")
    page = hanan.get(file.get_absolute_url()).content.decode()
    assert "Deze mensen zouden geen leerbudget krijgen" in page
    assert f"2 {WORDS} Bedoelde je {CAO}?" in page
    assert file.problems == []


def test_after_the_import_it_still_stands_there(scheme, hanan):
    file = looked_through(hanan, rows("Woondienst"), head=f"{PAGE_HEAD};Cao")
    hanan.post(reverse("hr_import:file_confirm", args=[file.pk]), {"sure": "on"})
    jobs.carry_out(file.pk)
    page = hanan.get(file.get_absolute_url()).content.decode()
    assert "Deze mensen krijgen nog geen leerbudget" in page
    assert f"2 {WORDS}" in page
    assert f"2 {WORDS}" in hanan.get(reverse("budgets:scheme_list")).content.decode()


def test_a_scheme_that_holds_since_takes_it_away(scheme, hanan, cast):
    file = looked_through(hanan, rows("Woondienst"), head=f"{PAGE_HEAD};Cao")
    schemes.assign_scheme(
        scheme, cao="woondienst", first=date(2026, 1, 1), key="too", today=cast.today, by=cast.hanan
    )
    assert "Woondienst’" not in hanan.get(file.get_absolute_url()).content.decode()


def test_a_file_in_which_every_cao_has_a_scheme_says_nothing(scheme, hanan):
    file = looked_through(hanan, rows(CAO), head=f"{PAGE_HEAD};Cao")
    assert "leerbudget krijgen" not in hanan.get(file.get_absolute_url()).content.decode()


def test_a_scheme_of_a_unit_counts_also_for_a_new_unit_below_it(scheme, hanan, cast):
    """The new unit has no number of its own yet; it stands under one that has."""
    schemes.assign_scheme(
        scheme,
        unit=cast.vastgoed,
        first=date(2026, 1, 1),
        key="unit",
        today=cast.today,
        by=cast.hanan,
    )
    head = f"{PAGE_HEAD};Cao;Afdelingscode;Afdeling;Bovenliggende afdeling"
    under = [f"{row};Nieuw" for row in ALL[:9]]
    one = "2001;Thijs;;Vos;24;01-12-2026;Nieuw;NW;Nieuwbouw"
    known = {cast.vastgoed: 0, cast.klantcontact: 10}
    for unit, people in known.items():
        file = looked_through(
            hanan,
            [f"{one};{unit.name}", *[f"{row.rpartition(';')[0]};{CAO};;;" for row in under]],
            head=head,
            key=f"file-of-{unit.code}",
        )
        assert sum(count for _cao, _unit, count in file.details["caos"]) == min(people, 1)
        file.delete()


@pytest.mark.parametrize("options", [["--dry-run"], []])
def test_the_command_says_it_beside_the_report(scheme, cast, bring, options):  # noqa: F811
    lines = ["A1;Ank;Bos;Zorg;Linde;36;01-02-2015;;;Woondienst"]
    lines += ["A2;Bea;Dam;Zorg;Linde;24;01-02-2016;;;Woondienst"]
    code, result, messages = bring(lines, "--part", *options, head=f"{HEAD};Cao")
    assert (code, result["problems"], result["new"]) == (0, [], ["A1", "A2"])
    assert messages.splitlines() == [f"2 {WORDS} Bedoelde je {CAO}?"]
