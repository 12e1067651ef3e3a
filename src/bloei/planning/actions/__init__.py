"""What can happen with learning time: the only place of this room that writes."""

from bloei.planning.actions.blocks import (
    NotAboutOneself,
    ReasonNeeded,
    accept_proposal,
    cancel_block,
    decide_block,
    decline_proposal,
    plan_block,
)
from bloei.planning.actions.calendars import (
    connect_calendar,
    disconnect_calendar,
    keep_busy_times,
    make_calendar_address,
    revoke_calendar_address,
)
from bloei.planning.actions.moves import AlreadyAsked, answer_move, ask_to_move, move_block
from bloei.planning.actions.plans import accept_proposals, ask_plan, fail_plan, keep_plan
from bloei.planning.actions.roster_files import (
    forget_roster_file,
    import_shifts,
    keep_roster_file,
    look_at_roster,
    take_over_roster,
)
from bloei.planning.actions.rosters import (
    EndsBeforeItBegins,
    close_on,
    open_on,
    remove_absence,
)
from bloei.planning.actions.saying import (
    NotYet,
    SaidLater,
    lapse_block,
    realise_block,
    reopen_block,
    say_block,
)
from bloei.planning.actions.series import (
    LastsTooLong,
    NotSkipped,
    clear_week,
    end_series,
    fill_series,
    set_series,
    skip_series,
    unskip_series,
)
from bloei.planning.actions.staffing import (
    change_staffing,
    end_staffing,
    except_day,
    set_staffing,
    show_team_agenda,
)
from bloei.planning.actions.swaps import CannotTakeOver, NotYourColleague, plan_with_swap
from bloei.planning.blocks.steps import InTheWay, NoStep
from bloei.planning.week.standing import TooFewLeft

__all__ = [
    "AlreadyAsked",
    "CannotTakeOver",
    "EndsBeforeItBegins",
    "InTheWay",
    "LastsTooLong",
    "NoStep",
    "NotAboutOneself",
    "NotSkipped",
    "NotYet",
    "NotYourColleague",
    "ReasonNeeded",
    "SaidLater",
    "TooFewLeft",
    "accept_proposal",
    "accept_proposals",
    "answer_move",
    "ask_plan",
    "ask_to_move",
    "cancel_block",
    "change_staffing",
    "clear_week",
    "close_on",
    "connect_calendar",
    "decide_block",
    "decline_proposal",
    "disconnect_calendar",
    "end_series",
    "end_staffing",
    "except_day",
    "fail_plan",
    "fill_series",
    "forget_roster_file",
    "import_shifts",
    "keep_busy_times",
    "keep_plan",
    "keep_roster_file",
    "lapse_block",
    "look_at_roster",
    "make_calendar_address",
    "move_block",
    "open_on",
    "plan_block",
    "plan_with_swap",
    "realise_block",
    "remove_absence",
    "reopen_block",
    "revoke_calendar_address",
    "say_block",
    "set_series",
    "set_staffing",
    "show_team_agenda",
    "skip_series",
    "take_over_roster",
    "unskip_series",
]
