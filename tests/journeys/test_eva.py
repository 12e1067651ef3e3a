"""Eva finds her balance, finds something to learn, and applies."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser]


def test_eva_finds_her_balance_and_applies_on_a_phone(linde, enter, checked):
    page = enter("eva", "phone")
    expect(page.locator("main")).to_contain_text("€\u00a01.200")
    checked(page)

    page.goto(f"{linde.site}/learning/offers/?q=schrijfen")  # a typing error
    expect(page.locator("main")).to_contain_text("Helder schrijven voor huurders")
    checked(page)
    page.get_by_role("link", name="Helder schrijven voor huurders").first.click()
    checked(page)
    page.locator("a[href*='/budgets/apply/']").first.click()
    checked(page)
    page.locator("textarea[name=why]").fill("Rustig blijven als een huurder boos belt.")
    page.locator("form button.btn").first.click()

    expect(page).to_have_url(re.compile(r"/budgets/applications/\d+/"))
    expect(page.locator("main")).to_contain_text("Het geld staat voor je apart")
    checked(page)
    page.goto(f"{linde.site}/budgets/")
    expect(page.locator("main")).to_contain_text("€\u00a0820")
    expect(page.locator("main")).to_contain_text("Gereserveerd")
    checked(page)


def test_what_eva_typed_stays_when_something_is_wrong(linde, enter, checked):
    page = enter("eva")
    page.goto(f"{linde.site}/learning/offers/?q=schrijven")
    page.get_by_role("link", name="Helder schrijven voor huurders").first.click()
    page.locator("a[href*='/budgets/apply/']").first.click()
    page.locator("textarea[name=why]").fill("Dit moet blijven staan.")
    page.locator("input[name=price]").fill("veel")
    page.locator("form button.btn").first.click()
    expect(page.locator("textarea[name=why]")).to_have_value("Dit moet blijven staan.")
    expect(page.locator("input[name=price]")).to_have_value("veel")
    checked(page)


def test_eva_does_it_all_without_script(linde, enter, chromium):
    context = chromium.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(f"{linde.site}/accounts/login/")
    page.locator("input[name=login]").fill(linde.eva.number)
    page.locator("input[name=password]").fill(linde.password)
    page.locator("form button.btn").first.click()
    expect(page.locator("main")).to_contain_text("€\u00a01.200")
    page.goto(f"{linde.site}/learning/offers/?q=taal")
    expect(page.locator("main")).to_contain_text("Taal op B1")
    context.close()
