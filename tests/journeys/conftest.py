"""What the journeys share: De Linde on a web server, people who sign in, jobs that run."""

import threading

import pytest
from django.db import connections

from bloei.budgets import rounds
from bloei.budgets.actions import schemes, teams
from bloei.budgets.demo import MONEY
from bloei.learning import actions as learning

TODAY = "2026-11-23"


@pytest.fixture
def linde(site, cast, settings, monkeypatch):
    """De Linde with a scheme that holds, something to learn, and a budget of the team."""
    monkeypatch.setenv("BLOEI_TODAY", TODAY)
    settings.SECOND_STEP_FOR = frozenset()
    for name in ("eva", "mo", "stan", "hanan", "joost"):
        person = getattr(cast, name)
        person.set_password(cast.password)
        person.save(update_fields=["password"])
    scheme = schemes.make_scheme(text=MONEY, key="linde", by=cast.hanan)
    first = cast.today.replace(year=2024, month=1, day=1)
    schemes.assign_scheme(
        scheme, cao="woondiensten", first=first, today=cast.today, key="linde", by=cast.hanan
    )
    rounds.grant_and_lapse(cast.today)
    teams.make_team_budget(
        unit=cast.klantcontact, year=2026, amount=500_000, owner=cast.mo,
        today=cast.today, key="linde", by=cast.hanan,
    )  # fmt: skip
    _offers(cast)
    cast.site = site
    return cast


def _offers(cast) -> None:
    for title, kind, cents in (
        ("Helder schrijven voor huurders", "training", 38_000),
        ("Omgaan met verward gedrag", "training", 48_500),
        ("Taal op B1", "book", 4_500),
        ("Opleiding teamleider", "training", 345_000),
    ):
        facts = {
            "title": title,
            "kind": kind,
            "price_cents": cents,
            "minutes": 480,
            "summary": "Samen oefenen met teksten en gesprekken uit je eigen werk.",
        }
        learning.create_offer(
            facts=facts, provider="Taalhuis Utrecht", skills=["Schrijven"], key=title, by=cast.joost
        )


@pytest.fixture
def enter(linde, open_page):
    """Open a page and sign somebody in with the form, as people do."""

    def entered(name: str, size: str = "wide"):
        page = open_page(size)
        page.goto(f"{linde.site}/accounts/login/")
        page.locator("input[name=login]").fill(getattr(linde, name).number)
        page.locator("input[name=password]").fill(linde.password)
        page.locator("main button.btn, form button.btn").first.click()
        page.wait_for_url(f"{linde.site}/")
        return page

    return entered


@pytest.fixture
def let_jobs_run():
    """Do what waits on the queue, as the worker would, until nothing is left."""
    from procrastinate.contrib.django import app

    def work() -> None:
        # Not with_connector: the tasks would stay with this worker, and so with this database.
        with app.replace_connector(app.connector.get_worker_connector()) as ready, ready.open():
            ready.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        connections.close_all()

    def run() -> None:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join(timeout=60)
        assert not thread.is_alive(), "the jobs did not end"

    return run


@pytest.fixture
def checked(axe):
    """Check a page with axe at 360 and at 1440 px, and that it never scrolls sideways."""

    def check(page) -> None:
        for width in (360, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            axe(page)
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, f"{page.url} is {over} px too wide at {width}"

    return check
