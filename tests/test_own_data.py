"""What a person takes along is complete, and what is erased leaves no trace, in every room."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Sum
from tests.world import CANARY, build

from bloei.budgets.models import Entry
from bloei.foundation import files
from bloei.foundation.models import StoredFile
from bloei.foundation.privacy import Personal, register
from bloei.people import actions, own_data
from bloei.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    return build(cast)


def traces(*words: str) -> set[str]:
    """Return every column of the database in which one of these words stands."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns where"
            " table_schema = 'public' and data_type in ('text', 'character varying', 'jsonb')"
        )
        for table, column in cursor.fetchall():
            for word in words:
                cursor.execute(
                    f'select 1 from "{table}" where "{column}"::text ilike %s limit 1',
                    [f"%{word}%"],
                )
                if cursor.fetchone():
                    found.add(f"{table}.{column}")
    return found


def test_the_file_of_a_person_holds_every_registered_kind_that_there_is(world):
    eva = world.cast.eva
    with zipfile.ZipFile(BytesIO(own_data.as_zip(eva))) as archive:
        names = set(archive.namelist())
        everything = b"".join(archive.read(name) for name in names).decode(errors="ignore")
    for entry in register():
        if isinstance(entry, Personal):
            rows = entry.model._base_manager.filter(**{entry.person: eva.pk})
            if rows.exists():
                assert f"{str(entry.model._meta).replace('.', '-')}.json" in names
    assert CANARY in everything
    assert len(names) == len(set(names))


def test_erasing_leaves_no_trace_and_the_books_stay_equal(world):
    cast, day = world.cast, date(2026, 10, 31)
    words = (CANARY, "Eva de Vries", cast.eva.email)
    assert traces(*words), "something must be there to disappear"
    actions.end_employment(cast.eva.employments.get(), last_on=day, today=cast.today, by=cast.hanan)
    before = Entry.objects.aggregate(total=Sum("amount"))["total"], Entry.objects.count()
    actions.erase_person(Person.objects.get(pk=cast.eva.pk), today=cast.today, by=cast.hanan)
    after = Entry.objects.aggregate(total=Sum("amount"))["total"], Entry.objects.count()
    assert traces(*words) == set()
    assert before == after


def test_a_file_goes_with_its_person_unless_what_is_kept_needs_it(
    world, django_capture_on_commit_callbacks
):
    cast = world.cast
    loose = files.store(
        SimpleUploadedFile("lief-dagboek.pdf", b"%PDF-1.7 eigen"),
        purpose="evidence",
        by=cast.eva,
        kinds=files.PROOF,
    )
    place = files.path_of(loose)
    assert place.exists()
    actions.end_employment(
        cast.eva.employments.get(), last_on=date(2026, 10, 31), today=cast.today, by=cast.hanan
    )
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_person(Person.objects.get(pk=cast.eva.pk), today=cast.today, by=cast.hanan)
    assert not place.exists()
    assert not StoredFile.objects.filter(by=cast.eva).exists()


def test_no_model_of_a_room_is_forgotten_by_the_export():
    kinds = {entry.model for entry in register()}
    ours = {model for model in apps.get_models() if model.__module__.startswith("bloei.")}
    assert ours <= kinds
