"""Promises about the repository itself: what must never stand in it, and what must."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-test.lock")
# In pieces, or this file would hold what no file may hold.
INDEX_HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry.npm" + "js.org",
    "registry.yarn" + "pkg.com",
    "deb.debi" + "an.org",
    "archive.ubu" + "ntu.com",
    "un" + "pkg.com",
    "jsdel" + "ivr.net",
]
INDEX_OPTIONS = re.compile(
    r"^\s*(--)?(extra-)?index-url\b|^\s*--find-links\b|^\[\[tool\.uv\.index", re.M
)
MACHINE_PATHS = re.compile(r"(?<![\w./-])/(work|root|home/\w+)/\w")


def files() -> list[Path]:
    """Return what git keeps, or will keep once it is added."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [PROJECT / name for name in listed.stdout.splitlines() if (PROJECT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in files():
        try:
            found.append((path.relative_to(PROJECT), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_no_file_names_the_address_of_a_package_index():
    named = [(path, host) for path, text in texts() for host in INDEX_HOSTS if host in text]
    assert not named


def test_no_file_sets_a_package_index():
    settings = [
        path
        for path, text in texts()
        if path.suffix in {".toml", ".lock", ".cfg", ".ini", ".txt", ".conf", ".yml"}
        and INDEX_OPTIONS.search(text)
    ]
    assert not settings


def test_no_file_names_a_folder_of_one_machine():
    named = [path for path, text in texts() if MACHINE_PATHS.search(text)]
    assert not named


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(name):
    text = (PROJECT / name).read_text()
    assert "://" not in text
    packages = re.split(r"^(?=\S)", text, flags=re.M)[1:]
    assert packages
    for package in packages:
        assert re.match(r"[a-z0-9.-]+==\S+", package), package
        assert "--hash=sha256:" in package, package


def test_what_is_run_is_locked_alike_in_both_files():
    run, test = ((PROJECT / name).read_text().splitlines() for name in LOCKS)
    assert set(run) <= set(test)


def test_the_lock_holds_everything_that_is_declared():
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    for requirements, name in (
        (declared["project"]["dependencies"], LOCKS[0]),
        (declared["dependency-groups"]["test"], LOCKS[1]),
    ):
        locked = set(re.findall(r"^([a-z0-9.-]+)==", (PROJECT / name).read_text(), re.M))
        wanted = {re.match(r"[\w.-]+", one)[0].lower().replace("_", "-") for one in requirements}
        assert wanted <= locked


def test_the_launcher_needs_nothing_but_python():
    launcher = PROJECT / "bloei"
    assert launcher.stat().st_mode & 0o111
    tree = ast.parse(launcher.read_text(), feature_version=(3, 7))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= set(sys.stdlib_module_names)


def test_the_licence_is_whole():
    text = (PROJECT / "LICENSE").read_text()
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    for article in range(1, 16):
        assert re.search(rf"^{article}\.", text, re.M)
    assert "Appendix" in text
