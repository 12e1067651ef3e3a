"""What Eva and Mo say to each other stays with them: tried on every address, on the whole database,
on logs and mail, under every role, with a deputy and after another leader came.
"""

import logging
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.test_promises import enter, every_url
from tests.viewers import advisers
from tests.world import CANARY, SAID, THOUGHT, build

from bloei.conversations import pages
from bloei.conversations.models import Viewing
from bloei.foundation.models import Mail
from bloei.notifications import actions as notifications
from bloei.people import actions as people
from bloei.people.models import Person

__all__ = ["enter"]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OTHERS = ("stan", "els", "hanan", "fien", "gijs", "joost", "ria", "sam", "anneke")
LOOKED_FOR = (SAID, SAID[:6].lower(), THOUGHT)


@pytest.fixture
def world(cast, settings):
    settings.SECOND_STEP_FOR = frozenset()
    advisers(cast)
    return build(cast)


def text(answer) -> str:
    return (b"".join(answer) if answer.streaming else answer.content).decode("utf-8", "replace")


def shown(client, world, method: str = "get") -> dict[str, str]:
    """Return what every address answers, and a search for the words themselves."""
    found = {}
    for name, url in every_url(world):
        answer = getattr(client, method)(url)
        found[name] = text(answer) + str(dict(answer.headers))
    if method == "get":
        for word in LOOKED_FOR:
            answer = text(client.get(f"{reverse('home:search')}?q={word}"))
            found[f"search {word}"] = answer.replace(word, "")
    return found


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("viewer", OTHERS)
def test_no_address_shows_it_to_anybody_else(world, enter, viewer, method):
    leaks = [
        name
        for name, told in shown(enter(viewer), world, method).items()
        if SAID in told or THOUGHT in told
    ]
    assert leaks == []


def test_the_two_do_see_it(world, enter):
    """The negative control: the words are there to be found, and Eva's thoughts only for Eva."""
    eva, mo = shown(enter("eva"), world), shown(enter("mo"), world)
    page = "conversations:conversation_detail"
    assert SAID in eva[page]
    assert SAID in mo[page]
    assert THOUGHT in eva[page]
    assert not [name for name, told in mo.items() if THOUGHT in told]


def test_the_address_of_the_page_says_nothing(world):
    assert world.talk.get_absolute_url() == f"/talks/{world.talk.pk}/"


@pytest.mark.parametrize("viewer", ["eva", "mo"])
def test_every_look_counts_by_every_path(world, enter, viewer):
    """A page on which it stands notes that somebody looked, once; no other page does."""
    client, person = enter(viewer), getattr(world.cast, viewer)
    for name, url in every_url(world):
        before = Viewing.objects.filter(person=person).count()
        told = text(client.get(url))
        looked = Viewing.objects.filter(person=person).count() - before
        assert looked == (1 if SAID in told else 0), name


def test_the_file_with_ones_own_data_counts_too(world, enter):
    answer = enter("mo").post(reverse("people:my_export"))
    assert answer["Content-Type"] == "application/zip"
    (seen,) = Viewing.objects.filter(person=world.cast.mo)
    assert (seen.how, seen.conversation) == (Viewing.How.EXPORT, world.talk)


def test_both_read_who_looked(world, enter):
    enter("mo").get(world.talk.get_absolute_url())
    page = text(enter("eva").get(world.talk.get_absolute_url()))
    looked = page[page.index('id="looked"') :]
    assert "Mo, " in looked
    assert "Eva, " in looked


def rows_with(word: str) -> list[str]:
    """Return every table of the database of which a row, written as text, holds the word."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name from information_schema.tables"
            " where table_schema = 'public' and table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(
                f'select 1 from "{table}" as row where row::text ilike %s limit 1', [f"%{word}%"]
            )
            found += [table] if cursor.fetchone() else []
    return found


def tell_all_by_mail(cast) -> None:
    moment = timezone.make_aware(datetime.combine(cast.today + timedelta(days=1), time(9)))
    everybody = list(Person.objects.values_list("pk", flat=True))
    notifications.send_digest_batch(everybody, moment=moment)


def test_a_dump_of_the_database_holds_none_of_it(world):
    tell_all_by_mail(world.cast)
    assert Mail.objects.filter(about=world.cast.eva).exists()
    assert rows_with(SAID) == rows_with(THOUGHT) == []
    assert "learning_goal" in rows_with(CANARY)  # the negative control


def write_it_again(client, talk) -> None:
    """Send every form of a conversation with the words in it, once right and once wrong."""
    posts = {
        "point_add": {"text": f"{SAID} erbij", "key": "again-1-again"},
        "notes_write": {"text": f"{SAID} nog meer", "base": ""},
        "preparation_write": {"text": f"{SAID} vooraf"},
        "agreement_add": {"text": SAID, "who": "0", "key": "again-2-again"},
        "help_ask": {"sentence": SAID * 60, "key": "again-3-again"},
    }
    for name, told in posts.items():
        client.post(reverse(f"conversations:{name}", args=[talk.pk]), told)


def test_the_logs_hold_none_of_it(world, enter, caplog):
    for name in ("", "django", "django.db.backends", "bloei"):
        caplog.set_level(logging.DEBUG, logger=name)
    with CaptureQueriesContext(connection):  # writes every statement to the log as well
        write_it_again(enter("eva"), world.talk)
        world.goal.save()
    assert CANARY in caplog.text  # the negative control: other texts do stand in statements
    assert SAID not in caplog.text


def test_an_error_on_the_page_says_nothing_of_it(world, enter, caplog, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("it broke")

    monkeypatch.setattr(pages, "facts_of", broken)
    answer = enter("eva").get(world.talk.get_absolute_url())
    assert answer.status_code == 500
    assert "it broke" in caplog.text
    assert SAID not in caplog.text + text(answer)


def test_who_stands_in_for_mo_reads_nothing(world, enter):
    cast = world.cast
    people.appoint_deputy(
        leader=cast.mo, deputy=cast.joost, from_on=cast.today,
        last_on=cast.today + timedelta(days=9), key="stands-in", by=cast.mo,
    )  # fmt: skip
    client = enter("joost")
    assert "Eva de Vries" in text(client.get(reverse("home:team"))), "the deputy leads her today"
    assert client.get(world.talk.get_absolute_url()).status_code == 404


def test_it_stays_with_the_two_when_somebody_else_leads_eva(world, enter):
    cast = world.cast
    people.appoint_leader(
        unit=cast.klantcontact, person=cast.els, from_on=cast.today, today=cast.today, key="new",
        by=None,
    )  # fmt: skip
    assert "Eva de Vries" in text(enter("els").get(reverse("home:team")))
    assert enter("els").get(world.talk.get_absolute_url()).status_code == 404
    assert SAID in text(enter("mo").get(world.talk.get_absolute_url()))


def test_hr_sees_that_it_is_open_and_the_sentence_that_was_for_them(world, enter):
    page = text(enter("hanan").get(reverse("conversations:help_list")))
    assert "Eva de Vries en Mo Bulut" in page
    assert "We vinden geen moment." in page
    assert "We vinden geen moment." not in text(
        enter("gijs").get(reverse("conversations:help_list"))
    )
