"""The schemes that come with Bloei: TOML files with their sources, in budgets/schemes."""

from functools import lru_cache
from pathlib import Path

from bloei.budgets.cao.problems import Mistake, Refused
from bloei.budgets.cao.scheme import Scheme
from bloei.budgets.cao.scheme_file import read_scheme

_FOLDER = Path(__file__).parent.parent / "schemes"


def shipped_names() -> list[str]:
    """The names of all shipped schemes, in order of the alphabet."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def shipped_text(name: str) -> str:
    """The TOML text of a shipped scheme, to show or to start an own one from."""
    if name not in shipped_names():
        raise Refused([Mistake(name, "no_scheme", {})])
    return (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")


@lru_cache(maxsize=128)
def shipped_scheme(name: str, *, minutes: bool = True) -> Scheme:
    """A shipped scheme, read once; raises `Refused` when there is none of that name."""
    return read_scheme(shipped_text(name), minutes=minutes)
