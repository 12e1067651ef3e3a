"""What can happen in learning: one function per verb, the only place that writes."""

from bloei.learning.actions.goals import (
    choose_interests,
    dismiss_offer,
    drop_goal,
    reach_goal,
    recall_offer,
    set_goal,
    share_goal,
)
from bloei.learning.actions.importing import Change, Difference, difference, import_offers
from bloei.learning.actions.offers import (
    add_own_offer,
    change_offer,
    create_offer,
    restore_offer,
    withdraw_offer,
)
from bloei.learning.actions.participations import (
    AlreadyTakingPart,
    MayNotMove,
    NotOffered,
    add_participations,
    apply_for,
    finish_participation,
    move_participation,
    wish,
)
from bloei.learning.actions.records import (
    add_evidence,
    add_record,
    add_records,
    change_record,
    remove_evidence,
    remove_record,
)

__all__ = [
    "AlreadyTakingPart",
    "Change",
    "Difference",
    "MayNotMove",
    "NotOffered",
    "add_evidence",
    "add_own_offer",
    "add_participations",
    "add_record",
    "add_records",
    "apply_for",
    "change_offer",
    "change_record",
    "choose_interests",
    "create_offer",
    "difference",
    "dismiss_offer",
    "drop_goal",
    "finish_participation",
    "import_offers",
    "move_participation",
    "reach_goal",
    "recall_offer",
    "remove_evidence",
    "remove_record",
    "restore_offer",
    "set_goal",
    "share_goal",
    "wish",
    "withdraw_offer",
]
