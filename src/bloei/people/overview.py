"""What is kept of people and who sees it, in words: made from the live permissions and registers.

Nobody writes these pages by hand, so they cannot say anything else than the program does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count

from bloei.foundation import privacy
from bloei.foundation.access import PERMISSIONS, Permission
from bloei.foundation.privacy import NotPersonal, Personal
from bloei.foundation.rooms import discover
from bloei.people import queries
from bloei.people.access import everybody, my_part_of_the_tree, my_people, oneself
from bloei.people.models import Person, RoleGrant
from bloei.people.roles import Role

ROLES = tuple(Role)
SEES = ("see", "list", "search", "look")


@dataclass
class KeptFor:
    """One purpose for which something is kept, with everything that is kept for it."""

    purpose: Any
    keep: Any
    fields: list = field(default_factory=list)


@dataclass(frozen=True)
class Right:
    """One thing that people may see or do, and for which roles that holds."""

    words: Any
    is_seeing: bool
    cells: tuple[bool, ...]


def subjects() -> list[tuple[Any, list[KeptFor]]]:
    """Return per room what it keeps, under its `privacy.SUBJECT`; the system itself comes last."""
    rooms = sorted(discover("privacy"), key=lambda room: room is privacy)
    told = [(room.SUBJECT, _kept_for(room.REGISTER)) for room in rooms]
    return [(subject, kept) for subject, kept in told if kept]


def _kept_for(entries: Iterable[Personal | NotPersonal]) -> list[KeptFor]:
    """Return what is kept, by purpose and term, each description once."""
    found: dict[tuple[str, str], KeptFor] = {}
    for entry in entries:
        if not isinstance(entry, Personal):
            continue
        told = (str(entry.purpose), str(entry.keep))
        kind = found.setdefault(told, KeptFor(entry.purpose, entry.keep))
        seen = {str(words) for words in kind.fields}
        kind.fields += [words for words in entry.words.values() if str(words) not in seen]
    return list(found.values())


def rights(about: Permission | None = None) -> list[Right]:
    """Return every permission of every room with the roles that hold it, seeing first."""
    _all_rooms()
    rows = [
        Right(
            words=words_of(permission),
            is_seeing=is_seeing(permission),
            cells=tuple(role in permission.reach for role in ROLES),
        )
        for permission in PERMISSIONS.values()
        if permission is not about
    ]
    return sorted(rows, key=lambda right: not right.is_seeing)


def seen_of(person: Person, today: date) -> dict:
    """Return what the manager and others see and may do about this person, today."""
    _all_rooms()
    about_me = [one for one in PERMISSIONS.values() if one.path]
    by_manager = [one for one in about_me if one.reach.get(Role.MANAGER) is my_people]
    others = {
        role: [one for one in about_me if is_seeing(one) and _reaches_me(one.reach, role)]
        for role in (Role.HR, Role.LND, Role.WORKS_COUNCIL, Role.ADMINISTRATOR)
    }
    mine = [one for one in about_me if one.reach.get(Role.EMPLOYEE) is oneself and is_seeing(one)]
    return {
        "approver": queries.approver_for(person, today),
        "above": queries.leaders_of(person, today)[1:],
        "manager_sees": [words_of(one) for one in by_manager if is_seeing(one)],
        "manager_does": [words_of(one) for one in by_manager if not is_seeing(one)],
        "only_me": [words_of(one) for one in mine if one not in by_manager],
        "others": [
            (role, [words_of(one) for one in found]) for role, found in others.items() if found
        ],
    }


def grants_today(today: date) -> list[dict]:
    """Return how many people hold each role that is given, today."""
    rows = (
        RoleGrant.objects.on(today).values("role").annotate(people=Count("person", distinct=True))
    )
    return [{"role": Role(row["role"]), "people": row["people"]} for row in rows.order_by("role")]


def words_of(permission: Permission) -> Any:
    """Return what a permission is called on screen; its name until its room says it in words."""
    return permission.words or permission.name.replace(".", ": ").replace("_", " ")


def is_seeing(permission: Permission) -> bool:
    return permission.name.partition(".")[2].split("_")[0] in SEES


def _reaches_me(reach: Mapping[str, Any], role: str) -> bool:
    return reach.get(role) in {my_part_of_the_tree, everybody, my_people}


def _all_rooms() -> None:
    """See to it that the permissions of every room are known."""
    list(discover("access"))
