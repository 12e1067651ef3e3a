"""What a person takes along is complete, and what is erased leaves no trace, in every room."""

import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Sum
from django.utils import timezone
from tests.world import CANARY, build

from bloei.budgets.models import Entry
from bloei.foundation import files, outbox
from bloei.foundation.models import Mail, StoredFile
from bloei.foundation.privacy import Personal, register
from bloei.learning.actions import add_record
from bloei.notifications import actions as notifications
from bloei.notifications.models import Notice
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
        if isinstance(entry, Personal) and entry.taken_along:
            rows = entry.model._base_manager.filter(**{entry.person: eva.pk})
            if rows.exists():
                assert f"{str(entry.model._meta).replace('.', '-')}.json" in names
    assert CANARY in everything
    assert len(names) == len(set(names))


def test_files_about_others_do_not_go_along_and_the_own_proof_does(cast):
    def bring(name: str, purpose: str) -> StoredFile:
        upload = SimpleUploadedFile(name, f"%PDF-1.4 {name}".encode())
        return files.store(upload, purpose=purpose, by=cast.eva, kinds=files.PROOF)

    for purpose in ("roster", "opening", "offers", "hr_import"):
        bring(f"{purpose}.pdf", purpose)
    bring("nobodys.pdf", "evidence")
    record = add_record(
        person=cast.eva, what="Iets", kind="self", done_on=cast.today, minutes=10,
        uploads=[SimpleUploadedFile("mine.pdf", b"%PDF-1.4 mine")], key="r", by=cast.eva,
    )  # fmt: skip
    assert record.evidence.count() == 1
    with zipfile.ZipFile(BytesIO(own_data.as_zip(cast.eva))) as archive:
        names = [name for name in archive.namelist() if name.startswith("files/")]
    assert [name.partition("-")[2] for name in names] == ["mine.pdf"]


def test_what_nobody_confirmed_goes_after_a_month_and_what_hangs_somewhere_stays(cast):
    upload = SimpleUploadedFile("r.pdf", b"%PDF-1.4 roster")
    files.store(upload, purpose="roster", by=cast.mo, kinds=files.PROOF)
    add_record(
        person=cast.eva, what="Iets", kind="self", done_on=cast.today, minutes=10,
        uploads=[SimpleUploadedFile("mine.pdf", b"%PDF-1.4 mine")], key="r", by=cast.eva,
    )  # fmt: skip
    actions.forget_unclaimed_files(today=cast.today + timedelta(days=30))
    assert StoredFile.objects.count() == 2
    actions.forget_unclaimed_files(today=cast.today + timedelta(days=31))
    assert StoredFile.objects.get().name == "mine.pdf"


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


@pytest.fixture
def told(world) -> None:
    """Eva asks Mo for something; he reads it in Bloei and in a mail, besides her application."""
    cast = world.cast
    moment = timezone.make_aware(datetime.combine(cast.today, time(9)))
    asked = {"name": "Eva", "title": f"{CANARY} thuis", "starts_at": moment.isoformat()}
    notifications.notify(
        cast.mo, "planning.waits_for_you", params=asked, about=cast.eva, by=cast.eva
    )
    Notice.objects.update(at=moment)
    assert notifications.send_digest_batch([cast.mo.pk, cast.stan.pk], moment=moment) == 1


def erase_eva(cast) -> None:
    day = date(2026, 10, 31)
    actions.end_employment(cast.eva.employments.get(), last_on=day, today=cast.today, by=cast.hanan)
    actions.erase_person(Person.objects.get(pk=cast.eva.pk), today=cast.today, by=cast.hanan)


def test_what_a_manager_was_told_about_somebody_goes_when_they_are_erased(world, told):
    cast = world.cast
    own = outbox.put(to="mo@x.example", subject="Mo", text="Mo", about=cast.mo)
    notifications.notify(cast.mo, "budgets.paid", params={"title": "Zelf"}, by=None)
    told_about = Notice.objects.filter(person=cast.mo, about=cast.eva)
    assert {notice.code for notice in told_about} >= {
        "budgets.waits_for_you",
        "planning.waits_for_you",
    }
    assert Mail.objects.filter(to=cast.mo.email, text__contains=CANARY).exists()
    erase_eva(cast)
    left = Notice.objects.filter(person=cast.mo)
    assert [notice.params["title"] for notice in left] == ["Zelf"]
    assert list(Mail.objects.filter(about=cast.mo)) == [own]
    assert traces(CANARY) == set()


def test_the_mail_of_a_manager_is_in_nobody_elses_export(world, told):
    with zipfile.ZipFile(BytesIO(own_data.as_zip(world.cast.eva))) as archive:
        mails = archive.read("foundation-mail.json").decode()
        told_about = archive.read("notifications-notice.json").decode()
    assert world.cast.mo.email not in mails
    assert "thuis" not in mails
    assert "thuis" in told_about


def test_a_message_with_a_name_says_whose_it_is(cast):
    with pytest.raises(ValueError, match="about"):
        notifications.notify(cast.mo, "conversations.asked", params={"name": "Eva"})


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
