"""Hanan brings the personnel file, looks at the difference, confirms, and makes a scheme."""

import re

import pytest
from playwright.sync_api import expect

from bloei.people.models import Person

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
    page.reload()
    expect(page.locator("main")).to_contain_text("Thijs Vos")
    assert not Person.objects.filter(number="2001").exists(), "nothing before it is confirmed"
    checked(page)
    page.locator("input[name=sure]").check()
    with page.expect_navigation():
        page.locator("form[action$='/confirm/'] button.btn").first.click()
    let_jobs_run()
    page.reload()
    assert Person.objects.get(number="2001").is_working
    checked(page)


def test_hanan_makes_a_scheme_with_a_live_preview(linde, enter, checked):
    page = enter("hanan")
    page.goto(f"{linde.site}/budgets/schemes/")
    checked(page)
    page.goto(f"{linde.site}/budgets/schemes/new/")
    checked(page)
    expect(page.locator("main form").first).to_be_visible()
    expect(page).to_have_url(re.compile("/schemes/new/"))
