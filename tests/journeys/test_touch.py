"""Eva plans, moves and takes away with a finger, on phone and tablet; the page still scrolls."""

import pytest
from playwright.sync_api import expect

from bloei.planning.actions import plan_block
from bloei.planning.models import LearningBlock
from bloei.planning.rules import State
from bloei.planning.tests.desk import TODAY, desk, span

__all__ = ["desk"]
pytestmark = [pytest.mark.browser]
WEEK = "/time/?week=2026-11-30"


class Finger:
    """One finger on the screen: it taps, holds, moves and lifts."""

    def __init__(self, page) -> None:
        self.page = page
        self._screen = page.context.new_cdp_session(page)

    def down(self, place, dy: float = 0) -> None:
        place.scroll_into_view_if_needed()
        box = place.bounding_box()
        self._send("touchStart", box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + dy)

    def to(self, x: float, y: float) -> None:
        self._send("touchMove", x, y)

    def over(self, place) -> None:
        box = place.bounding_box()
        self.to(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def lift(self) -> None:
        self._screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def _send(self, kind: str, x: float, y: float) -> None:
        points = [{"x": round(x), "y": round(y)}]
        self._screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def scroll(self, x: float) -> None:
        """Swipe up, as somebody who wants to read on."""
        self._send("touchStart", x, 250)
        for y in range(240, 40, -20):
            self.to(x, y)
        self.lift()


@pytest.fixture
def eva(linde, desk, open_page):
    """Return a function that opens Eva's week on a device with a touch screen."""

    def opened(width: int):
        page = open_page("phone", has_touch=True, is_mobile=True)
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(f"{linde.site}/accounts/login/")
        page.locator("input[name=login]").fill(linde.eva.number)
        page.locator("input[name=password]").fill(linde.password)
        page.locator("form button.btn").first.click()
        page.wait_for_url(f"{linde.site}/")
        page.goto(f"{linde.site}{WEEK}")
        return page

    return opened


def draft(page):
    return page.locator(".week__draft")


def fixed(linde) -> LearningBlock:
    return plan_block(
        linde.eva, span=span(1, 10, 12, month=12), today=TODAY, key="block-of-eva", by=linde.eva
    )


def fix(page) -> None:
    with page.expect_navigation():
        page.locator("#moment form button.btn").tap()


def moment(block) -> str:
    block.refresh_from_db()
    return f"{block.starts_at:%d %H:%M} {block.minutes}"


def test_a_free_moment_is_tapped_made_longer_and_fixed_on_a_phone(linde, eva, checked):
    page = eva(360)
    page.locator("[data-on='2026-12-03'] .block__pick").first.tap()
    expect(page.locator("[data-on='2026-12-03'] .week__draft")).to_be_visible()
    expect(page.locator("#moment")).to_be_in_viewport()
    expect(page.locator("#moment")).to_contain_text("Donderdag 3 december")
    page.get_by_role("button", name="Later").tap()
    page.get_by_role("button", name="Langer").tap()
    expect(page.locator("#moment")).to_contain_text("9.30")
    checked(page)
    page.set_viewport_size({"width": 360, "height": 740})
    fix(page)
    block = LearningBlock.objects.get(person=linde.eva)
    assert (block.state, moment(block)) == (State.AGREED, "03 09:30 90")


def test_a_block_that_is_held_goes_to_the_day_under_the_finger(linde, eva, checked):
    block = fixed(linde)
    page = eva(360)
    finger = Finger(page)
    page.evaluate("document.querySelector('.week').scrollIntoView()")
    finger.down(page.locator("[data-block]"))
    expect(page.locator(".week__leaving")).to_have_count(1)
    finger.over(page.locator(".week__day:has([data-on='2026-12-02']) .week__date"))
    expect(page.locator("[data-on='2026-12-02'] .week__draft")).to_be_visible()
    finger.lift()
    expect(page.locator("#moment")).to_be_in_viewport()
    expect(page.locator("#moment")).to_contain_text("woensdag")
    checked(page)
    page.set_viewport_size({"width": 360, "height": 740})
    fix(page)
    assert moment(block) == "02 10:00 120"


def test_a_held_block_goes_to_the_free_moment_that_is_tapped_or_stays(linde, eva):
    block = fixed(linde)
    page = eva(360)
    finger = Finger(page)
    finger.down(page.locator("[data-block]"))
    expect(page.locator(".week__leaving")).to_have_count(1)
    finger.lift()
    page.get_by_role("button", name="Laat staan").tap()
    expect(page.locator(".week__leaving")).to_have_count(0)
    assert moment(block) == "01 10:00 120"

    finger.down(page.locator("[data-block]"))
    expect(page.locator(".week__leaving")).to_have_count(1)
    finger.lift()
    page.locator("[data-on='2026-12-04'] .block__pick").first.tap()
    expect(page.locator("#moment")).to_contain_text("vrijdag")
    fix(page)
    assert moment(block) == "04 09:00 120"


def test_a_held_block_is_taken_away_with_two_taps(linde, eva):
    block = fixed(linde)
    page = eva(360)
    finger = Finger(page)
    finger.down(page.locator("[data-block]"))
    expect(page.locator(".week__leaving")).to_have_count(1)
    finger.lift()
    page.get_by_role("button", name="Haal weg").tap()
    block.refresh_from_db()
    assert block.state == State.AGREED, "one tap may be a slip"
    page.get_by_role("button", name="Tik nog een keer om weg te halen").tap()
    expect(page.locator(".messages")).to_contain_text("De tijd is weer vrij.")
    block.refresh_from_db()
    assert block.state == State.CANCELLED


@pytest.mark.parametrize("width", [360, 768])
def test_a_swipe_over_the_week_scrolls_and_chooses_nothing(linde, eva, width):
    fixed(linde)
    page = eva(width)
    page.set_viewport_size({"width": width, "height": 500})
    page.evaluate("document.querySelector('.week').scrollIntoView()")
    stood, before = page.url, page.evaluate("scrollY")
    under = "x => document.elementFromPoint(x, 250).closest('.week') !== null"
    assert page.evaluate(under, width - 100), "the finger is on the week"
    Finger(page).scroll(width - 100)
    page.wait_for_function("before => scrollY > before + 100", arg=before)
    expect(page.locator(".week__leaving")).to_have_count(0)
    assert page.url == stood


def test_a_tap_on_a_block_opens_it(linde, eva):
    block = fixed(linde)
    page = eva(360)
    with page.expect_navigation():
        page.locator("[data-block] a").tap()
    assert page.url.endswith(block.get_absolute_url())


def test_on_a_tablet_a_held_block_is_dragged_over_the_grid(linde, eva, checked):
    block = fixed(linde)
    page = eva(768)
    finger = Finger(page)
    place = page.locator("[data-block] .block")
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    finger.down(place)
    expect(page.locator(".week__leaving")).to_have_count(1)
    slot = box["height"] / 4
    track = page.locator("[data-on='2026-12-03']").bounding_box()
    finger.to(track["x"] + track["width"] / 2, box["y"] + box["height"] / 2 + 2 * slot)
    expect(page.locator("[data-on='2026-12-03'] .week__draft")).to_be_visible()
    finger.lift()
    expect(page.locator("#moment")).to_contain_text("donderdag")
    fix(page)
    assert moment(block) == "03 11:00 120"
    checked(page)
