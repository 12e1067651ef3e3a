"""Keys are changed while people go on writing, and nothing is lost on the way."""

import io
import threading

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from bloei.foundation import encryption, rotation
from bloei.foundation.models import AuditRow
from bloei.foundation.tests.diary import COLUMNS, TABLE, Diary, columns_as_they_are, make_table

MORE = 25  # more texts than fit in one batch of these tests


@pytest.fixture
def installation(settings, tmp_path, monkeypatch):
    """A data folder of its own without keys, and small batches."""
    settings.DATA, settings.ENCRYPTION_KEYS = tmp_path, ""
    monkeypatch.setattr(rotation, "encrypted_columns", lambda: COLUMNS)
    monkeypatch.setattr(rotation, "BATCH", 10)
    return tmp_path


@pytest.fixture
def diary(installation, db):
    make_table()
    Diary.objects.bulk_create(
        Diary(owner=f"{n}", text=f"tekst {n}", more=f"meer {n}" if n % 2 else None)
        for n in range(MORE)
    )
    return Diary


def names_in_use() -> set[str]:
    rows = columns_as_they_are()
    return {encryption.key_name(text) for row in rows for text in row[1:] if text}


def command(*arguments: str) -> str:
    said = io.StringIO()
    call_command("rotate_keys", *arguments, stdout=said)
    return said.getvalue()


def test_everything_comes_under_the_new_key_and_says_the_same(diary):
    (old,) = encryption.known_keys()
    before = [(row.text, row.more) for row in diary.objects.order_by("pk")]
    said = command("--new")
    new = encryption.newest()
    assert names_in_use() == {new.name} != {old.name}
    assert [(row.text, row.more) for row in diary.objects.order_by("pk")] == before
    assert f"under key {old.name} any more" in said
    assert f"{MORE + MORE // 2} texts are under key {new.name} now" in said


def test_without_a_round_the_old_key_would_stay_in_use(diary):
    """The negative control of the test above."""
    (old,) = encryption.known_keys()
    encryption.add_key()
    assert names_in_use() == {old.name}


def test_the_first_key_is_made_before_there_is_a_database(installation):
    said = command("--new")
    assert said == f"Key {encryption.newest().name} is new.\n"


def test_a_second_time_changes_nothing(diary):
    command("--new")
    before = columns_as_they_are()
    assert rotation.rotate().done == 0
    assert columns_as_they_are() == before


def test_it_goes_on_where_it_was_stopped(diary):
    encryption.add_key()
    numbers = list(Diary.objects.order_by("pk").values_list("pk", flat=True)[:10])
    assert rotation.rotate_batch(COLUMNS[0], numbers) == 10
    assert len(names_in_use()) == 2
    result = rotation.rotate()
    assert (result.done, result.left) == (MORE - 10 + MORE // 2, {})


def test_a_batch_leaves_an_audit_row_with_a_count_and_no_text(diary):
    encryption.add_key()
    rotation.rotate()
    rows = AuditRow.objects.filter(verb="encryption.rotated")
    assert sum(row.count for row in rows) == MORE + MORE // 2
    assert not any("tekst" in str(vars(row)) for row in rows)


def test_texts_of_which_the_key_is_gone_are_counted_and_left_alone(diary, installation):
    (lost,) = encryption.known_keys()
    (installation / "encryption-keys").unlink()
    diary.objects.create(owner="later", text="later")
    with pytest.raises(CommandError):
        command("--new")
    result = rotation.rotate()
    assert result.left == {lost.name: MORE + MORE // 2}
    assert names_in_use() == {lost.name, encryption.newest().name}


def test_a_changed_text_stops_nobody_elses_from_being_put_under_the_new_key(diary, caplog):
    with connection.cursor() as cursor:
        cursor.execute("update foundation_diary set text = left(text, 30) where owner = '3'")
    encryption.add_key()
    result = rotation.rotate()
    assert sum(result.left.values()) == 1
    assert "was changed" in caplog.text
    assert diary.objects.get(owner="4").text == "tekst 4"


def test_keys_in_the_environment_are_changed_there(diary, settings):
    settings.ENCRYPTION_KEYS = encryption.newest().written
    with pytest.raises(CommandError, match="BLOEI_ENCRYPTION_KEYS") as told:
        command("--new")
    fresh = str(told.value).split("\n")[-1]
    settings.ENCRYPTION_KEYS = f"{fresh},{settings.ENCRYPTION_KEYS}"
    command()
    assert names_in_use() == {encryption.newest().name}


@pytest.fixture
def busy_diary(installation, cloned_database):
    """The table in a database where several connections really write."""
    with psycopg.connect(cloned_database.url, autocommit=True) as owner:
        owner.execute(TABLE.format(kind=""))
        owner.execute("grant all on foundation_diary to bloei_app")
        owner.execute("grant usage on sequence foundation_diary_id_seq to bloei_app")
    Diary.objects.bulk_create(Diary(owner="0", text="0", more="zelf") for _n in range(300))
    return list(Diary.objects.values_list("pk", flat=True))


class Writer(threading.Thread):
    """Reads and writes its own rows, again and again, until it is told to stop."""

    def __init__(self, numbers: list[int]):
        super().__init__()
        self.numbers, self.written, self.trouble = numbers, 0, []
        self.enough = threading.Event()

    def run(self):
        try:
            while not self.enough.is_set():
                self.write_all()
        except Exception as trouble:  # noqa: BLE001 - told to the test
            self.trouble.append(trouble)
        finally:
            connection.close()

    def write_all(self):
        for row in Diary.objects.filter(pk__in=self.numbers).order_by("pk"):
            assert row.text == row.owner, "what was written last is what is read"
            row.text = row.owner = str(int(row.owner) + 1)
            row.save()
            self.written += 1


@pytest.mark.slow
@pytest.mark.processes
def test_keys_are_changed_while_people_write(busy_diary):
    writers = [Writer(busy_diary[start::3]) for start in range(3)]
    for writer in writers:
        writer.start()
    for _turn in range(3):
        encryption.add_key()
        rotation.rotate()
    for writer in writers:
        writer.enough.set()
        writer.join()
    rotation.rotate()
    assert not [writer.trouble for writer in writers if writer.trouble]
    assert all(writer.written for writer in writers), "they wrote while it went on"
    rows = list(Diary.objects.all())
    assert {row.more for row in rows} == {"zelf"}
    assert all(row.text == row.owner for row in rows)
    assert sum(int(row.owner) for row in rows) == sum(writer.written for writer in writers)
    assert names_in_use() == {encryption.newest().name}


@pytest.mark.slow
@pytest.mark.processes
def test_a_row_that_somebody_holds_is_passed_by_and_taken_later(busy_diary, cloned_database):
    encryption.add_key()
    held = busy_diary[5]
    with psycopg.connect(cloned_database.url) as other:
        other.execute("select 1 from foundation_diary where id = %s for update", [held])
        assert sum(rotation.rotate().left.values()) == 2
    assert rotation.rotate().left == {}
