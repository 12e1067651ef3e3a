"""Eva has no connection: she says how it went, and it arrives; her device keeps only that.

The service worker is switched on here, which it is not in other journeys.
"""

import re
from datetime import datetime

import pytest
from playwright.sync_api import expect

from bloei.foundation import clock, offline
from bloei.foundation.models import AuditRow
from bloei.foundation.tests.browser import PATIENCE
from bloei.planning.models import LearningBlock
from bloei.planning.rosters.at_work import aware
from bloei.planning.rules import State

pytestmark = [pytest.mark.browser]
CANARY = "Kanariegeel"
# Everything that a browser keeps for this site, as text: databases, caches and small storage.
DUMP = """async () => {
  const found = { databases: {}, caches: {}, storage: { ...localStorage, ...sessionStorage } };
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done, failed) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = failed;
    });
    for (const store of database.objectStoreNames) {
      found.databases[store] = await new Promise((done) => {
        const asked = database.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done(asked.result);
      });
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found.caches[new URL(request.url).pathname] = await (await cache.match(request)).text();
    }
  }
  return found;
}"""
# Waits until the facts of this mark are kept: the worker fetches them when it is quiet.
KEPT = """async (mark) => {
  const rows = (database) => new Promise((done) => {
    const asked = database.transaction("facts").objectStore("facts").getAll();
    asked.onsuccess = () => done(asked.result);
  });
  for (let turn = 0; turn < 200; turn += 1) {
    if ((await indexedDB.databases()).length) {
      const database = await new Promise((done) => {
        indexedDB.open("bloei", 1).onsuccess = (event) => done(event.target.result);
      });
      const found = await rows(database);
      database.close();
      if (found.some((row) => row.mark === mark)) return;
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("nothing was kept");
}"""


def make(person, day: int, title: str = "") -> LearningBlock:
    """Fix learning time from ten to twelve on a day of November."""
    return LearningBlock.objects.create(
        person=person,
        during=(aware(datetime(2026, 11, day, 10)), aware(datetime(2026, 11, day, 12))),
        state=State.AGREED,
        title=title,
        made_at=clock.now(),
        changed_at=clock.now(),
    )


@pytest.fixture
def times(linde):
    """Two hours of Eva that are over, two to come, and one of somebody else."""
    linde.over = make(linde.eva, 20, "Helder schrijven")
    linde.coming = make(linde.eva, 26, "Taal op B1")
    make(linde.stan, 20, CANARY)
    return linde


def sign_in(linde, page, name: str, *, own_device: bool = True) -> None:
    page.goto(f"{linde.site}/accounts/login/")
    page.locator("input[name=login]").fill(getattr(linde, name).number)
    page.locator("input[name=password]").fill(linde.password)
    if own_device:
        page.locator("input[name=remember]").check()
    page.locator("form button.btn").first.click()
    page.wait_for_url(f"{linde.site}/")


def begin(linde, open_page, size: str = "phone", name: str = "eva"):
    """Open a page of Eva's own phone, on which everything is kept that may be."""
    page = open_page(size, service_workers="allow")
    sign_in(linde, page, name)
    page.evaluate(KEPT, offline.mark_of(getattr(linde, name)))
    return page


def show(page, linde, path: str = "/time/offline/") -> None:
    page.goto(f"{linde.site}{path}")
    page.locator("#offline[data-ready]").wait_for(state="attached")


def lose_connection(page) -> None:
    page.context.set_offline(True)


def find_connection(page) -> None:
    page.context.set_offline(False)


def done(linde) -> LearningBlock:
    linde.over.refresh_from_db()
    return linde.over


def until_sent(page) -> None:
    still = page.get_by_role("heading", name="Nog niet verstuurd")
    expect(still).to_be_hidden(timeout=PATIENCE)


def times_noted() -> int:
    return AuditRow.objects.filter(verb="block.done", fields__contains=["done_minutes"]).count()


def test_eva_says_how_it_went_in_the_train_and_it_arrives_later(times, open_page, checked):
    page = begin(times, open_page)
    lose_connection(page)
    show(page, times, "/time/?week=2026-11-23")  # a page that she cannot fetch now
    expect(page.locator("#offline")).to_contain_text("Je bent offline.")
    expect(page.locator("#offline")).to_contain_text("Taal op B1")
    checked(page)
    page.get_by_role("button", name="Gedaan").click()
    expect(page.get_by_role("heading", name="Nog niet verstuurd")).to_be_visible()
    expect(page.locator("#offline")).to_contain_text("Op dit apparaat bewaard, nog niet verstuurd.")
    checked(page)
    assert done(times).state == State.AGREED
    find_connection(page)
    until_sent(page)
    assert (done(times).state, times.over.done_minutes) == (State.DONE, 120)
    expect(page.locator("#offline")).to_contain_text("Je hebt verbinding.")


