"""Which tests run, in which order, and on what: a pytest plugin for the whole project."""

import fcntl
import gettext
import os
from pathlib import Path

import pytest
from asgiref.local import Local
from django.conf import settings
from django.utils.translation import trans_real


def pytest_addoption(parser):
    parser.addoption("--deep", action="store_true", help="also the tests with large numbers")


def pytest_configure(config):
    # Tests keep their files and compiled texts apart from those of the program.
    settings.DATA = Path(os.environ.get("BLOEI_TEST_DATA") or settings.DATA / "test")
    settings.DATA.mkdir(parents=True, exist_ok=True)
    settings.STATIC_ROOT = settings.DATA / "static"  # nothing is collected: plain names
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    # The second step has tests of its own; in all others one step is enough.
    settings.SECOND_STEP_FOR = frozenset()
    _keep_hypothesis_in(settings.DATA, searching=config.getoption("--deep"))


def _keep_hypothesis_in(folder: Path, *, searching: bool) -> None:
    """Try the same examples in every run; only a deep run searches for new ones."""
    from hypothesis import HealthCheck
    from hypothesis import settings as of_hypothesis
    from hypothesis.configuration import set_hypothesis_home_dir

    # A busy machine makes no test fail: nothing here looks at a real clock.
    of_hypothesis.register_profile(
        "bloei",
        deadline=None,
        derandomize=not searching,
        suppress_health_check=[HealthCheck.too_slow],
    )
    of_hypothesis.load_profile("bloei")

    set_hypothesis_home_dir(folder / "hypothesis")


def pytest_collection_modifyitems(config, items):
    """Leave the large numbers out unless asked for; browser tests go last, one by one.

    Two browsers at once on two cores make each other miss their deadlines.
    """
    if not config.getoption("--deep"):
        deep = [item for item in items if item.get_closest_marker("deep")]
        config.hook.pytest_deselected(items=deep)
        items[:] = [item for item in items if item not in set(deep)]
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session", autouse=True)
def compiled_texts():
    """The Dutch texts as they stand in the catalogues now; nothing is made when none changed."""
    from bloei.foundation import catalogues

    folder = settings.DATA / "locale"
    settings.LOCALE_PATHS = [folder]
    sources = [catalogues.catalogue_of(room) for room in catalogues.rooms().values()]
    newest = max((path.stat().st_mtime for path in sources if path.exists()), default=0)
    compiled = folder / catalogues.LANGUAGE / "LC_MESSAGES" / "django.mo"
    with (settings.DATA / "locale.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several processes test at the same time
        if not compiled.exists() or compiled.stat().st_mtime < newest:
            catalogues.compile_into(folder)
    _forget_texts()


def _forget_texts() -> None:
    """Let Django read the texts anew: on a new machine it looked before they were compiled."""
    gettext._translations = {}
    trans_real._translations = {}
    trans_real._default = None
    trans_real._active = Local()
