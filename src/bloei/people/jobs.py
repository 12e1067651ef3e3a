"""What this room does by itself: today's table every night, invitations, and forgetting in time."""

from datetime import date

from bloei.foundation import runs
from bloei.foundation.models import Run
from bloei.foundation.queue import every, job
from bloei.people import actions, entry_codes
from bloei.people.access import INVITE_PEOPLE
from bloei.people.models import Person


@every("5 0 * * *")
def turn_the_day(today: date) -> int:
    """Let what was planned for today begin."""
    return len(actions.turn_the_day(today=today).changed)


@job
def send_new_password_link(person: int) -> None:
    """Mail a link to who asked for it; 0 and people without an address get nothing."""
    found = Person.objects.filter(pk=person, is_active=True, email__isnull=False).first()
    if found:
        actions.send_new_password_link(found)


@job
def invite_everybody(run: str) -> None:
    """Invite whom the asker may invite and nobody invited yet, in batches, with progress."""
    row = Run.objects.select_related("by").get(uuid=run)
    if row.by is None:  # who asked was erased in the meantime
        return runs.end(row, {}, failed=True)
    waiting = INVITE_PEOPLE.narrow(entry_codes.not_invited(), row.by)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    done = row.done
    total = done + len(ids)
    for at in range(0, len(ids), actions.entry.BATCH):
        done += actions.invite_batch(ids[at : at + actions.entry.BATCH], by=row.by)
        runs.progress(row, done, total)
    row.total = done
    return runs.end(row, {"invited": done})


@every("20 3 * * *")
def forget(today: date) -> int:
    """Remove what was kept long enough: used links, tries, ended sessions, files of nobody."""
    return actions.forget_old_entries(today=today) + actions.forget_unclaimed_files(today=today)


@every("50 3 * * *")
def forget_leavers(today: date) -> int:
    """Apply the terms of the privacy registers to who left long ago."""
    return actions.forget_leavers(today=today)
