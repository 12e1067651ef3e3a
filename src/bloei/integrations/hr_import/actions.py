"""What can happen to a file of HR: received, read, looked through, carried out, forgotten."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from bloei.foundation import audit, clock, files, runs
from bloei.foundation.actions import action
from bloei.foundation.tables import Table
from bloei.integrations.hr_import import kept
from bloei.integrations.hr_import.columns import drop_sensitive, leave_no_doubt
from bloei.integrations.hr_import.headings import Mapping, columns_of, heading_set, mapping_of
from bloei.integrations.hr_import.models import HrFile, RememberedColumns
from bloei.integrations.hr_import.reading import table_of

KEPT_FOR = timedelta(days=30)
State = HrFile.State


class AlreadyDecided(Exception):
    """Somebody else already did this, or it is being done."""


@action(creates=HrFile)
def receive_file(
    *, upload: UploadedFile, as_of: date, is_part: bool, key: str, by, asks: bool = False
) -> HrFile:
    """Take a file in, without what Bloei may not have. Raises Unreadable.

    When its headings leave no doubt, or were mapped before, only those columns are kept; with
    `asks` somebody says what they are in any case.
    """
    table = table_of(upload.read(), Mapping())
    mapped = _remembered(table.headings)
    found = columns_of(table.headings, mapped)
    dropped, _problems = drop_sensitive(table, found)
    chosen = found if not asks and _is_clear(table, found, mapped) else None
    name = (upload.name or "")[-200:]
    file = HrFile.objects.create(
        name=name,
        stored=kept.keep(table, chosen, name=name, by=by),
        by=by,
        received_at=clock.now(),
        as_of=as_of,
        is_part=is_part,
        headings=table.headings,
        dropped=[[heading, what] for _name, heading, what in dropped],
        columns={name: table.headings[at] for name, at in found.items()},
        counts={"rows": len(table.lines)},
    )
    audit.record("hr_file.received", file, by=by)
    if chosen:
        _begin(file, State.CHECKING, by)
    return file


def _is_clear(table: Table, found: dict[str, int], mapped: Mapping) -> bool:
    """Tell whether the columns are known: mapped before, or headings that leave no doubt."""
    return "number" in found if mapped.columns else leave_no_doubt(table, found)


def _remembered(headings: list[str]) -> Mapping:
    row = RememberedColumns.objects.filter(heading_set=_digest(headings)).first()
    return mapping_of(row.columns) if row else Mapping()


def _digest(headings: list[str]) -> str:
    return hashlib.sha256(heading_set(headings).encode()).hexdigest()


@action
def choose_columns(file: HrFile, *, columns: dict[str, str], by) -> HrFile:
    """Say which column is what (field -> heading), keep only those, and look through the file."""
    file = _locked(file, State.MAPPING)
    if file.stored is None:
        raise AlreadyDecided
    table = kept.kept_table(file.stored)
    chosen = columns_of(table.headings, mapping_of(columns))
    earlier = file.stored
    file.stored = kept.keep(table, chosen, name=file.name, by=by)
    file.columns = columns
    file.save(update_fields=["stored", "columns"])
    if earlier and earlier.pk != file.stored.pk:
        files.discard(earlier)
    RememberedColumns.objects.update_or_create(
        heading_set=_digest(file.headings),
        defaults={"columns": columns, "remembered_at": clock.now()},
    )
    audit.record("hr_file.columns_chosen", file, by=by, fields=sorted(columns))
    _begin(file, State.CHECKING, by)
    return file


def _begin(file: HrFile, state: State, by) -> None:
    """Let the file wait for its job, with a run that shows how far it is (see jobs.begin)."""
    file.state = state
    file.run = runs.start(f"hr_import.{state}", by=by)
    file.save(update_fields=["state", "run"])


def _locked(file: HrFile, *states: State) -> HrFile:
    file = HrFile.objects.select_for_update().get(pk=file.pk)
    if file.state not in states:
        raise AlreadyDecided
    return file


@action
def keep_difference(file: HrFile, *, counts: dict, details: dict, problems: list[dict], by) -> None:
    """Keep what a file would change, for HR to look at."""
    file = _locked(file, State.CHECKING)
    file.state, file.counts, file.details, file.problems = State.READY, counts, details, problems
    file.save(update_fields=["state", "counts", "details", "problems"])
    audit.record("hr_file.looked_through", file, by=by, count=counts["rows"])


@action
def make_choices(file: HrFile, *, choices: dict[str, str], by) -> HrFile:
    """Keep what HR chose about rows ("" takes it back), and look through the file with it."""
    file = _locked(file, State.READY)
    kept = file.choices | choices
    file.choices = {key: chosen for key, chosen in kept.items() if chosen}
    file.save(update_fields=["choices"])
    audit.record("hr_file.rows_chosen", file, by=by, count=len(choices))
    _begin(file, State.CHECKING, by)
    return file


@action
def confirm_file(file: HrFile, *, is_part: bool, confirm_leaving: bool, by) -> HrFile:
    """Let the file be carried out. Raises AlreadyDecided."""
    file = _locked(file, State.READY)
    file.is_part = is_part
    file.counts = file.counts | {"confirm_leaving": int(confirm_leaving)}
    file.save(update_fields=["is_part", "counts"])
    audit.record("hr_file.confirmed", file, by=by)
    _begin(file, State.IMPORTING, by)
    return file


@action
def finish_file(file: HrFile, *, counts: dict, details: dict, problems: list[dict], by) -> None:
    """Note that the file was carried out, in the transaction that did it; forget its rows."""
    file = _locked(file, State.IMPORTING)
    file.state, file.ended_at = State.DONE, clock.now()
    file.counts, file.details, file.problems = counts, details, problems
    file.save(update_fields=["state", "ended_at", "counts", "details", "problems"])
    _forget_rows(file)
    audit.record("hr_file.carried_out", file, by=by, count=counts["rows"])


@action
def stop_file(file: HrFile, *, trouble: dict[str, Any], by) -> None:
    """Note that the file could not be used, and why: a code of sentences.py with its facts."""
    file = _locked(file, State.CHECKING, State.IMPORTING)
    file.state, file.trouble, file.ended_at = State.FAILED, trouble, clock.now()
    file.save(update_fields=["state", "trouble", "ended_at"])
    _forget_rows(file)
    audit.record("hr_file.stopped", file, by=by)


@action
def put_back(file: HrFile, *, counts: dict, by) -> None:
    """Ask again: since HR looked, so much changed that too many people would leave."""
    file = _locked(file, State.IMPORTING)
    file.state, file.counts = State.READY, counts
    file.save(update_fields=["state", "counts"])
    audit.record("hr_file.put_back", file, by=by)


@action
def withdraw_file(file: HrFile, *, by) -> None:
    """Do nothing with a file after all; what was in it is forgotten."""
    file = _locked(file, State.MAPPING, State.READY)
    file.state, file.ended_at = State.WITHDRAWN, clock.now()
    file.details, file.problems, file.choices = {}, [], {}
    file.save(update_fields=["state", "ended_at", "details", "problems", "choices"])
    _forget_rows(file)
    audit.record("hr_file.withdrawn", file, by=by)


def _forget_rows(file: HrFile) -> None:
    if stored := file.stored:
        file.stored = None
        file.save(update_fields=["stored"])
        files.discard(stored)


@action
def forget_files(*, today: date, by=None) -> int:
    """Forget what was in files of more than 30 days ago; return how many there were."""
    count = 0
    old = HrFile.objects.filter(received_at__date__lt=today - KEPT_FOR)
    with transaction.atomic():
        for file in old.exclude(details={}, problems=[], stored=None):
            if file.state not in (State.DONE, State.FAILED, State.WITHDRAWN):
                file.state, file.ended_at = State.WITHDRAWN, clock.now()
            file.details, file.problems, file.choices = {}, [], {}
            file.save(update_fields=["state", "ended_at", "details", "problems", "choices"])
            _forget_rows(file)
            count += 1
    audit.record("hr_file.forgotten", HrFile, by=by, count=count)
    return count
