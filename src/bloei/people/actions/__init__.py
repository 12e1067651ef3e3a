"""What can happen to people and units: the only place of this room that writes."""

from bloei.people.actions.employments import (
    Overlaps,
    Terms,
    change_employment_term,
    create_person,
    end_employment,
    start_employment,
)
from bloei.people.actions.entry import (
    AlreadyUsed,
    Letter,
    change_password,
    choose_password,
    end_devices,
    forget_old_entries,
    invite_batch,
    invite_person,
    make_letters,
    send_new_password_link,
    start_inviting,
)
from bloei.people.actions.imports import import_people
from bloei.people.actions.leaders import (
    OverOthersByOneself,
    appoint_deputy,
    appoint_leader,
    dismiss_leader,
    end_deputy,
)
from bloei.people.actions.persons import (
    add_person,
    erase_person,
    forget_leavers,
    forget_unclaimed_files,
    make_administrator,
    note_export,
    set_language,
)
from bloei.people.actions.roles import MayNotGrant, grant_role, revoke_role
from bloei.people.actions.today import turn_the_day
from bloei.people.actions.units import (
    StandsBelowItself,
    StillInUse,
    close_unit,
    create_unit,
    move_unit,
    rename_unit,
)
from bloei.people.rebuilding import Rebuilt, one_rebuild, rebuild_today

__all__ = [
    "AlreadyUsed",
    "Letter",
    "MayNotGrant",
    "OverOthersByOneself",
    "Overlaps",
    "Rebuilt",
    "StandsBelowItself",
    "StillInUse",
    "Terms",
    "add_person",
    "appoint_deputy",
    "appoint_leader",
    "change_employment_term",
    "change_password",
    "choose_password",
    "close_unit",
    "create_person",
    "create_unit",
    "dismiss_leader",
    "end_deputy",
    "end_devices",
    "end_employment",
    "erase_person",
    "forget_leavers",
    "forget_old_entries",
    "forget_unclaimed_files",
    "grant_role",
    "import_people",
    "invite_batch",
    "invite_person",
    "make_administrator",
    "make_letters",
    "move_unit",
    "note_export",
    "one_rebuild",
    "rebuild_today",
    "rename_unit",
    "revoke_role",
    "send_new_password_link",
    "set_language",
    "start_employment",
    "start_inviting",
    "turn_the_day",
]
