"""What the planning room remembers: rosters, staffing minimums, blocks, plans."""

from bloei.planning.models.blocks import (
    BlockMove,
    Cover,
    LearningBlock,
    Series,
    SeriesSkip,
)
from bloei.planning.models.calendars import BusyFeed, CalendarAddress
from bloei.planning.models.plans import Plan, Shortage
from bloei.planning.models.rosters import (
    Absence,
    BusyTime,
    ClosingDay,
    PatternShift,
    RosteredDays,
    Shift,
    WorkingPattern,
)
from bloei.planning.models.staffing import Staffing, StaffingException, TeamAgenda

__all__ = [
    "Absence",
    "BlockMove",
    "BusyFeed",
    "BusyTime",
    "CalendarAddress",
    "ClosingDay",
    "Cover",
    "LearningBlock",
    "PatternShift",
    "Plan",
    "RosteredDays",
    "Series",
    "SeriesSkip",
    "Shift",
    "Shortage",
    "Staffing",
    "StaffingException",
    "TeamAgenda",
    "WorkingPattern",
]
