"""What lets somebody in, and signs that no text holds, leave no trace and break nothing."""

import logging
import logging.config
import re

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from tests.world import addresses

from bloei.foundation import clock, logs
from bloei.foundation.logs import HIDDEN, without_rows, without_secrets
from bloei.people import entry_codes
from bloei.planning import actions as planning
from bloei.planning.calendars import outgoing
from bloei.planning.models import Series

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"<str:(token|secret)>|\(\?P<(token|secret)>")


@pytest.fixture
def written():
    """Return a function that gives all that the log of a server would hold."""
    config = settings.LOGGING["formatters"]["line"]
    formatter = logging.config.DictConfigurator({"version": 1}).configure_formatter(dict(config))
    lines, plain = [], []

    class Kept(logging.Handler):
        def emit(self, record):
            lines.append(formatter.format(record))
            plain.append(record.getMessage())

    handler = Kept()
    loggers = [logging.getLogger(name) for name in ("", "django", "django.request")]
    for logger in loggers:
        logger.addHandler(handler)
    yield lambda: ("\n".join(lines), "\n".join(plain))
    for logger in loggers:
        logger.removeHandler(handler)


def test_a_refused_password_leaves_no_link_in_the_log(cast, written):
    token = entry_codes.make_token(cast.eva)
    url = reverse("people:choose_password", args=[token])
    assert Client().post(url, {"password": "kort"}).status_code == 422
    Client().get(f"/people/welcome/{token}")
    lines, plain = written()
    assert token in plain, "the control: without the formatter it stands there"
    assert token not in lines
    assert f"/people/welcome/{HIDDEN}" in lines


def test_a_calendar_answers_a_head_and_its_secret_is_in_no_log(cast, written, monkeypatch):
    secret = planning.make_calendar_address(cast.eva, by=cast.eva)
    url = reverse("calendar:feed", args=[secret])
    assert Client().head(url).status_code == 200
    assert Client().post(url).status_code == 405

    def breaks(*_args):
        raise RuntimeError(f"broken at {url}")

    monkeypatch.setattr(outgoing, "feed_of", breaks)
    assert Client(raise_request_exception=False).get(url).status_code == 500
    lines, plain = written()
    assert secret in plain
    assert "RuntimeError" in lines
    assert secret not in lines


@pytest.mark.parametrize("hides", [True, False])
def test_a_row_that_the_database_refuses_is_in_no_log(cast, written, monkeypatch, hides):
    if not hides:
        monkeypatch.setattr(logs, "without_rows", lambda text: text)
    secret = planning.make_calendar_address(cast.eva, by=cast.eva)
    said = "Kanariegeel\n\nen nog wat van Eva"

    def breaks(person, _now):
        Series.objects.create(
            person=person, unit=cast.klantcontact, every="week", first_on=cast.today, minutes=60,
            last_on=cast.today, from_minute=600, title=said, set_by=person, set_at=clock.now(),
        )  # fmt: skip

    monkeypatch.setattr(outgoing, "feed_of", breaks)
    url = reverse("calendar:feed", args=[secret])
    with transaction.atomic():
        assert Client(raise_request_exception=False).get(url).status_code == 500
        transaction.set_rollback(True)
    lines, _plain = written()
    assert "series_of_one_or_of_a_unit" in lines
    assert "The above exception was the direct cause" in lines
    assert [word in lines for word in said.split("\n\n")] == [not hides] * 2


def test_nor_is_it_in_the_log_of_the_database():
    with connection.cursor() as cursor:
        cursor.execute("show log_error_verbosity")
        assert cursor.fetchone() == ("terse",)


def test_what_stands_after_the_row_stays():
    told = "refused\nDETAIL:  Failing row contains (Eva,\n\nzei dit).\nCONTEXT:  a trigger"
    assert without_rows(told) == f"refused\nDETAIL:  {HIDDEN}\nCONTEXT:  a trigger"


def test_every_address_with_a_secret_is_known_to_the_log():
    found = [pattern for _name, pattern in addresses() if SECRET.search(str(pattern))]
    assert len(found) >= 3
    canary = "Zq7_canary-0123456789"
    for pattern in found:
        path = "/" + re.sub(r"<str:(token|secret)>", canary, str(pattern)).lstrip("/^")
        assert canary in path
        assert canary not in without_secrets(f"Not Found: {path}")
    assert "/calendar/address/revoke/" in without_secrets("/calendar/address/revoke/")


def every_plain_url() -> list[str]:
    return [reverse(name) for name, pattern in addresses() if "<" not in str(pattern)]


def test_no_address_breaks_on_the_sign_nul(cast, settings, sign_in):
    settings.SECOND_STEP_FOR = frozenset()
    browser = sign_in(cast.hanan)
    browser.raise_request_exception = False
    for url in every_plain_url():
        assert browser.get(f"{url}?q=%00").status_code == 400, url
        assert browser.post(url, {"q": "a\0b"}).status_code in {400, 404, 405}, url
    assert browser.get("/people/welcome/a%00b/").status_code == 400
    assert Client().get(reverse("account_login"), {"q": "gewoon"}).status_code == 200
    assert Client(headers={"cookie": 'sessionid="\\000aaaaaaaa"'}).get("/").status_code == 400