def test_shorter_and_not_at_all_are_said_without_connection_too(times, open_page, checked):
    also = make(times.eva, 19, "Rekenen")
    page = begin(times, open_page)
    lose_connection(page)
    show(page, times)
    item = page.locator("li", has_text="Rekenen")
    item.get_by_text("Anders").click()
    item.locator("select").select_option("90")
    checked(page)
    page.set_viewport_size({"width": 360, "height": 740})
    item.get_by_role("button", name="Noteer").first.click()
    item = page.locator("li", has_text="Helder schrijven")
    item.get_by_text("Anders").click()
    item.locator("input[name=because]").fill("Er was een storing.")
    item.get_by_role("button", name="Noteer").last.click()
    expect(page.locator("[data-part=unsent] li")).to_have_count(2)
    find_connection(page)
    until_sent(page)
    also.refresh_from_db()
    assert (also.state, also.done_minutes) == (State.DONE, 90)
    assert (done(times).state, times.over.answer) == (State.LAPSED, "Er was een storing.")


def test_a_page_that_was_open_keeps_the_answer_when_the_connection_goes(times, open_page):
    page = begin(times, open_page)
    page.goto(f"{times.site}/time/")
    lose_connection(page)
    page.get_by_role("button", name="Gedaan").click()
    expect(page.locator("#how")).to_contain_text("Op dit apparaat bewaard, nog niet verstuurd.")
    find_connection(page)
    expect(page.locator("#how")).to_have_count(0, timeout=PATIENCE)
    assert done(times).state == State.DONE


def test_two_tabs_and_an_answer_whose_receipt_was_lost_have_one_effect(times, open_page):
    page = begin(times, open_page)
    other = page.context.new_page()
    lose_connection(page)
    show(page, times)
    show(other, times)
    page.get_by_role("button", name="Gedaan").click()
    expect(other.get_by_role("heading", name="Nog niet verstuurd")).to_be_visible()
    sent = []

    def lose_the_receipt(route):
        sent.append(route.request.post_data)
        if len(sent) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.context.route("**/say/", lose_the_receipt)
    find_connection(page)
    until_sent_or_again(page)
    until_sent(page)
    until_sent(other)
    assert done(times).state == State.DONE
    assert times_noted() == 1
    assert len({re.search(r"key=([0-9a-f-]+)", one)[1] for one in sent}) == 1


def until_sent_or_again(page) -> None:
    """Let the page try once more when the receipt of the first time was lost."""
    page.evaluate("dispatchEvent(new Event('online'))")


def test_what_the_server_refuses_is_told_and_stays_until_it_is_read(times, open_page, checked):
    page = begin(times, open_page)
    lose_connection(page)
    show(page, times)
    page.get_by_role("button", name="Gedaan").click()
    LearningBlock.objects.filter(pk=times.over.pk).update(state=State.CANCELLED)
    find_connection(page)
    expect(page.locator("#offline")).to_contain_text("Dit kon niet genoteerd worden.")
    expect(page.locator("#offline")).to_contain_text("weggehaald")
    show(page, times)
    checked(page)
    expect(page.locator("#offline")).to_contain_text("weggehaald")
    page.get_by_role("button", name="Ik heb het gelezen").click()
    expect(page.locator("#offline")).not_to_contain_text("weggehaald")
    assert done(times).state == State.CANCELLED


def test_any_other_page_is_a_calm_one_without_connection(times, open_page, checked):
    page = begin(times, open_page)
    lose_connection(page)
    page.goto(f"{times.site}/budgets/")
    expect(page.locator("h1")).to_have_text("Je bent even offline")
    checked(page)
    page.get_by_role("link", name="Hoe ging je leertijd?").click()
    expect(page.locator("#offline")).to_contain_text("Helder schrijven")
    page.goto(f"{times.site}/budgets/")
    find_connection(page)
    page.get_by_role("link", name="Probeer opnieuw").click()
    expect(page.locator("h1")).not_to_have_text("Je bent even offline")


def unsent(page, times) -> None:
    """Let an answer wait on the device, and find the connection without sending it yet."""
    page.context.route("**/say/", lambda route: route.abort())
    show(page, times)
    page.get_by_role("button", name="Gedaan").click()
    expect(page.get_by_role("heading", name="Nog niet verstuurd")).to_be_visible()
    page.wait_for_load_state("networkidle")


