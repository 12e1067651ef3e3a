"""As whom PostgreSQL runs: as ourselves, or, when we are root, as a user id that exists already.

PostgreSQL refuses to run as root. No operating-system user is made for it.
"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from bloei.foundation.postgres.binaries import CannotStart

# In this order; the first one that the machine knows.
CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class RunAs:
    """A user id to run under, as the arguments of a process; empty for our own."""

    uid: int
    gid: int
    is_another: bool

    def of_process(self) -> dict:
        """Return what subprocess needs to run as this account."""
        if not self.is_another:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def gets(self, path: Path) -> None:
        """Give a file or folder to this account."""
        if self.is_another:
            os.chown(path, self.uid, self.gid)

    def can_reach(self, path: Path) -> bool:
        """Tell whether this account may walk down to the path."""
        if not self.is_another:
            return True
        return all(self._may_enter(folder.stat()) for folder in path.resolve().parents)

    def _may_enter(self, folder: os.stat_result) -> bool:
        if folder.st_uid == self.uid:
            return bool(folder.st_mode & stat.S_IXUSR)
        if folder.st_gid == self.gid:
            return bool(folder.st_mode & stat.S_IXGRP)
        return bool(folder.st_mode & stat.S_IXOTH)


def account_for(data: Path) -> RunAs:
    """Return who runs the server on this data folder: as root, whoever owns it already."""
    if os.geteuid() != 0:
        return RunAs(os.geteuid(), os.getegid(), is_another=False)
    if data.exists() and (owner := data.stat().st_uid) != 0:
        try:
            return RunAs(owner, pwd.getpwuid(owner).pw_gid, is_another=True)
        except KeyError:
            raise CannotStart(
                f"The database in {data} belongs to user id {owner}, which this machine does not "
                "know; give the folder to a user that exists, with chown -R."
            ) from None
    for name in CANDIDATES:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return RunAs(found.pw_uid, found.pw_gid, is_another=True)
    raise CannotStart(
        "PostgreSQL does not run as root, and this machine knows neither the user postgres nor "
        "nobody; run Bloei as an ordinary user."
    )
