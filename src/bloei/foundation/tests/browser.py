"""Chromium for the journeys, and a web server on the database of the test: a pytest plugin.

Mark such tests with `browser`. Where there is no Chromium they are skipped with the reason,
and fail when BLOEI_CI is set.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
IN_FOLDERS = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)
SIZES = {"phone": (360, 740), "wide": (1440, 900)}
PATIENCE = 10_000  # milliseconds
PATIENCE_WITH_PAGES = 30_000  # the first page of a busy machine


def chromium_path() -> str | None:
    """Return the browser to drive: BLOEI_CHROMIUM, else the one of the machine."""
    named = os.environ.get("BLOEI_CHROMIUM")
    found = filter(None, [named, *map(shutil.which, CHROMIUMS), *map(shutil.which, IN_FOLDERS)])
    return next(found, None)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory) -> Iterator:
    """A browser for the whole run, which keeps nothing in anybody's home."""
    path = chromium_path()
    if path is None:
        missing = "no Chromium on this machine (Debian: apt-get install chromium)"
        if os.environ.get("BLOEI_CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    # Playwright's own loop runs in this thread; Django would take every query for a mistake.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-dev-shm-usage"],
            env={**os.environ, "HOME": str(tmp_path_factory.mktemp("home"))},
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium) -> Iterator[Callable]:
    """Open a page of its own (no shared cookies): `open_page()`, `open_page("phone")`.

    Any error of a script on a page fails the test.
    """
    contexts, errors = [], []

    def make(size: str = "wide", **options):
        width, height = SIZES[size]
        # A page then asks for nothing by itself once it is there; who tests offline use allows it.
        options.setdefault("service_workers", "block")
        # What moves is seen half-way by chance: axe would then read colours that nobody keeps.
        options.setdefault("reduced_motion", "reduce")
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="nl-NL", **options
        )
        context.set_default_timeout(PATIENCE)
        context.set_default_navigation_timeout(PATIENCE_WITH_PAGES)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not errors, f"a script failed: {errors}"


@contextmanager
def serving() -> Iterator[str]:
    """Serve the pages from the database that Django is connected to; yield the address."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread
    from django.test.utils import modify_settings

    with modify_settings(ALLOWED_HOSTS={"append": "localhost"}):
        thread = LiveServerThread("localhost", StaticFilesHandler)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        try:
            yield f"http://localhost:{thread.port}"
        finally:
            thread.terminate()


@pytest.fixture
def site(cloned_database) -> Iterator[str]:
    """The address of a web server on a database of its own, in which tests may write."""
    with serving() as address:
        yield address


@pytest.fixture
def axe() -> Callable:
    """Check the page that is shown against WCAG 2.2 AA; fails with every violation."""
    from axe_playwright_python.sync_playwright import Axe

    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]}

    def check(page) -> None:
        found = Axe().run(page, options=options)
        assert not found.violations_count, found.generate_report()

    return check
