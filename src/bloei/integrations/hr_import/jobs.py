"""The long work on a file of HR: looking it through, carrying it out, forgetting it."""

from datetime import date

from django.db import transaction

from bloei.foundation import clock, runs
from bloei.foundation.models import Run
from bloei.foundation.queue import every, job
from bloei.foundation.tables import Unreadable
from bloei.integrations.hr_import import actions, kept
from bloei.integrations.hr_import.amounts import amounts_of
from bloei.integrations.hr_import.caos import groups_of
from bloei.integrations.hr_import.carrying_out import CarriedOut, TooManyLeave
from bloei.integrations.hr_import.carrying_out import carry_out as carry_out_rows
from bloei.integrations.hr_import.choices import Choices
from bloei.integrations.hr_import.headings import mapping_of
from bloei.integrations.hr_import.models import HrFile
from bloei.integrations.hr_import.reading import examine
from bloei.integrations.hr_import.records import Checked, check
from bloei.integrations.hr_import.shown import counts_of, details_of, problems_of
from bloei.people.known import known as what_is_known


@job
def look_through(file: int) -> None:
    """Work out what a file would change; may run twice."""
    found, run = _file(file, HrFile.State.CHECKING)
    if found is None:
        return
    try:
        checked = _checked(found, run)
    except Unreadable as trouble:
        _stop(found, run, trouble)
        return
    choices = Choices(found.choices)
    examined = examine(checked, what_is_known(), found.as_of, part=found.is_part, choices=choices)
    with transaction.atomic():
        actions.keep_difference(
            found,
            counts=counts_of(examined),
            details=details_of(
                examined,
                examined.known,
                amounts_of(examined, clock.today()),
                groups_of(examined, found.as_of),
            ),
            problems=problems_of(examined),
            by=found.by,
        )
        runs.end(run, {})


@job
def carry_out(file: int) -> None:
    """Write what a file changes; run twice, the second time finds it done."""
    found, run = _file(file, HrFile.State.IMPORTING)
    if found is None:
        return
    checked = _checked(found, run)
    confirmed, rows = bool(found.counts.get("confirm_leaving")), found.counts["rows"]
    try:
        with runs.telling(run) as tell, transaction.atomic():
            done = carry_out_rows(
                checked,
                as_of=found.as_of,
                today=clock.today(),
                part=found.is_part,
                confirm_leaving=confirmed,
                choices=Choices(found.choices),
                tell=lambda done, total: tell(rows * done // total, rows),
                by=found.by,
            )
            _finish(found, done)
            runs.end(run, counts_of(done.examined))
    except TooManyLeave as refusal:
        actions.put_back(found, counts=counts_of(refusal.examined), by=found.by)
        runs.end(run, {}, failed=True)


def _finish(found: HrFile, done: CarriedOut) -> None:
    examined = done.examined
    actions.finish_file(
        found,
        counts=counts_of(examined),
        details=details_of(examined, done.known, caos=groups_of(examined, found.as_of)),
        problems=problems_of(examined),
        by=found.by,
    )


def begin(file: HrFile) -> None:
    """Put the job for which a file waits on the queue, in the transaction of the action."""
    waiting = {HrFile.State.CHECKING: look_through, HrFile.State.IMPORTING: carry_out}
    if work := waiting.get(HrFile.State(file.state)):
        work.later(file=file.pk)


@every("15 4 * * *")
def forget_files(today: date) -> int:
    """Forget what was in old files."""
    return actions.forget_files(today=today)


def _file(key: int, state: HrFile.State) -> tuple[HrFile | None, Run]:
    """Return the file when it still waits for this work, with the run that shows it."""
    found = HrFile.objects.select_related("run", "by", "stored").filter(pk=key, state=state).first()
    if found is None or found.run is None:
        return None, Run()
    return found, found.run


def _checked(found: HrFile, run: Run) -> Checked:
    runs.progress(run, 0)
    assert found.stored, "the rows of a file are forgotten only at the end"
    return check(
        kept.kept_table(found.stored),
        mapping_of(found.columns),
        found.as_of,
        Choices(found.choices),
    )


def _stop(found: HrFile, run: Run, trouble: Unreadable) -> None:
    with transaction.atomic():
        actions.stop_file(
            found, trouble={"code": trouble.code, "facts": trouble.facts}, by=found.by
        )
        runs.end(run, {}, failed=True)