def sign_out(page, times) -> None:
    page.goto(f"{times.site}/people/me/")
    with page.expect_navigation():
        page.evaluate("document.querySelector('form[action=\"/accounts/logout/\"]').submit()")


def left(page, times) -> dict:
    """Return what the browser keeps, seen from a page that keeps nothing itself."""
    page.goto(f"{times.site}/healthz")
    return page.evaluate(DUMP)


def known() -> set[str]:
    """Return the addresses that the worker may keep."""
    told = offline.shell()
    return {one.partition("?")[0] for one in (*told["pages"], *told["files"])}


def test_the_device_keeps_ones_own_times_and_answers_and_nothing_else(times, open_page):
    page = begin(times, open_page)
    for path in ("/", "/time/", "/talks/", "/learning/", "/people/me/"):
        page.goto(f"{times.site}{path}")
    unsent(page, times)
    kept = left(page, times)
    assert set(kept["databases"]) == {"facts", "unsent"}
    assert {row["mark"] for rows in kept["databases"].values() for row in rows} == {
        offline.mark_of(times.eva)
    }
    (facts,) = kept["databases"]["facts"]
    assert {one["title"] for one in facts["facts"]["blocks"]} == {"Helder schrijven", "Taal op B1"}
    assert set(kept["caches"]) == known(), "only files and pages without anybody's facts"
    assert not kept["storage"]
    everything = str(kept)
    assert "Helder schrijven" in everything, "this could have been found"
    assert CANARY not in everything
    assert "Eva" not in str(kept["caches"]).replace("allowEval", "")


def test_signing_out_leaves_nothing_behind(times, open_page):
    page = begin(times, open_page)
    unsent(page, times)
    assert left(page, times)["databases"]["unsent"]
    sign_out(page, times)
    found = left(page, times)
    assert not any(found["databases"].values())
    # A worker that was just starting may put the files of the house back; they are nobody's.
    assert set(found["caches"]) <= known()


def test_a_sign_out_that_does_not_wipe_would_be_seen(times, open_page, monkeypatch):
    """The negative control of the test above."""
    monkeypatch.setattr(offline, "wipe", lambda _response: None)
    page = begin(times, open_page)
    unsent(page, times)
    sign_out(page, times)
    assert left(page, times)["databases"]["unsent"]


def test_an_answer_waits_for_its_owner_and_not_for_who_signs_in_after(times, open_page):
    """The session ran out: what waits is kept for Eva, and goes when somebody else comes."""
    page = begin(times, open_page)
    unsent(page, times)
    page.context.clear_cookies(name="sessionid")
    assert left(page, times)["databases"]["unsent"]
    page.context.unroute("**/say/")
    sign_in(times, page, "stan")
    page.evaluate(KEPT, offline.mark_of(times.stan))
    found = left(page, times)
    assert not found["databases"]["unsent"]
    assert {row["mark"] for row in found["databases"]["facts"]} == {offline.mark_of(times.stan)}
    assert "Helder schrijven" not in str(found)
    assert done(times).state == State.AGREED


def test_a_device_that_is_not_ones_own_keeps_nothing(times, open_page, checked):
    page = open_page("wide", service_workers="allow")
    sign_in(times, page, "eva", own_device=False)
    show(page, times)
    expect(page.locator("#offline")).to_contain_text("Op dit apparaat bewaren we niets")
    checked(page)
    assert not left(page, times)["databases"].get("facts")


@pytest.mark.parametrize("days", [-3, 3])
def test_a_device_whose_clock_is_days_off_asks_about_the_right_times(times, open_page, days):
    page = begin(times, open_page)
    page.context.add_init_script(
        f"const real = Date.now; Date.now = () => real() + {days} * 86400000;"
        # Only pages have this clock here, so the worker is not asked to send.
        "Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', { value: undefined })"
    )
    show(page, times)
    lose_connection(page)
    show(page, times)
    expect(page.locator("[data-part=how] li")).to_have_count(1)
    expect(page.locator("[data-part=how]")).to_contain_text("Helder schrijven")
    expect(page.locator("[data-part=coming]")).to_contain_text("Taal op B1")
    page.get_by_role("button", name="Gedaan").click()
    expect(page.get_by_role("heading", name="Nog niet verstuurd")).to_be_visible()
    find_connection(page)
    until_sent(page)
    assert done(times).state == State.DONE
    assert abs((times.over.said_at - clock.now()).total_seconds()) < 600
