"""Who removes content waits for who stores the same: in a database where things commit."""

import threading

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from bloei.foundation import files
from bloei.foundation.models import StoredFile


def store() -> StoredFile:
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.4 the same")
    return files.store(upload, purpose="proof", by=None, kinds=files.PROOF)


def clear_beside(digest: str) -> bool:
    """Clear it on another connection while it is stored anew; say whether that waited."""
    done = threading.Event()

    def clear():
        files._clear(digest)
        connection.close()
        done.set()

    with transaction.atomic():
        store()
        other = threading.Thread(target=clear)
        other.start()
        waited = not done.wait(0.5)
    other.join(10)
    return waited


def kept(cloned_database, settings, tmp_path) -> tuple[bool, bool]:
    settings.DATA = tmp_path
    with transaction.atomic():
        gone = store()
    path = files.path_of(gone)
    gone.delete()
    return clear_beside(gone.sha256), path.exists()


def test_removal_waits_for_who_stores_the_same(cloned_database, settings, tmp_path):
    assert kept(cloned_database, settings, tmp_path) == (True, True)


def test_without_the_lock_content_would_be_lost(cloned_database, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_hold", lambda _digest: None)
    assert kept(cloned_database, settings, tmp_path) == (False, False)
