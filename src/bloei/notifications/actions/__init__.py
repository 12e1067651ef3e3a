"""What can happen with messages and nudges: one function per verb, the only place that writes."""

from bloei.notifications.actions.campaigns import (
    AlreadyStopped,
    open_campaign,
    read_out_campaign,
    restart_nudge,
    set_least_effect,
    stop_nudge,
)
from bloei.notifications.actions.cases import (
    compute_nudge,
    dismiss_case,
    measure_outcomes,
    open_case,
    pause_name,
    restore_nudge,
)
from bloei.notifications.actions.digests import send_digest_batch
from bloei.notifications.actions.messages import (
    NoSuchMessage,
    forget_old_rows,
    notify,
    read_all_notices,
    read_notice,
)
from bloei.notifications.actions.preferences import save_preference, unsubscribe
from bloei.notifications.actions.talks import NotAPossibleDay, note_talk
from bloei.notifications.actions.undelivered import NoAddress, send_again

__all__ = [
    "AlreadyStopped",
    "NoAddress",
    "NoSuchMessage",
    "NotAPossibleDay",
    "compute_nudge",
    "dismiss_case",
    "forget_old_rows",
    "measure_outcomes",
    "note_talk",
    "notify",
    "open_campaign",
    "open_case",
    "pause_name",
    "read_all_notices",
    "read_notice",
    "read_out_campaign",
    "restart_nudge",
    "restore_nudge",
    "save_preference",
    "send_again",
    "send_digest_batch",
    "set_least_effect",
    "stop_nudge",
    "unsubscribe",
]
