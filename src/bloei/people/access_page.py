"""docs/access.md: every permission, for which role and how far, made from the program itself."""

from django.utils import translation

from bloei.foundation.access import PERMISSIONS, Permission
from bloei.foundation.rooms import discover
from bloei.people import overview
from bloei.people.roles import Role

HEAD = """# Who may do what

Made by `./bloei manage access` from the permissions of the rooms; not written by hand.

Everybody who is employed is *employee*; who leads somebody today, or stands in for who does, is
*manager*. The other roles are given to somebody, HR and L&D for the whole organisation or a part
of it. Lists, pages, buttons and the API ask the same permission.

| reach | means |
|---|---|
"""


def written() -> str:
    """Return the page; always in English, in a fixed order."""
    list(discover("access"))
    with translation.override("en"):
        reaches = {_name(reach): reach for one in _all() for reach in one.reach.values()}
        rows = (f"| {name} | {_sentence(reach)} |" for name, reach in sorted(reaches.items()))
        lines = [HEAD + "\n".join(rows)]
        rooms = sorted({name.partition(".")[0] for name in PERMISSIONS})
        lines += [_room(room) for room in rooms]
        return "\n\n".join(lines) + "\n"


def _all() -> list[Permission]:
    return [one for _name, one in sorted(PERMISSIONS.items())]


def _room(room: str) -> str:
    found = [one for one in _all() if one.name.startswith(f"{room}.")]
    head = ["permission", "about", *(str(role.label) for role in Role)]
    rows = [f"## {room}", "", _row(head), _row(["---"] * len(head))]
    return "\n".join(rows + [_line(one) for one in found])


def _line(permission: Permission) -> str:
    reaches = [permission.reach.get(role) for role in Role]
    cells = [_name(reach) if reach else "" for reach in reaches]
    name = permission.name.partition(".")[2]
    return _row([f"`{name}`", str(overview.words_of(permission)), *cells])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _name(reach) -> str:
    return reach.__name__.strip("_").replace("_", " ")


def _sentence(reach) -> str:
    words = " ".join((reach.__doc__ or "").split("\n\n")[0].split())
    return words.removeprefix("Return ").rstrip(".") or _name(reach)
