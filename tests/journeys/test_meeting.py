"""The team meeting: Mo on the big screen, Eva on her phone, one agreement at the end."""

import re

import pytest
from playwright.sync_api import expect

from bloei.agreements.models import Agreement
from bloei.conversations.models import TeamMeeting
from bloei.planning.tests.desk import desk

__all__ = ["desk"]
pytestmark = [pytest.mark.browser]
BIG, PHONE = {"width": 1920, "height": 1080}, {"width": 360, "height": 800}
TRIED = "Donderdag om 9.00 uur leren we met drie"
PATIENCE = 20_000  # milliseconds
TIP = "Ik zet elke dag om half tien mijn telefoon uit."


@pytest.fixture
def looked_at(axe):
    """Check a page as it is shown, at the size that it has."""

    def check(page) -> None:
        axe(page)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{page.url} is {over} px too wide"

    return check


def test_the_team_meets_on_a_big_screen_and_on_the_phone(linde, desk, enter, looked_at):
    wall, hand = enter("mo"), enter("eva", "phone")
    wall.set_viewport_size(BIG)
    hand.set_viewport_size(PHONE)
    wall.goto(f"{linde.site}/meetings/")
    looked_at(wall)
    wall.get_by_role("button", name="Begin het overleg").click()
    expect(wall.locator("h2#now")).to_be_visible()
    assert wall.evaluate("document.documentElement.scrollHeight <= innerHeight + 1"), "one screen"
    looked_at(wall)
    wall.locator(".agenda__foot button.btn").last.click()

    hand.goto(f"{linde.site}/meetings/")
    hand.get_by_role("link", name=re.compile("Ga verder")).click()
    looked_at(hand)
    hand.locator(".agenda__mine textarea").fill(TIP)
    hand.locator(".agenda__mine button.btn").click()
    expect(hand.locator("#main")).to_contain_text(TIP)
    # The screens ask by themselves how far the others are.
    expect(wall.locator(".agenda__tips")).to_contain_text(TIP, timeout=PATIENCE)
    looked_at(wall)
    looked_at(hand)

    for _step in range(2):
        wall.locator(".agenda__foot button.btn").last.click()
        looked_at(wall)
    agree = wall.locator(".agenda__side form[action$='/agreements/']")
    agree.locator("[name=text]").fill(TRIED)
    agree.locator("[name=person]").select_option(label="Eva de Vries")
    agree.locator("button.btn").click()
    expect(wall.locator("#main")).to_contain_text(TRIED)
    looked_at(wall)
    expect(hand.locator("#now ~ .agenda__tips")).to_contain_text(TRIED, timeout=PATIENCE)
    looked_at(hand)
    wall.get_by_role("button", name="Sluit het overleg").click()
    expect(wall.locator(".agenda__clock")).to_contain_text("gesloten")
    assert TeamMeeting.objects.get().closed_at
    assert Agreement.objects.get().person == linde.eva
