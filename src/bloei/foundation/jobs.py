"""What the foundation does by itself: send mail, put stalled jobs back, forget in time."""

import logging
from datetime import date, timedelta

from bloei.foundation import clock, files, retention
from bloei.foundation.models import UsedKey
from bloei.foundation.queue import every
from bloei.foundation.sending import send_waiting

log = logging.getLogger(__name__)
BATCH = 200
KEYS_ARE_KEPT = timedelta(days=400)


@every("* * * * *")
def send_mail(today: date) -> int:
    """Send what waits; return how many went out."""
    return send_waiting(BATCH)


@every("*/10 * * * *", alone=False)
def put_back_stalled(today: date) -> int:
    """Put jobs back whose worker died; every job may run twice without harm."""
    from procrastinate.contrib.django import app

    stalled = app.job_manager.get_stalled_jobs
    return _put_back(app, stalled)


def _put_back(app, stalled) -> int:
    from asgiref.sync import async_to_sync

    async def work() -> int:
        jobs = list(await stalled(seconds_since_heartbeat=120))
        for job in jobs:
            await app.job_manager.retry_job(job)
        return len(jobs)

    return async_to_sync(work)()


@every("30 3 * * *")
def sweep_files(today: date) -> int:
    """Remove content that belongs to no row; report rows whose content is gone."""
    gone, missing = files.sweep(clock.now())
    if missing:
        log.error("the content of %s files is not there: %s", len(missing), ", ".join(missing[:50]))
    return gone


@every("45 3 * * *")
def forget_in_time(today: date) -> int:
    """Apply the terms of the registers of all rooms: of mail, runs, rosters, tips, ..."""
    gone = retention.forget_lines(today=today)
    return gone + sum(
        retention.forget_rows(model, term, today=today) for model, term in retention.promised()
    )


@every("40 3 * * *")
def forget_keys(today: date) -> int:
    """Remove idempotency keys that nobody can send again."""
    return UsedKey.objects.filter(at__lt=clock.now() - KEYS_ARE_KEPT).delete()[0]
