"""What the documents say is true: links lead somewhere, commands exist, what is made is fresh."""

import re
from pathlib import Path
from runpy import run_path

import pytest

from bloei.command import COMMANDS, ON_FILES, commands_of_rooms
from bloei.foundation.architecture import brought_up_to_date

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
IDS = [str(page.relative_to(ROOT)) for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text()):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name} leads to {target}"


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_command_that_is_named_exists(page):
    known = {name.split()[0] for name in (*COMMANDS, *ON_FILES, *commands_of_rooms())}
    for name in re.findall(r"\./bloei (\w+)", page.read_text()):
        assert name in known, f"{page.name} names ./bloei {name}"


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_file_that_is_named_exists(page):
    for name in re.findall(r"`((?:src|docs|tests|bench)/[\w./-]+)`", page.read_text()):
        if "<" not in name:
            assert (ROOT / name).exists(), f"{page.name} names {name}"


def test_the_architecture_page_is_up_to_date():
    page = (ROOT / "docs" / "architecture.md").read_text()
    assert brought_up_to_date(page) == page, "./bloei manage architecture"


def test_the_figures_are_those_that_the_benches_wrote():
    figures = run_path(str(ROOT / "bench" / "figures.py"))
    assert figures["PAGE"].read_text() == figures["page"](), "python bench/figures.py"


def test_a_page_that_is_behind_would_be_seen():
    page = (ROOT / "docs" / "architecture.md").read_text().replace("`people`", "`persons`")
    assert brought_up_to_date(page) != page


def test_every_decision_says_what_was_rejected():
    for page in (ROOT / "docs" / "decisions").glob("0*.md"):
        text = page.read_text()
        assert "**Rejected" in text or "| quality.md | here |" in text or "ejected" in text, page
