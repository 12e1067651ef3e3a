"""The first administrator of a new installation, and the pages that are made from the program."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from bloei.foundation.access import PERMISSIONS
from bloei.foundation.privacy import Erase, Personal, register
from bloei.foundation.rooms import discover
from bloei.people.access_page import written
from bloei.people.commands import administrator
from bloei.people.models import Person

GOOD = "paarse fiets onder de brug"


@pytest.mark.django_db
def test_the_first_administrator_comes_in_with_the_printed_link(today, client, capsys):
    assert administrator(["900", "Sam", "Bos", "--hr"]) == 0
    link = capsys.readouterr().out.split()[0]
    path = link[link.index("/people/") :]
    assert client.post(path, {"password": GOOD}).status_code == 302
    sam = Person.objects.get(number="900")
    assert sam.roles == {"employee", "administrator", "hr"}
    assert client.get(reverse("people:role_list")).status_code == 200
    administrator(["900", "Sam", "Bos"])
    assert Person.objects.count() == 1


def test_the_page_about_access_is_up_to_date():
    try:
        call_command("access", check=True)
    except CommandError as stale:
        pytest.fail(str(stale))


def test_every_permission_says_in_words_what_it_is():
    list(discover("access"))
    silent = [name for name, one in PERMISSIONS.items() if not one.words]
    assert silent == []


def test_the_page_about_access_names_every_permission():
    page = written()
    for name in PERMISSIONS:
        assert f"`{name.partition('.')[2]}`" in page


def test_what_is_blanked_on_erasure_is_really_named():
    for entry in register():
        if isinstance(entry, Personal) and entry.erase is Erase.BLANK:
            assert entry.blank or entry.model is Person, entry.model
