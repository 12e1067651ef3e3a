"""Eva plans by keyboard alone; Mo refuses, the two talk, and what they agree ticks itself off."""

import re

import pytest
from playwright.sync_api import expect

from bloei.agreements.models import Agreement
from bloei.conversations.models import Conversation
from bloei.conversations.rules import Because
from bloei.planning.actions import plan_block
from bloei.planning.models import LearningBlock
from bloei.planning.rules import State
from bloei.planning.tests.desk import TODAY, desk, span

__all__ = ["desk"]
pytestmark = [pytest.mark.browser]
MOST_TABS = 150


def tab_to(page, selector: str) -> None:
    """Press Tab until this element has the focus, as somebody without a mouse does."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}.")


def type_day(page, day: str) -> None:
    """Type a day in the order of the browser: day first, or month first."""
    year, month, number = day.split("-")
    for written in (f"{number}{month}{year}", f"{month}{number}{year}"):
        page.keyboard.type(written)
        if page.evaluate("document.activeElement.value") == day:
            return
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
    raise AssertionError(f"The field does not take {day}.")


def mine(person) -> list[LearningBlock]:
    return list(LearningBlock.objects.filter(person=person).order_by("pk"))


def test_eva_plans_moves_and_takes_away_with_the_keyboard_only(linde, desk, enter, checked):
    page = enter("eva")
    page.goto(f"{linde.site}/time/?week=2026-11-30")
    tab_to(page, "details.other > summary")
    page.keyboard.press("Enter")
    tab_to(page, "input[name=on]")
    type_day(page, "2026-12-01")
    tab_to(page, "input[name=start]")
    page.keyboard.type("1000")
    tab_to(page, "input[name=until]")
    page.keyboard.type("1100")
    tab_to(page, "details.other button")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("on=2026-12-01"))
    checked(page)
    page.set_viewport_size({"width": 1440, "height": 900})

    page.keyboard.press("Home")
    tab_to(page, "#chosen")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("#said")).to_contain_text("Dinsdag 1 december")
    expect(page.locator("#said")).to_contain_text("kan")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    (block,) = mine(linde.eva)
    assert (block.state, f"{block.starts_at:%d %H:%M}", block.minutes) == (
        State.AGREED, "01 10:30", 90,
    )  # fmt: skip

    page.goto(f"{linde.site}/time/?week=2026-11-30")
    tab_to(page, "[data-block] .block")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#said")).to_contain_text("kan")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    block.refresh_from_db()
    assert f"{block.starts_at:%d %H:%M}" == "02 10:30"
    checked(page)
    page.set_viewport_size({"width": 1440, "height": 900})

    page.goto(f"{linde.site}/time/?week=2026-11-30")
    tab_to(page, "[data-block] .block")
    page.keyboard.press("Delete")
    expect(page.locator("#said")).to_contain_text("nog een keer")
    with page.expect_navigation():
        page.keyboard.press("Delete")
    block.refresh_from_db()
    assert block.state == State.CANCELLED


def test_a_refusal_becomes_a_talk_and_the_agreement_ticks_itself_off(
    linde, desk, enter, checked, let_jobs_run, monkeypatch
):
    asked = plan_block(
        linde.eva, span=span(28, 10, 12), why="Onder werktijd lukt het niet.", today=TODAY,
        key="asked", by=linde.eva,
    )  # fmt: skip
    the_manager_refuses(linde, enter("mo"), checked)
    let_jobs_run()
    talk = Conversation.objects.get()
    assert (talk.because, talk.block_id) == (Because.REFUSED, asked.pk)

    page = enter("eva")
    page.get_by_role("link", name="Mo Bulut").first.click()
    checked(page)
    the_two_make_time(page, checked)
    block = LearningBlock.objects.get(origin="talk")
    assert (block.state, f"{block.starts_at:%d %H:%M}") == (State.AGREED, "24 10:00")
    page.goto(f"{linde.site}{talk.get_absolute_url()}")
    expect(page.locator("#agreed")).to_be_visible()
    checked(page)

    monkeypatch.setenv("BLOEI_TODAY", "2026-11-25")
    page.goto(f"{linde.site}/time/")
    page.get_by_role("button", name="Gedaan").first.click()
    let_jobs_run()
    agreement = Agreement.objects.get()
    assert (agreement.state, agreement.done_by_itself) == ("done", True)
    page.goto(f"{linde.site}{talk.get_absolute_url()}")
    expect(page.locator("main")).to_contain_text("vanzelf")
    checked(page)


def the_manager_refuses(linde, page, checked) -> None:
    page.goto(f"{linde.site}/time/decisions/")
    page.get_by_role("link", name=re.compile("Eva de Vries|28 november")).first.click()
    checked(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.locator("label[for=d-no]").click()
    page.locator("input[name=instead]").first.check(force=True)
    page.locator("textarea[name=answer]").fill("Zaterdag is je vrije dag. Laten we samen zoeken.")
    page.get_by_role("button", name="Weiger en noem een moment").click()
    expect(page.locator("main")).not_to_contain_text("Jouw besluit")


def the_two_make_time(page, checked) -> None:
    page.locator("main a[href^='/talks/'][href$='/time/']").first.click()
    expect(page.locator("main")).to_contain_text("Zaterdag is je vrije dag")
    checked(page)
    page.locator("main a.btn[href$='/time/questions/']").click()
    checked(page)
    page.locator("main a.btn[href$='/time/outcome/']").click()
    checked(page)
    page.locator("a[href='?kind=block']").click()
    page.locator("input[name=what]").fill("Helder schrijven")
    expect(page.locator("main")).to_contain_text("Hier is ruimte in het rooster")
    page.locator("label.option", has_text="Ander moment").click()
    page.locator("input[name=on]").fill("2026-11-24")
    page.locator("input[name=start]").fill("10:00")
    checked(page)
    page.get_by_role("button", name="Spreek dit af").click()
    expect(page).to_have_url(re.compile("#agreed"))
