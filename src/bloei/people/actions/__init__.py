"""What can happen to people and units: the only place of this room that writes."""

from bloei.people.actions.employments import (
    Overlaps,
    Terms,
    change_employment_term,
    create_person,
    end_employment,
    start_employment,
)
from bloei.people.actions.imports import import_people
from bloei.people.actions.leaders import (
    appoint_deputy,
    appoint_leader,
    dismiss_leader,
    end_deputy,
)
from bloei.people.actions.roles import MayNotGrant, grant_role, revoke_role
from bloei.people.actions.today import Rebuilt, one_rebuild, rebuild_today, turn_the_day
from bloei.people.actions.units import (
    StandsBelowItself,
    StillInUse,
    close_unit,
    create_unit,
    move_unit,
    rename_unit,
)

__all__ = [
    "MayNotGrant",
    "Overlaps",
    "Rebuilt",
    "StandsBelowItself",
    "StillInUse",
    "Terms",
    "appoint_deputy",
    "appoint_leader",
    "change_employment_term",
    "close_unit",
    "create_person",
    "create_unit",
    "dismiss_leader",
    "end_deputy",
    "end_employment",
    "grant_role",
    "import_people",
    "move_unit",
    "one_rebuild",
    "rebuild_today",
    "rename_unit",
    "revoke_role",
    "start_employment",
    "turn_the_day",
]
