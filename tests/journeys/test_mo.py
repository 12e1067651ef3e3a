"""Mo decides, and sees with whom a talk would help."""

import pytest
from playwright.sync_api import expect

from bloei.budgets.actions import file_application
from bloei.foundation import clock
from bloei.learning.models import Offer

pytestmark = [pytest.mark.browser]


@pytest.fixture
def application(linde):
    """Eva asks for more than her own budget holds: the team would pay a part."""
    return file_application(
        person=linde.eva,
        offer=Offer.objects.get(title="Opleiding teamleider"),
        price_cents=345_000,
        payer="employer",
        why="Ik wil weten of leidinggeven bij mij past.",
        with_team=True,
        today=clock.today(),
        key="journey",
        by=linde.eva,
    )


def test_mo_decides_and_can_take_it_back(linde, enter, checked, application):
    page = enter("mo")
    expect(page.locator("main")).to_contain_text("Opleiding teamleider")
    page.goto(f"{linde.site}/budgets/decisions/")
    checked(page)
    page.get_by_role("link", name="Opleiding teamleider").first.click()
    expect(page.locator("main")).to_contain_text("leidinggeven bij mij past")
    checked(page)
    page.locator("form[action$='/decide/'] button.btn:visible").first.click()
    application.refresh_from_db()
    assert application.state == "agreed"
    checked(page)
    page.locator("form[action$='/undo/'] button").first.click()
    application.refresh_from_db()
    assert application.state == "asked"


def test_mo_sees_the_team_and_nothing_that_is_private(linde, enter, checked):
    page = enter("mo")
    page.goto(f"{linde.site}/team/")
    expect(page.locator("main")).to_contain_text("Eva de Vries")
    expect(page.locator("main")).not_to_contain_text("Stan Jansen")
    checked(page)
