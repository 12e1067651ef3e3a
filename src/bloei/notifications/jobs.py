"""What happens by itself: nudges at night, outcomes, digests in the morning, the stop rule.

All of it may run twice and may be late: what was missed is done the next time, once.
"""

from datetime import date

from bloei.foundation import clock
from bloei.foundation.queue import every, job
from bloei.notifications import actions, queries, rules
from bloei.notifications.nudge import nudges

BATCH = 500


@every("30 4 * * *")
def compute_nudges(today: date) -> None:
    """Bring every nudge in line with today, each in its own job: one that fails stops no other."""
    for name in nudges():
        compute_nudge.later(name=name)


@job
def compute_nudge(name: str, people: list[int] | None = None) -> None:
    """Count outcomes and compute one nudge; with `people`, only for them (after an event)."""
    today = clock.today()
    if people is None and nudges()[name].outcome is not None:
        actions.measure_outcomes(name, today=today)
    actions.compute_nudge(name, today=today, among=people)


@every("0 6 * * *")
def read_out_campaigns(today: date) -> int:
    """Look at the campaigns whose day has come; the rule may stop their nudge."""
    due = list(queries.campaigns_to_read(today))
    for campaign in due:
        actions.read_out_campaign(campaign, today=today)
    return len(due)


@every("*/10 * * * *")
def send_digests(today: date) -> int:
    """Send what waits to who may be mailed now; return how many mails went to the outbox."""
    moment = clock.now()
    waiting = sorted(queries.waiting_for_mail(moment, moment - rules.STALE_AFTER))
    batches = (waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH))
    return sum(actions.send_digest_batch(batch, moment=moment) for batch in batches)


@every("20 3 * * *")
def forget_old_rows(today: date) -> int:
    """Remove messages and closed cases that were kept long enough."""
    return actions.forget_old_rows(today=today)
