"""What the effect pages show: per nudge where it stands, and what may be said.

Before the day of the outcome nothing here compares the groups: only how many people there
are in each, and (from both groups together) how long it will take.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from bloei.notifications import evidence
from bloei.notifications.evidence import NOTHING, Counted, Effect, EffectVerdict
from bloei.notifications.models import Campaign, NudgeCase, NudgeStop
from bloei.notifications.nudge import Nudge, nudges

LONGEST = 60  # months; above it a page says "more than five years"


@dataclass
class NudgeStanding:
    """Where one nudge stands today."""

    nudge: Nudge
    today: date
    stop: NudgeStop | None = None
    read: list[Campaign] = field(default_factory=list)  # the last one first
    unread: list[Campaign] = field(default_factory=list)
    entered: Effect = NOTHING  # people in the campaigns not looked at; the counts stay inside
    reached: int = 0

    @property
    def latest(self) -> Campaign | None:
        return self.read[0] if self.read else None

    @property
    def running(self) -> Campaign | None:
        """Return the campaign whose outcome comes next."""
        return self.unread[0] if self.unread else None

    @property
    def shown(self) -> Campaign | None:
        """Return the campaign whose outcome may be shown."""
        return self.latest if self.latest and self.latest.effect.may_be_shown else None

    @property
    def state(self) -> str:
        """Return service, too_few, a verdict, running or new."""
        if not self.nudge.has_lottery:
            return "service"
        if self.latest:
            return str(self.latest.verdict) if self.shown else "too_few"
        return "running" if self.running else "new"

    @property
    def helps(self) -> bool:
        return self.state == EffectVerdict.HELPS

    @property
    def pooled(self) -> Effect:
        """Return all outcomes as one, as the stop rule reads them."""
        return evidence.pool(campaign.effect for campaign in self.read)

    @property
    def pools(self) -> list[Campaign]:
        """Return what the page shows as one, the last first: nothing where it is one outcome."""
        found = [campaign for campaign in self.read if campaign.effect.may_be_shown]
        return found if self.shown and len(found) > 1 else []

    @property
    def treated_now(self) -> int:
        return self.entered.treated.size

    @property
    def held_now(self) -> int:
        return self.entered.held.size

    @property
    def months_needed(self) -> int | None:
        """Return how many more months are needed to know; None when that cannot be told."""
        gathered = self.pooled + self.entered
        campaigns = [*self.read, *self.unread]
        if not campaigns:
            return None
        days = sum((min(c.closes_on, self.today) - c.started_on).days for c in campaigns)
        return evidence.months_needed(gathered, campaigns[0].least, days)

    @property
    def takes_too_long(self) -> bool:
        months = self.months_needed
        return months is None or months > LONGEST

    @property
    def visible_points(self) -> float | None:
        """Return which effect would have shown with the people of the last outcome, in points."""
        return visible_points(self.shown.effect) if self.shown else None


@dataclass(frozen=True)
class Points:
    """A difference as percentage points, for the page."""

    value: float
    low: float
    high: float

    @property
    def more(self) -> int:
        return round(self.value)

    @property
    def at_least(self) -> int:
        return round(self.low)

    @property
    def at_most(self) -> int:
        return round(self.high)

    @property
    def found(self) -> bool:
        return self.low > 0 or self.high < 0


def points(effect: Effect) -> Points:
    interval = effect.interval
    return Points(100 * effect.difference, 100 * interval.low, 100 * interval.high)


def visible_points(effect: Effect) -> float:
    """Return which effect would have shown with as many people, in points."""
    both = effect.treated.did + effect.held.did
    share = both / (effect.treated.size + effect.held.size)
    return 100 * evidence.smallest_visible(share, effect.treated.size, effect.held.size)


def standings(today: date) -> list[NudgeStanding]:
    """Return where every nudge stands, those with an outcome first: three queries."""
    found = {name: NudgeStanding(nudge, today) for name, nudge in nudges().items()}
    for campaign in Campaign.objects.filter(nudge__in=found).order_by("-readout_on", "-number"):
        standing = found[campaign.nudge]
        if campaign.read_on is None:
            standing.unread.insert(0, campaign)
        else:
            standing.read.append(campaign)
    for stop in NudgeStop.objects.filter(nudge__in=found).select_related("by"):
        found[stop.nudge].stop = stop
    _count(found)
    return sorted(found.values(), key=_order)


def read_campaigns() -> QuerySet[Campaign]:
    """Keep the campaigns whose outcome was looked at."""
    return Campaign.objects.filter(read_on__isnull=False, nudge__in=list(nudges()))


def last_read(today: date) -> NudgeStanding | None:
    """Return the nudge whose outcome was looked at last, with that outcome alone: one query."""
    last = read_campaigns().order_by("-read_on", "-pk").first()
    return NudgeStanding(nudges()[last.nudge], today, read=[last]) if last else None


def standing_of(name: str, today: date) -> NudgeStanding | None:
    return next((one for one in standings(today) if one.nudge.name == name), None)


def _count(found: dict[str, NudgeStanding]) -> None:
    """Count people per campaign that was not looked at, and whom a service message reached."""
    rows = (
        NudgeCase.objects.filter(nudge__in=found)
        .filter(Q(campaign=None) | Q(campaign__read_on=None))
        .values("nudge", "group")
        .annotate(
            people=Count("about", distinct=True),
            did=Count("about", distinct=True, filter=Q(outcome_on__isnull=False)),
        )
    )
    groups: dict[str, dict[str, Counted]] = defaultdict(dict)
    for row in rows:
        groups[row["nudge"]][row["group"]] = Counted(row["did"], row["people"])
    nobody = Counted(0, 0)
    for name, counted in groups.items():
        treated = counted.get(NudgeCase.Group.TREATED, nobody)
        held = counted.get(NudgeCase.Group.HELD, nobody)
        found[name].entered = Effect(treated, held)
        found[name].reached = counted.get(NudgeCase.Group.EVERYBODY, nobody).size


def _order(standing: NudgeStanding) -> tuple:
    ranks = {"service": 3, "new": 2, "running": 1}
    last = standing.latest
    since = -last.read_on.toordinal() if last and last.read_on else 0
    return ranks.get(standing.state, 0), standing.stop is not None, since, standing.nudge.rank
