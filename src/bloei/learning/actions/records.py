"""What goes into somebody's learning record, with its evidence; and what comes out again."""

from collections.abc import Iterable
from datetime import date

from bloei.foundation import audit, files
from bloei.foundation.actions import action
from bloei.foundation.models import StoredFile
from bloei.learning.models import Audience, Record, RecordKind
from bloei.people.models import Person

EVIDENCE = "evidence"


@action(creates=Record)
def add_record(
    *,
    person: Person,
    what: str,
    kind: RecordKind,
    done_on: date,
    minutes: int | None,
    note: str = "",
    audience: Audience = Audience.ONLY_ME,
    uploads: Iterable = (),
    source: Record.Source = Record.Source.PERSON,
    key: str,
    by: Person | None,
) -> Record:
    """Write down what somebody learned. `uploads` are photos or PDFs. Raises files.Refused."""
    record = Record.objects.create(
        person=person,
        what=what,
        kind=kind,
        done_on=done_on,
        minutes=minutes,
        note=note,
        audience=audience,
        source=source,
    )
    _attach(record, uploads, by)
    audit.record("record.added", record, by=by)
    return record


@action
def change_record(record: Record, *, changes: dict, by: Person) -> Record:
    """Change fields of a record; what came from a participation keeps its title and kind."""
    fixed = {"what", "kind", "done_on"} if record.participation_id else set()
    changed = [
        name
        for name, value in changes.items()
        if name not in fixed and getattr(record, name) != value
    ]
    for name in changed:
        setattr(record, name, changes[name])
    if changed:
        record.save(update_fields=changed)
    audit.record("record.changed", record, by=by, fields=changed)
    return record


@action
def remove_record(record: Record, *, by: Person) -> None:
    """Take back what one wrote down oneself; a participation keeps its record."""
    if record.participation_id:
        raise ValueError("The record of a participation goes when that is taken back.")
    audit.record("record.removed", record, by=by)
    record.evidence.clear()
    record.delete()


@action
def add_evidence(record: Record, *, uploads: Iterable, by: Person) -> Record:
    """Attach photos or PDFs. Raises files.Refused."""
    _attach(record, uploads, by)
    audit.record("record.evidence_added", record, by=by)
    return record


@action
def remove_evidence(record: Record, *, stored: StoredFile, by: Person) -> None:
    record.evidence.remove(stored)
    audit.record("record.evidence_removed", record, by=by)


@action
def add_records(rows: Iterable[Record], *, by: Person | None) -> list[Record]:
    """Write many records at once, and tell nobody: for history and other systems."""
    written = Record.objects.bulk_create(list(rows), batch_size=1000)
    audit.record("records.added", Record, by=by, count=len(written))
    return written


def _attach(record: Record, uploads: Iterable, by: Person | None) -> None:
    stored = [
        files.store(upload, purpose=EVIDENCE, by=by, kinds=files.PROOF)
        for upload in uploads
        if upload
    ]
    record.evidence.add(*stored)
