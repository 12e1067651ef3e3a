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
from bloei.learning.actions.importing import (
    IMPORT_FILE,
    IMPORT_RUN,
    import_offers,
    keep_import_file,
    recount_words,
    start_import,
)
from bloei.learning.actions.offers import (
    CodeTaken,
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
from bloei.learning.actions.ways import choose_ways

__all__ = [
    "IMPORT_FILE",
    "IMPORT_RUN",
    "AlreadyTakingPart",
    "CodeTaken",
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
    "choose_ways",
    "create_offer",
    "dismiss_offer",
    "drop_goal",
    "finish_participation",
    "import_offers",
    "keep_import_file",
    "move_participation",
    "reach_goal",
    "recall_offer",
    "recount_words",
    "remove_evidence",
    "remove_record",
    "restore_offer",
    "set_goal",
    "share_goal",
    "start_import",
    "wish",
    "withdraw_offer",
]
