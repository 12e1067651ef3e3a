"""Hanan brings the personnel file, looks at the difference, confirms, and makes a scheme."""

import re

import pytest
from playwright.sync_api import expect

from bloei.budgets.models import Scheme
from bloei.people.models import EmploymentTerm, Person

pytestmark = [pytest.mark.browser]
HEAD = "Medewerkernummer;Roepnaam;Tussenvoegsel;Achternaam;Uren per week;Datum in dienst"
ROWS = [
    "1001;Anneke;;Smit;36;01-01-2024", "1002;Mo;;Bulut;36;01-01-2024",
    "1003;Eva;de;Vries;32;01-01-2024", "1004;Els;;Bakker;36;01-01-2024",
    "1005;Stan;;Jansen;36;01-01-2024", "1006;Hanan;el;Amrani;32;01-01-2024",
    "1007;Joost;;Vermeer;32;01-01-2024", "1008;Ria;;Hoekstra;24;01-01-2024",
    "1009;Sam;;Bos;36;01-01-2024", "2001;Thijs;;Vos;24;01-11-2026",
]  # fmt: skip


def test_hanan_imports_previews_and_confirms(linde, enter, checked, let_jobs_run, tmp_path):
    file = tmp_path / "personeel.csv"
    file.write_text("\n".join([HEAD, *ROWS]))
    page = enter("hanan")
    page.goto(f"{linde.site}/hr-import/")
    checked(page)
    page.locator("input[type=file]").set_input_files(str(file))
    page.locator("form:has(input[type=file]) button.btn").first.click()
    checked(page)
    let_jobs_run()  # the usual headings are recognised, so it is compared at once
    # The page asks how it goes and moves on by itself; a reload of ours would cross that.
    expect(page.locator("input[name=sure]")).to_be_visible(timeout=20_000)
    expect(page.locator("main")).to_contain_text("Thijs Vos")
    assert not Person.objects.filter(number="2001").exists(), "nothing before it is confirmed"
    checked(page)
    page.locator("input[name=sure]").check()
    with page.expect_navigation():
        page.locator("form[action$='/confirm/'] button.btn").first.click()
    let_jobs_run()
    expect(page.locator("main a.btn[href$='/hr-import/']")).to_be_visible(timeout=20_000)
    assert Person.objects.get(number="2001").is_working
    checked(page)


def test_hanan_chooses_what_happens_with_rows_that_need_somebody(
    linde, enter, checked, let_jobs_run, tmp_path
):
    head, rows = f"{HEAD};E-mailadres;Manager", [f"{row};;" for row in ROWS]
    # Thijs has a wrong address; the manager of Kim is not known to anybody.
    rows[-1] = f"{ROWS[-1]};geen-adres;"
    rows.append("2002;Kim;;Li;24;01-11-2026;;9999")
    file = tmp_path / "keuzes.csv"
    file.write_text("\n".join([head, *rows]))
    page = enter("hanan")
    page.goto(f"{linde.site}/hr-import/")
    page.locator("input[type=file]").set_input_files(str(file))
    with page.expect_navigation():
        page.locator("form:has(input[type=file]) button.btn").first.click()
    let_jobs_run()
    # From here on the page moves by itself: each wait is for what the next one shows.
    choosing = page.locator("main a[href$='/choices/']")
    expect(choosing).to_be_visible(timeout=20_000)
    assert page.locator("#problems").inner_text().startswith("2 ")
    with page.expect_navigation():
        choosing.click()
    checked(page)
    page.locator("select[name='row:11']").select_option("without")
    page.locator("select[name='manager:9999']").select_option("1002")
    with page.expect_navigation():
        page.locator("form[action$='/choices/'] button.btn").first.click()
    let_jobs_run()
    expect(page.get_by_text("Jouw keuze: Mo Bulut (1002).")).to_be_visible(timeout=20_000)
    assert not Person.objects.filter(number__in=["2001", "2002"]).exists()
    page.locator("input[name=sure]").check()
    with page.expect_navigation():
        page.locator("form[action$='/confirm/'] button.btn").first.click()
    let_jobs_run()
    expect(page.locator("main a.btn[href$='/hr-import/']")).to_be_visible(timeout=20_000)
    assert Person.objects.get(number="2001").email is None
    kim = EmploymentTerm.objects.get(employment__person__number="2002")
    assert kim.manager == linde.mo


def test_hanan_lets_a_scheme_hold_after_seeing_who_gets_what(linde, enter, checked):
    scheme = Scheme.objects.get(name="woondiensten")
    page = enter("hanan")
    page.goto(f"{linde.site}/budgets/schemes/woondiensten/")
    page.locator("#id_first").fill("2026-01-01")
    with page.expect_navigation():
        page.locator("form[action$='/assign/'] button.btn").click()
    expect(page.locator("h1")).to_contain_text("mensen krijgen een budget")
    expect(page.locator("main")).to_contain_text("Jaarlijkse toekenning 2026: 900,00 × 36/36.")
    assert not scheme.assignments.exists(), "nothing before it is confirmed"
    checked(page)
    with page.expect_navigation():
        page.locator("form[action$='/assign/'] button.btn").click()
    expect(page.locator("#assign")).to_be_visible()
    assert scheme.assignments.count() == 1


def test_hanan_makes_a_scheme_with_a_live_preview(linde, enter, checked):
    page = enter("hanan")
    page.goto(f"{linde.site}/budgets/schemes/")
    checked(page)
    page.goto(f"{linde.site}/budgets/schemes/new/")
    checked(page)
    expect(page.locator("main form").first).to_be_visible()
    expect(page).to_have_url(re.compile("/schemes/new/"))
