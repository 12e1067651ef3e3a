"""What can happen with budgets: the only place of this room that writes, beside the ledger."""

from bloei.budgets.actions.applications import (
    file_application,
    send_application,
    top_up_application,
)
from bloei.budgets.actions.decisions import (
    AlreadyDecided,
    GroundNeeded,
    NotAboutOneself,
    TooLate,
    cancel_application,
    decide_application,
    end_for_participations,
    remind_deciders,
    suggest_talk,
    undo_application,
    withdraw_application,
)
from bloei.budgets.actions.hours import (
    give_time_back,
    set_time_apart,
    spend_time,
    take_back_use,
    use_time,
)
from bloei.budgets.actions.payments import add_proof, pay_application
from bloei.budgets.applications.steps import (
    AdvanceNotAgreed,
    BecameMandatory,
    NotPossible,
    WrongPurpose,
)

__all__ = [
    "AdvanceNotAgreed",
    "AlreadyDecided",
    "BecameMandatory",
    "GroundNeeded",
    "NotAboutOneself",
    "NotPossible",
    "TooLate",
    "WrongPurpose",
    "add_proof",
    "cancel_application",
    "decide_application",
    "end_for_participations",
    "file_application",
    "give_time_back",
    "pay_application",
    "remind_deciders",
    "send_application",
    "set_time_apart",
    "spend_time",
    "suggest_talk",
    "take_back_use",
    "top_up_application",
    "undo_application",
    "use_time",
    "withdraw_application",
]
