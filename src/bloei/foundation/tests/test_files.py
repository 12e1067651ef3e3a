"""Content is kept while a row names it, whoever stores and removes the same at once."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bloei.foundation import clock, files, jobs
from bloei.foundation.models import StoredFile

pytestmark = pytest.mark.django_db
TEXT = b"%PDF-1.4 the same"


@pytest.fixture(autouse=True)
def _data(settings, tmp_path):
    settings.DATA = tmp_path


def store(text=TEXT) -> StoredFile:
    upload = SimpleUploadedFile("a.pdf", text)
    return files.store(upload, purpose="proof", by=None, kinds=files.PROOF)


def make_old(path) -> None:
    os.utime(path, (0, 0))


def test_content_stays_while_another_row_has_the_same(django_capture_on_commit_callbacks):
    first, second = store(), store()
    with django_capture_on_commit_callbacks(execute=True):
        files.discard(first)
    assert files.path_of(second).exists()
    path = files.path_of(second)
    with django_capture_on_commit_callbacks(execute=True):
        files.discard(second)
    assert not path.exists()


def test_what_is_stored_between_the_removal_and_its_end_keeps_its_content(
    django_capture_on_commit_callbacks,
):
    first = store()
    with django_capture_on_commit_callbacks() as after:
        files.discard(first)
    second = store()
    for step in after:
        step()
    assert files.path_of(second).exists()


def test_the_sweep_removes_what_is_old_and_nobodys(caplog):
    kept, fresh = store(), store(b"%PDF-1.4 fresh")
    orphan = files.path_of(store(b"%PDF-1.4 orphan"))
    StoredFile.objects.exclude(pk=kept.pk).delete()
    for path in (orphan, files.path_of(kept)):
        make_old(path)
    half = orphan.parents[1] / "tmphalf"
    half.write_text("half")
    make_old(half)
    assert jobs.sweep_files(clock.today()) == 2
    assert not orphan.exists()
    assert not half.exists()
    assert files.path_of(kept).exists()
    assert files.path_of(fresh).exists()
    files.path_of(kept).unlink()
    jobs.sweep_files(clock.today())
    assert str(kept.pk) in caplog.text
