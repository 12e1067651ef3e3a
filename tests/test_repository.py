"""Promises about the repository itself: what must never stand in it, and what must."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

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


SAID_AT_ONCE = {"gettext", "ngettext", "pgettext", "npgettext"}


def said_while_loading(source: str) -> list[str]:
    """Return the calls that translate while a module is loaded, for nobody: not lazily."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in SAID_AT_ONCE
    }
    found, waiting = [], [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in names:
            found.append(ast.unparse(node))
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            waiting += [*getattr(node, "decorator_list", []), *node.args.defaults]
        else:
            waiting += ast.iter_child_nodes(node)
    return found


def test_no_text_is_translated_before_somebody_reads_it():
    said = {
        str(path): calls
        for path, text in texts()
        if path.suffix == ".py" and (calls := said_while_loading(text))
    }
    assert not said


def test_a_text_that_is_translated_while_loading_is_found():
    loading = "from django.utils.translation import gettext as _\nWORDS = {1: _('Day')}\n"
    assert said_while_loading(loading) == ["_('Day')"]
    assert not said_while_loading(loading.replace("gettext", "gettext_lazy"))
    assert not said_while_loading(loading.replace("WORDS = ", "def words():\n    return "))


def told_in(publiccode: str, key: str) -> str:
    found = re.search(rf'^{key}:\s*"?([^"\n]*)"?$', publiccode, re.M)
    return found[1].strip() if found else ""


def trouble_with_the_source(publiccode: str, version: str) -> str:
    """Return what is wrong with the address of the source, "" when nothing is.

    Without an address Bloei is not published yet, which is fine while it is in development;
    an address that leads nowhere is never fine (RFC 2606 names the domains that cannot).
    """
    url = told_in(publiccode, "url")
    if not url:
        is_release = int(version.partition(".")[0]) > 0
        in_development = told_in(publiccode, "developmentStatus") == "development"
        return "a release names where its source stands" if is_release or not in_development else ""
    host = urlsplit(url).hostname or ""
    is_made_up = re.search(r"(^|\.)(example(\.(com|net|org))?|invalid|test|localhost)$", host)
    return "this address is made up" if is_made_up or not url.startswith("https://") else ""


def test_the_source_stands_at_no_made_up_address():
    told = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]
    assert not trouble_with_the_source((PROJECT / "publiccode.yml").read_text(), told)


@pytest.mark.parametrize(
    ("publiccode", "version", "wrong"),
    [
        ("developmentStatus: development", "0.1.0", ""),
        ("developmentStatus: development", "1.0.0", "a release names where its source stands"),
        ("developmentStatus: beta", "0.9.0", "a release names where its source stands"),
        ("url: https://bloei.example/source", "0.1.0", "this address is made up"),
        ('url: "https://code.example.org/bloei"', "0.1.0", "this address is made up"),
        ("url: file:///source", "0.1.0", "this address is made up"),
        ("url: https://code.gemeente.nl/bloei\ndevelopmentStatus: stable", "1.0.0", ""),
    ],
)
def test_a_release_without_an_address_of_its_source_is_seen(publiccode, version, wrong):
    assert trouble_with_the_source(publiccode, version) == wrong
