"""The gallery in a real browser: accessible in both themes, without overflow, by keyboard."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture
def gallery(site, settings):
    settings.DEMO = True
    return f"{site}/ui/"


@pytest.mark.parametrize("size", ["phone", "wide"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_gallery_meets_wcag_and_never_scrolls_sideways(gallery, open_page, axe, size, scheme):
    page = open_page(size, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    page.goto(gallery)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    axe(page)


def test_a_dialog_takes_the_focus_keeps_it_and_gives_it_back(gallery, open_page):
    page = open_page("wide")
    page.goto(gallery)
    page.locator("#remove > summary").press("Enter")
    page.wait_for_selector("#remove [role=dialog]")
    for _press in range(5):
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('#remove .ask__panel')")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('#remove').open")
    assert page.evaluate("document.activeElement.matches('#remove > summary')")


def test_nothing_comes_from_elsewhere_and_no_more_than_six_requests_are_needed(gallery, open_page):
    page = open_page("wide")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(gallery, wait_until="networkidle")
    home = gallery.removesuffix("/ui/")
    assert all(url.startswith((home, "data:")) for url in asked)
    assert len(asked) <= 6, asked


def test_the_content_policy_is_kept(gallery, open_page):
    page = open_page("wide")
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(gallery, wait_until="networkidle")
    assert not [text for text in said if "Content Security Policy" in text]
