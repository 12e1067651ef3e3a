"""Hanan gives Bloei the name, the colour and the logo of her organisation, on a phone."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser]
PALE, OWN, AS_DRAWN = "#ffd94a", "#8a1c5b", "rgb(138, 28, 91)"


@pytest.fixture
def page(linde, enter, settings, tmp_path):
    settings.DATA = tmp_path  # the logo is kept there
    page = enter("hanan", "phone")
    page.goto(f"{linde.site}/people/appearance/")
    return page


def colour(page):
    return page.locator("input[name=accent]")


def press(page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def test_hanan_looks_first_and_then_saves_name_and_colour(linde, page, checked):
    checked(page)
    page.locator("input[name=name]").fill("Woongoed Eemland")
    colour(page).fill(OWN)
    press(page, "Eerst bekijken")
    expect(page.locator("main")).to_contain_text("Er is nog niets bewaard")
    checked(page)
    press(page, "Bewaar")
    expect(page).to_have_title("Huisstijl – Woongoed Eemland")
    expect(page.locator("form .btn:not(.btn--quiet)").first).to_have_css(
        "background-color", AS_DRAWN
    )
    checked(page)


def test_a_colour_that_nobody_can_read_is_refused_with_one_that_works(linde, page, checked):
    colour(page).fill(PALE)
    press(page, "Bewaar")
    expect(page.locator("main")).to_contain_text("niet goed te lezen")
    checked(page)
    page.locator("button[name=take]").click()
    expect(colour(page)).not_to_have_value(PALE)
    press(page, "Bewaar")
    expect(page.locator("main")).not_to_contain_text("niet goed te lezen")
    expect(colour(page)).not_to_have_value("")


def test_a_logo_takes_the_place_of_the_leaf_and_the_leaf_comes_back(linde, page, checked, tmp_path):
    content = BytesIO()
    Image.new("RGB", (600, 160), OWN).save(content, "PNG")
    file = {"name": "logo.png", "mimeType": "image/png", "buffer": content.getvalue()}
    page.locator("input[type=file]").set_input_files(file)
    press(page, "Gebruik dit logo")
    expect(page.locator(".topbar img")).to_be_visible()
    checked(page)
    press(page, "Toon weer het blad van Bloei")
    expect(page.locator(".topbar img")).to_have_count(0)
