"""The shipped schemes: complete, sourced, honest about what could not be verified."""

from datetime import date

import pytest

from bloei.budgets.cao import shipped_names, shipped_scheme, shipped_text
from bloei.budgets.tests.cao_try import entries_of, job, person_of

NAMES = [
    "woondiensten",
    "sociaal-werk",
    "elektro-detailhandel",
    "bloemisten-budget",
    "bloemisten-verlof",
    "retail-non-food",
    "provincies",
    "waterschappen",
    "primair-onderwijs-eur",
    "primair-onderwijs-uren",
    "voortgezet-onderwijs-eur",
    "voortgezet-onderwijs-uren",
    "hbo",
    "universiteiten",
    "ziekenhuizen",
    "huisartsenzorg",
    "ggz-levensfase",
    "ggz-balans",
    "architecten",
    "jeugdzorg",
    "graan",
]

# The schemes for which cao.md says [NV], or that need a date which no page gives.
EXAMPLES = [
    "ggz-balans",
    "ggz-levensfase",
    "graan",
    "primair-onderwijs-eur",
    "primair-onderwijs-uren",
    "provincies",
    "universiteiten",
    "voortgezet-onderwijs-eur",
    "voortgezet-onderwijs-uren",
    "waterschappen",
]


def test_these_schemes_come_with_bloei():
    assert shipped_names() == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_scheme_says_which_version_it_follows_and_that_it_must_be_checked(name):
    first = shipped_text(name).splitlines()[0]
    assert first.startswith("# Volgt ")
    assert "Controleer elke regel aan je eigen cao" in first


@pytest.mark.parametrize("name", NAMES)
def test_a_scheme_has_its_name_its_sources_and_notes_for_hr(name):
    scheme = shipped_scheme(name)
    assert scheme.name == name
    assert scheme.sources
    assert all(source.startswith(("https://", "http://")) for source in scheme.sources)
    assert scheme.notes
    assert all(note.endswith(".") for note in scheme.notes)


@pytest.mark.parametrize("name", NAMES)
def test_what_could_not_be_verified_is_an_example(name):
    assert shipped_scheme(name).status == ("example" if name in EXAMPLES else "checked")


@pytest.mark.parametrize("name", NAMES)
def test_somebody_gets_something_from_every_scheme(name):
    scheme = shipped_scheme(name, minutes=False)
    pay = [{"from": "2012-01-01", "until": None, "monthly": {"salary": "3000.00"}}]
    person = person_of(job("2012-01-01", hours="40"), born="1962-03-01", pay=pay)
    found = entries_of(scheme, person, "2026-12-31")
    assert any(what == "grant" for _, what, _ in found)


@pytest.mark.parametrize("name", NAMES)
def test_minutes_and_hundredths_read_the_same_scheme(name):
    assert shipped_scheme(name).per_unit == (60 if shipped_scheme(name).unit == "HOURS" else 100)
    assert shipped_scheme(name) is shipped_scheme(name)
    assert shipped_scheme(name, minutes=False).valid_from <= date(2024, 1, 1)
