"""Files are kept once, under the hash of their content; their type is read from the content.

A path is never built from what somebody typed. Every download asks the permission
of the thing that the file belongs to.
"""

import hashlib
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.http import FileResponse

from bloei.foundation import clock
from bloei.foundation.models import StoredFile

SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
)
HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"msf1")
PROOF = ("application/pdf", "image/png", "image/jpeg", "image/webp", "image/heic")
# For what somebody adds about themselves: it goes along in the file with their own data.
ABOUT_ONESELF = ("proof", "evidence")
TABLE = ("text/plain", "application/zip")
MEGABYTE = 1024 * 1024
ORPHANS_STAY = timedelta(days=1)


class Refused(Exception):
    """The file is too large or of a kind that is not taken here."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason  # "empty", "large" or "kind"


def store(
    upload: UploadedFile, *, purpose: str, by, kinds: tuple[str, ...], most: int = 20 * MEGABYTE
) -> StoredFile:
    """Keep a file; refuse what is empty, larger than `most` bytes, or of another kind."""
    if not upload.size:
        raise Refused("empty")
    if upload.size > most:
        raise Refused("large")
    head = upload.read(16)
    upload.seek(0)
    kind = content_type(head)
    if kind not in kinds:
        raise Refused("kind")
    digest = _keep(upload)  # holds the digest until the row is there for everybody
    return StoredFile.objects.create(
        sha256=digest,
        name=Path(upload.name or "").name[-200:],
        content_type=kind,
        size=upload.size,
        purpose=purpose,
        by=by,
        stored_at=clock.now(),
    )


def content_type(head: bytes) -> str:
    """Return the type that the first 16 bytes show; text when nothing binary is there."""
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return "image/heic"
    return "application/octet-stream" if b"\0" in head else "text/plain"


def discard(stored: StoredFile) -> None:
    """Forget a file; its content goes when nothing else has the same. Call it in an action."""
    digest = stored.sha256
    stored.delete()
    transaction.on_commit(lambda: _clear(digest))


def sweep(now: datetime) -> tuple[int, list[str]]:
    """Remove content of more than a day ago that no row names.

    Return how much went, and of which rows the content is not there.
    """
    folder, gone = settings.DATA / "files", 0
    for path in [*folder.glob("*/*"), *folder.glob("tmp*")]:
        if path.is_file() and path.stat().st_mtime < (now - ORPHANS_STAY).timestamp():
            gone += _clear(path.name) if path.parent != folder else _unlink(path)
    rows = StoredFile.objects.order_by("pk").values_list("pk", "sha256")
    there = {path.name for path in folder.glob("*/*")}
    return gone, [str(pk) for pk, digest in rows.iterator() if digest not in there]


def _clear(digest: str) -> int:
    """Remove content that no row names; who stores the same now is waited for, and keeps it."""
    with transaction.atomic():
        _hold(digest)
        if StoredFile.objects.filter(sha256=digest).exists():
            return 0
        return _unlink(settings.DATA / "files" / digest[:2] / digest)


def _unlink(path: Path) -> int:
    was_there = path.exists()
    path.unlink(missing_ok=True)
    return int(was_there)


def _hold(digest: str) -> None:
    """Let nobody else store or remove this content until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"file:{digest}"])


def path_of(stored: StoredFile) -> Path:
    return settings.DATA / "files" / stored.sha256[:2] / stored.sha256


def download(stored: StoredFile) -> FileResponse:
    """Answer with the file as an attachment; the caller has asked the permission."""
    response = FileResponse(
        path_of(stored).open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _keep(upload: UploadedFile) -> str:
    folder = settings.DATA / "files"
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as temporary:
        for chunk in upload.chunks():
            digest.update(chunk)
            temporary.write(chunk)
    name = digest.hexdigest()
    _hold(name)
    target = folder / name[:2] / name
    target.parent.mkdir(exist_ok=True)
    Path(temporary.name).replace(target)
    return name
