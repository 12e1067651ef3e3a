"""What can happen with a conversation: all that this room writes, but for who looked."""

from bloei.conversations.actions.agenda import (
    TooManyPoints,
    add_point,
    change_point,
    move_point,
    remove_point,
)
from bloei.conversations.actions.agreed import agree
from bloei.conversations.actions.help import ask_for_help, ask_for_help_in_time, settle_help
from bloei.conversations.actions.keeping import (
    close_finished,
    close_open,
    forget_conversations,
    set_talk_terms,
    wipe_preparations,
)
from bloei.conversations.actions.outcomes import (
    NoMomentFits,
    Returning,
    agree_on_own_time,
    agree_on_work,
    fix_moment,
    fix_series,
)
from bloei.conversations.actions.swaps import fix_swap
from bloei.conversations.actions.talks import (
    AlreadyOpen,
    NoStep,
    NotAPossibleMoment,
    call_off,
    change_occasion,
    hold_conversation,
    open_conversation,
    plan_conversation,
)
from bloei.conversations.actions.writing import write_notes, write_preparation

__all__ = [
    "AlreadyOpen",
    "NoMomentFits",
    "NoStep",
    "NotAPossibleMoment",
    "Returning",
    "TooManyPoints",
    "add_point",
    "agree",
    "agree_on_own_time",
    "agree_on_work",
    "ask_for_help",
    "ask_for_help_in_time",
    "call_off",
    "change_occasion",
    "change_point",
    "close_finished",
    "close_open",
    "fix_moment",
    "fix_series",
    "fix_swap",
    "forget_conversations",
    "hold_conversation",
    "move_point",
    "open_conversation",
    "plan_conversation",
    "remove_point",
    "set_talk_terms",
    "settle_help",
    "wipe_preparations",
    "write_notes",
    "write_preparation",
]
