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
    undo_application,
    withdraw_application,
)
from bloei.budgets.actions.payments import add_proof, pay_application
from bloei.budgets.asking import NotPossible

__all__ = [
    "AlreadyDecided",
    "GroundNeeded",
    "NotAboutOneself",
    "NotPossible",
    "TooLate",
    "add_proof",
    "cancel_application",
    "decide_application",
    "end_for_participations",
    "file_application",
    "pay_application",
    "remind_deciders",
    "send_application",
    "top_up_application",
    "undo_application",
    "withdraw_application",
]
