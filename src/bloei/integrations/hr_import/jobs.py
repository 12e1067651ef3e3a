"""The long work on a file of HR: looking it through, carrying it out, forgetting it."""

from datetime import date

from django.db import transaction

from bloei.foundation import clock, runs
from bloei.foundation.queue import every, job
from bloei.foundation.tables import Unreadable
from bloei.integrations.hr_import import actions
from bloei.integrations.hr_import.carrying_out import TooManyLeave
from bloei.integrations.hr_import.carrying_out import carry_out as carry_out_rows
from bloei.integrations.hr_import.models import HrFile
from bloei.integrations.hr_import.reading import examine
from bloei.integrations.hr_import.records import Checked, check
from bloei.integrations.hr_import.shown import counts_of, details_of, problems_of
from bloei.people.known import known as what_is_known


@job
def look_through(file: int) -> None:
    """Work out what a file would change; may run twice."""
    found = _file(file, HrFile.State.CHECKING)
    if found is None:
        return
    try:
        checked = _checked(found)
    except Unreadable as trouble:
        _stop(found, trouble)
        return
    known = what_is_known()
    examined = examine(checked, known, found.as_of, part=found.is_part)
    with transaction.atomic():
        actions.keep_difference(
            found,
            counts=counts_of(examined),
            details=details_of(examined, known),
            problems=problems_of(examined.problems),
            by=found.by,
        )
        runs.end(found.run, {})


@job
def carry_out(file: int) -> None:
    """Write what a file changes; run twice, the second time finds it done."""
    found = _file(file, HrFile.State.IMPORTING)
    if found is None:
        return
    checked = _checked(found)
    confirmed = bool(found.counts.get("confirm_leaving"))
    try:
        with runs.telling(found.run) as tell, transaction.atomic():
            done = carry_out_rows(
                checked,
                as_of=found.as_of,
                today=clock.today(),
                part=found.is_part,
                confirm_leaving=confirmed,
                tell=tell,
                by=found.by,
            )
            actions.finish_file(
                found,
                counts=counts_of(done.examined),
                details=details_of(done.examined, done.known),
                problems=problems_of(done.examined.problems),
                by=found.by,
            )
            runs.end(found.run, counts_of(done.examined))
    except TooManyLeave as refusal:
        actions.put_back(found, counts=counts_of(refusal.examined), by=found.by)
        runs.end(found.run, {}, failed=True)


@every("15 4 * * *")
def forget_files(today: date) -> int:
    """Forget what was in old files."""
    return actions.forget_files(today=today)


def _file(key: int, state: HrFile.State) -> HrFile | None:
    return HrFile.objects.select_related("run", "by", "stored").filter(pk=key, state=state).first()


def _checked(found: HrFile) -> Checked:
    runs.progress(found.run, 0)
    table = actions.kept_table_of(found)
    return check(table, actions.mapping_of(found.columns), found.as_of)


def _stop(found: HrFile, trouble: Unreadable) -> None:
    with transaction.atomic():
        actions.stop_file(
            found, trouble={"code": trouble.code, "facts": trouble.facts}, by=found.by
        )
        runs.end(found.run, {}, failed=True)
