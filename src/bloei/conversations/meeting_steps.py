"""The four steps of fifteen minutes about learning: what each asks, and how long it takes. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class MeetingStep:
    """One step; `code` names its texts (meeting_words.py)."""

    code: str
    minutes: int


STEPS = (
    MeetingStep("look_back", 3),
    MeetingStep("tips", 5),
    MeetingStep("in_the_way", 4),
    MeetingStep("agreement", 3),
)
# What helps with each step stands beside its question; all of it at once is more than a screen.
BESIDE = {
    "look_back": ("learned", "blocks"),
    "tips": ("ways", "helpers"),
    "in_the_way": ("room", "blocks"),
    "agreement": ("room",),
}
AFTERWARDS = ("learned", "blocks")
WHOLE = sum(step.minutes for step in STEPS)


def seconds_left(step: int, began_at: datetime, now: datetime) -> int:
    """Return how many seconds a step has left; 0 when its time is over, never less."""
    ends = began_at + timedelta(minutes=STEPS[step].minutes)
    return max(0, round((ends - now).total_seconds()))


def route(step: int, began_at: datetime, now: datetime) -> list[dict[str, Any]]:
    """Return the parts of the bar above: where each begins, how wide, how far it is (per cent).

    A part before this step is full, a part after it empty; between two parts lies a gap.
    """
    parts, at = [], 0
    for number, one in enumerate(STEPS):
        width = 100 * one.minutes / WHOLE - 0.5
        if number == step:
            gone = 60 * one.minutes - seconds_left(step, began_at, now)
            share = gone / (60 * one.minutes)
        else:
            share = 1.0 if number < step else 0.0
        parts.append(
            {"step": one, "x": round(100 * at / WHOLE, 2), "width": round(width, 2),
             "done": round(width * share, 2), "is_now": number == step}
        )  # fmt: skip
        at += one.minutes
    return parts
