"""What we ship of others: fetched by the npm client, checked by hash, never from an address.

`static/vendor/vendor.toml` names every package with its version, licence and hash.
Lucide's icons come as one sprite that holds only those named in it.
"""

import hashlib
import re
import subprocess
import tarfile
import tempfile
import tomllib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "vendor"
CATALOGUE = FOLDER / "vendor.toml"
_DRAWING = re.compile(r"<svg.*?>(.*)</svg>", re.DOTALL)
_BLANK = re.compile(r"\s+")


class Tampered(Exception):
    """A file is not what vendor.toml says it is."""


@dataclass(frozen=True)
class Package:
    """One package. `files` maps our path to theirs; `icons` are drawn into one sprite."""

    name: str
    version: str
    licence: str
    sha512: str
    folder: str
    files: dict[str, str] = field(default_factory=dict)
    icons: list[str] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return FOLDER / self.folder


def packages() -> list[Package]:
    """Return what we ship, as vendor.toml says."""
    return [Package(**entry) for entry in tomllib.loads(CATALOGUE.read_text())["package"]]


def verify() -> None:
    """Compare every shipped file with its hash; `Tampered` names the first that differs."""
    for package in packages():
        present = {path.name for path in package.home.iterdir()}
        if present != set(package.hashes):
            raise Tampered(f"{package.folder} holds {sorted(present ^ set(package.hashes))}.")
        for name, expected in package.hashes.items():
            if sha512((package.home / name).read_bytes()) != expected:
                raise Tampered(f"{package.folder}/{name}")


def fetch() -> Iterator[str]:
    """Fetch every package again with the npm client and write its files; yields their names.

    Raises `Tampered` when the package is not the one that vendor.toml names.
    """
    with tempfile.TemporaryDirectory() as folder:
        for package in packages():
            archive = _pack(package, Path(folder))
            if sha512(archive.read_bytes()) != package.sha512:
                raise Tampered(f"{package.name} {package.version}")
            package.home.mkdir(parents=True, exist_ok=True)
            for name, content in _contents(package, archive).items():
                (package.home / name).write_bytes(content)
                yield f"{package.folder}/{name}"


def sha512(content: bytes) -> str:
    """Return the hash in the form that npm writes too."""
    return f"sha512-{b64encode(hashlib.sha512(content).digest()).decode()}"


def sprite(drawings: dict[str, str]) -> str:
    """Join icons, by name, into one SVG of symbols. Takes the text of each whole icon."""
    symbols = [
        f'<symbol id="{name}" viewBox="0 0 24 24">{_inside(text)}</symbol>'
        for name, text in sorted(drawings.items())
    ]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>\n"])


def _inside(text: str) -> str:
    found = _DRAWING.search(text)
    if not found:
        raise Tampered("This is not an icon.")
    return _BLANK.sub(" ", found.group(1)).replace(" />", "/>").replace("> <", "><").strip()


def _pack(package: Package, folder: Path) -> Path:
    wanted = f"{package.name}@{package.version}"
    done = subprocess.run(
        ["npm", "pack", "--silent", wanted], cwd=folder, check=True, capture_output=True, text=True
    )
    return folder / done.stdout.split()[-1]


def _contents(package: Package, archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as tar:

        def read(path: str) -> bytes:
            member = tar.extractfile(f"package/{path}")
            if member is None:
                raise Tampered(f"{package.name} has no {path}.")
            return member.read()

        contents = {ours: read(theirs) for ours, theirs in package.files.items()}
        if package.icons:
            drawings = {name: read(f"icons/{name}.svg").decode() for name in package.icons}
            contents["sprite.svg"] = sprite(drawings).encode()
    return contents
