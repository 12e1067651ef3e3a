"""Did it help? The difference between two groups that a lottery made, and how sure we are.

Pure. Shares run from 0 to 1, effects too: one point is 0.01. Interval of a share: Wilson
(1927); of a difference of shares: Newcombe (1998), method 10, built from the two Wilsons.
An estimate is made once per campaign, on a day that was fixed at its start: who looks
every month and believes the first good month finds an effect far too often.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
Z_POWER = NormalDist().inv_cdf(0.8)
ENOUGH_PEOPLE = 500
SHOWN_FROM = 5
DAYS_IN_A_MONTH = 30.4


@dataclass(frozen=True)
class Interval:
    low: float
    high: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Counted:
    """How many people of a group did what was hoped for."""

    did: int
    size: int

    def __post_init__(self):
        if not 0 <= self.did <= self.size:
            raise ValueError(f"{self.did} of {self.size} people is impossible.")

    @property
    def share(self) -> float:
        return self.did / self.size if self.size else 0.0

    @property
    def interval(self) -> Interval:
        return wilson(self.did, self.size)


class EffectVerdict(StrEnum):
    HELPS = "helps"
    HELPS_LITTLE = "helps_little"  # surely more than nothing, surely less than is worth it
    NO_DIFFERENCE = "no_difference"
    FEWER = "fewer"  # fewer people did it with the nudge than without
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Effect:
    """Both groups: who got the nudge, and who by lottery did not (yet)."""

    treated: Counted
    held: Counted

    @property
    def difference(self) -> float:
        return self.treated.share - self.held.share

    @property
    def interval(self) -> Interval:
        return newcombe(self.treated, self.held)

    @property
    def is_large_enough(self) -> bool:
        """Each group has so many people that stopping is justified."""
        return min(self.treated.size, self.held.size) >= ENOUGH_PEOPLE

    @property
    def may_be_shown(self) -> bool:
        return min(self.treated.size, self.held.size) >= SHOWN_FROM

    def __add__(self, other: "Effect") -> "Effect":
        """Pool two campaigns (or months): the counts are added."""
        return Effect(
            Counted(self.treated.did + other.treated.did, self.treated.size + other.treated.size),
            Counted(self.held.did + other.held.did, self.held.size + other.held.size),
        )


NOTHING = Effect(Counted(0, 0), Counted(0, 0))


def pool(effects: Iterable[Effect]) -> Effect:
    """Add up the outcomes that may be shown, each with the people of its own lottery.

    One with a smaller group is left out: the sum less the others would give it away.
    """
    return sum((effect for effect in effects if effect.may_be_shown), start=NOTHING)


def wilson(did: int, size: int, z: float = Z) -> Interval:
    """Return the Wilson interval of a share; of an empty group it is everything."""
    if size == 0:
        return Interval(0.0, 1.0)
    share, square = did / size, z * z
    middle = (share + square / (2 * size)) / (1 + square / size)
    half = z / (1 + square / size) * sqrt(share * (1 - share) / size + square / (4 * size * size))
    # At none and all the end is exact; rounding must not push it past the share itself.
    low = 0.0 if did == 0 else middle - half
    high = 1.0 if did == size else middle + half
    return Interval(low, high)


def newcombe(treated: Counted, held: Counted, z: float = Z) -> Interval:
    """Return Newcombe's interval of the share with the nudge minus the share without."""
    one, two = wilson(treated.did, treated.size, z), wilson(held.did, held.size, z)
    difference = treated.share - held.share
    below = sqrt((treated.share - one.low) ** 2 + (two.high - held.share) ** 2)
    above = sqrt((one.high - treated.share) ** 2 + (held.share - two.low) ** 2)
    return Interval(difference - below, difference + above)


def must_stop(effect: Effect, least: float) -> bool:
    """Say whether a nudge surely does less than is worth it, on enough people."""
    return effect.is_large_enough and effect.interval.high < least


def verdict(effect: Effect, least: float) -> EffectVerdict:
    """Return what may be said after the one look; `least` is the least effect worth it."""
    interval = effect.interval
    if interval.high < 0:
        return EffectVerdict.FEWER
    if must_stop(effect, least):
        return EffectVerdict.HELPS_LITTLE if interval.low > 0 else EffectVerdict.NO_DIFFERENCE
    return EffectVerdict.HELPS if interval.low > 0 else EffectVerdict.UNKNOWN


def people_needed(share: float, least: float, treated_per_held: float) -> int:
    """Return how many held-out people let an effect of `least` be seen in 4 of 5 campaigns.

    `share` is how many do it without the nudge. Never fewer than the stop rule asks.
    """
    if least <= 0 or treated_per_held <= 0:
        raise ValueError("An effect and a ratio are above zero.")
    with_nudge = min(1.0, share + least)
    spread = with_nudge * (1 - with_nudge) / treated_per_held + share * (1 - share)
    needed = ceil((Z + Z_POWER) ** 2 * spread / least**2)
    return max(needed, ENOUGH_PEOPLE, ceil(ENOUGH_PEOPLE / treated_per_held))


def smallest_visible(share: float, treated: int, held: int) -> float:
    """Return the smallest effect that groups of this size would show in 4 of 5 campaigns."""
    if not treated or not held:
        return 1.0
    return (Z + Z_POWER) * sqrt(share * (1 - share) * (1 / treated + 1 / held))


def months_needed(effect: Effect, least: float, days_gathered: int) -> int | None:
    """Return how many more months are needed at the pace of now; None when nobody comes in.

    Only the share of both groups together is used, so asking this before the outcome
    does not give the outcome away.
    """
    everybody = effect.treated.size + effect.held.size
    if days_gathered <= 0 or not effect.held.size or not effect.treated.size:
        return None
    share = (effect.treated.did + effect.held.did + 1) / (everybody + 2)
    needed = people_needed(share, least, effect.treated.size / effect.held.size)
    missing = max(0, needed - effect.held.size)
    per_month = effect.held.size / (days_gathered / DAYS_IN_A_MONTH)
    return ceil(missing / per_month)
