"""A file with a roster is kept, looked at by a job, and taken over by another."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice

from bloei.foundation import audit, files, runs
from bloei.foundation.actions import action
from bloei.foundation.models import Run, StoredFile
from bloei.people.models import Person
from bloei.planning import spans
from bloei.planning.blocks import steps
from bloei.planning.models import Shift
from bloei.planning.rosters import real_shifts
from bloei.planning.rosters.real_shifts import Shifts
from bloei.planning.week import standing

ROSTER_FILE = "roster"
LOOK, TAKE_OVER = "planning.roster_look", "planning.roster_take_over"
CHUNK = 250  # people


@action(creates=StoredFile)
def keep_roster_file(*, upload, key: str, by: Person) -> StoredFile:
    """Keep a file with a roster until it is confirmed. Raises files.Refused."""
    stored = files.store(upload, purpose=ROSTER_FILE, by=by, kinds=files.TABLE)
    audit.record("roster.file_kept", stored, by=by)
    return stored


@action
def look_at_roster(stored: StoredFile, *, by: Person) -> Run:
    """Note that a file is to be looked at; a job does the work."""
    run = runs.start(LOOK, by=by, report={"file": stored.pk})
    audit.record("roster.look_asked", stored, by=by)
    return run


@action
def take_over_roster(stored: StoredFile, *, by: Person) -> Run:
    """Note that a file is to be taken over; a job does the work, once per file."""
    stored = StoredFile.objects.select_for_update().get(pk=stored.pk)
    begun = Run.objects.filter(kind=TAKE_OVER, report__file=stored.pk, by=by)
    if earlier := begun.exclude(state=Run.State.FAILED).first():
        audit.record("roster.take_over_asked", stored, by=by)
        return earlier
    run = runs.start(TAKE_OVER, by=by, report={"file": stored.pk})
    audit.record("roster.take_over_asked", stored, by=by)
    return run


@action
def forget_roster_file(stored: StoredFile, *, by: Person | None) -> None:
    """Remove a file that was taken over: what it said stands in the roster."""
    audit.record("roster.file_forgotten", stored, by=by)
    files.discard(stored)


@action
def import_shifts(
    shifts: Mapping[int, Shifts],
    *,
    first: date,
    last: date,
    tell: Callable[[int, int], None] | None = None,
    by: Person | None,
) -> int:
    """Replace what is known of these days (inclusive) for who is in the file; return the people.

    Who is not in the file keeps what was known. All or nothing; `tell` hears (done, total).
    The shifts of one person do not overlap. The minimums are held only at the end, so that
    nobody waits long; who planned on the old roster until then is seen in what is short now.
    Raises TooFewLeft for learning time of who brings it in, as for every own roster.
    """
    done = 0
    own = by if by and by.pk in shifts else None
    before = standing.too_few_by(own) if own else {}
    for people in _chunks(shifts):
        real_shifts.replace({pk: shifts[pk] for pk in people}, first, last)
        done += len(people)
        if tell:
            tell(done, len(shifts))
    units = Person.objects.filter(pk__in=shifts).values_list("unit", flat=True).distinct()
    steps.hold_lines(units, first - spans.DAY, last + spans.DAY)
    if own:
        standing.refuse_new(before, standing.too_few_by(own))
    audit.record("roster.imported", Shift, by=by, count=len(shifts))
    return len(shifts)


def _chunks(shifts: Mapping[int, Shifts]) -> Iterator[list[int]]:
    people = iter(sorted(shifts))
    while chunk := list(islice(people, CHUNK)):
        yield chunk
