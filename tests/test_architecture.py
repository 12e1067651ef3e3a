"""Promises about the house that an import linter cannot keep."""

import ast
import re
from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from django.apps import apps
from tests.circles import circles
from tests.lengths import lengths, long_functions, long_modules
from tests.writing import writes

from bloei import wiring
from bloei.agreements.events import AgreementDone
from bloei.budgets import listeners as budgets
from bloei.foundation.architecture import subjects
from bloei.foundation.events import Event
from bloei.foundation.rooms import discover
from bloei.learning import listeners as learning

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "bloei"
FREE = {"tests", "migrations", "vendor"}
# Besides actions, these write, and say why: all of them inside an action or a job that records.
WRITERS = {
    "budgets/books/accounts.py": "an account is opened when the first movement needs it",
    "budgets/apps.py": "rights and triggers, after migrating",
    "budgets/applications/steps.py": "the steps of an application, which several actions take",
    "budgets/applications/conversion_steps.py": "a step of a decision about a conversion",
    "budgets/granting/opening.py": "opening balances, carried out by the action that confirms them",
    "budgets/books/reservations.py": "what the ledger keeps beside a movement",
    "budgets/reckoning/standing.py": "floors of accounts, by the nightly run",
    "conversations/viewing.py": "who looked at a conversation is noted by looking",
    "learning/catalogue.py": "providers and skills that an offer names for the first time",
    "people/ending.py": "dated rows are cut by several actions",
    "people/entry_codes.py": "codes and sessions, by actions about coming in",
    "people/erasure.py": "rows of who is erased, by the nightly run that records it",
    "people/rebuilding.py": "the tables of today, by the actions that change the tree",
    "people/throttle.py": "how often somebody tried to come in: a counter",
    "planning/blocks/steps.py": "the steps of a block, which several actions take",
}
SAYS_NOTHING = {"utils", "helpers", "common", "services", "managers", "misc", "base", "part2"}


def modules(*, tests: bool = False) -> list[Path]:
    found = sorted(PACKAGE.rglob("*.py"))
    return [path for path in found if tests or not FREE & set(path.parts)]


def named(paths) -> list:
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in paths]


def room_of(path: Path) -> str:
    """Return the room of a file: `integrations/hr_import` is one of its own."""
    first, *rest = path.relative_to(PACKAGE).parts
    return f"{first}.{rest[0]}" if first == "integrations" and len(rest) > 1 else first


def kind_of(path: Path) -> str:
    """Return the kind of file: `actions/persons.py` is of the kind actions.

    A file in the folder of a subject (`books/ledger.py`) may do what a subject beside it may.
    """
    inside = path.relative_to(PACKAGE).parts[room_of(path).count(".") + 1 :]
    return inside[0].removesuffix(".py") if inside else path.stem


def foreign_models(tree, owner: str) -> set[str]:
    """Return the names of the tables of other rooms that a module knows."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bloei."):
            inside = (node.module or "").removeprefix("bloei.")
            if "models" in inside.split(".") and not inside.startswith(f"{owner}."):
                found |= {alias.asname or alias.name for alias in node.names}
    return found


def unmarked_writes(path: Path, source: str) -> list[str]:
    """Return where a file writes that is no file of actions, outside what is part of an action."""
    if room_of(path) == "foundation" or kind_of(path) == "actions":
        return []
    return [f"{path}:{one.line} {one.function}" for one in writes(source) if not one.is_marked]


@pytest.mark.parametrize("path", named(modules()))
def test_only_the_owner_writes_rows(path):
    source = path.read_text()
    foreign = foreign_models(ast.parse(source), room_of(path))
    found = [one for one in writes(source) if one.model in foreign]
    assert not found, f"{path}: call the owner's actions instead"


def test_only_actions_write():
    found = {
        str(path.relative_to(PACKAGE))
        for path in modules()
        if unmarked_writes(path, path.read_text())
    }
    assert found == WRITERS.keys(), "a verb of actions.py should"


@pytest.mark.parametrize(
    "line",
    [
        "Offer.objects.create(title='x')",
        "Offer.objects.filter(pk=1).update(title='x')",
        "offer.save()",
        "offer.delete()",
        "cursor.execute('update learning_offer set title = 1')",
    ],
)
@pytest.mark.parametrize("place", ["learning/views/mine.py", "integrations/hr_import/views.py"])
def test_a_write_outside_an_action_would_be_seen(place, line):
    source = f"def show(request):\n    {line}\n"
    assert unmarked_writes(PACKAGE / place, source)
    assert not unmarked_writes(PACKAGE / place, f"@part_of_an_action\n{source}")


def without_the_mark(source: str) -> list[str]:
    """Return the public functions of a file of actions that are no action."""
    return [
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        and "action" not in {ast.unparse(mark).split("(")[0] for mark in node.decorator_list}
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path", named(p for p in modules() if kind_of(p) == "actions" and room_of(p) != "foundation")
)
def test_every_public_function_of_actions_is_an_action(path):
    assert without_the_mark(path.read_text()) == []


def test_an_action_without_the_mark_would_be_seen():
    assert without_the_mark("def pay(*, by): ...") == ["pay"]
    assert without_the_mark("@action(creates=Entry)\ndef pay(*, by): ...") == []


@pytest.mark.parametrize("path", named(modules(tests=True)))
def test_files_stay_readable(path):
    most = 800 if "tests" in path.parts else 400
    if "migrations" in path.parts:
        return
    assert len(path.read_text().splitlines()) <= most, f"{path} is a chapter too long"


@pytest.mark.parametrize("path", named(modules()))
def test_functions_stay_readable(path):
    too_long = {name: n for name, n in lengths(path.read_text()).items() if n > 60}
    assert not too_long, f"{path}: {too_long}"


# Longer than the house warns about (tests/lengths.py). How many there may be only goes down: who
# makes one shorter lowers the number, and a new one is paid for by making another shorter.
MOST_LONG_FUNCTIONS, MOST_LONG_MODULES = 24, 71


def held(found: list[str], most: int) -> None:
    """Refuse more than there may be; and a number that could be lower, or it would grow back."""
    assert len(found) <= most, f"make one shorter: {found}"
    assert len(found) >= most, f"lower the number to {len(found)}, so that it stays so"


def test_the_tail_of_long_functions_and_modules_only_gets_shorter():
    sources = {str(path.relative_to(PACKAGE)): path.read_text() for path in modules()}
    held(long_functions(sources), MOST_LONG_FUNCTIONS)
    held(long_modules(sources), MOST_LONG_MODULES)


def test_one_long_function_or_module_more_would_be_seen():
    short, long = "def f():\n" + "    f()\n" * 29, "def g():\n" + "    g()\n" * 30
    assert long_functions({"a.py": short, "b.py": long}) == ["b.py:1 g has 31 lines"]
    assert long_modules({"a.py": "x = 1\n" * 200, "b.py": "x = 1\n" * 201}) == ["b.py"]
    for most in (0, 2):
        with pytest.raises(AssertionError):
            held(["b.py"], most)


@pytest.mark.parametrize("path", named(sorted(PACKAGE.rglob("templates/**/*.html"))))
def test_templates_stay_readable_and_keep_the_content_policy(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 160, f"{path} is too long"
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"", text), (
        f"{path} has inline script or style"
    )


def test_no_file_has_a_name_that_says_nothing():
    bad = [path for path in modules() if path.stem in SAYS_NOTHING]
    assert not bad


FETCHES = re.compile(
    r"^\s*(?:import|from) (?:http\.client|urllib\.request|urllib3|requests|httpx)", re.M
)
# The one safe way, and the demo that looks whether its own page answers.
MAY_FETCH = {"foundation/fetching.py", "command/demo.py"}


def test_an_address_is_fetched_in_one_way_only():
    found = {
        str(path.relative_to(PACKAGE)) for path in modules() if FETCHES.search(path.read_text())
    }
    assert found == MAY_FETCH


# Found by name at the top of a room, or kept together there: a subject has none of its own.
ONCE_A_ROOM = {
    "access", "actions", "commands", "demo", "events", "forms", "jobs", "listeners", "messages",
    "message_kinds", "models", "nudges", "panels", "privacy", "queries", "urls", "views",
}  # fmt: skip


def kinds_inside(subject: str) -> set[str]:
    """Return the files of a subject's folder that belong at the top of its room."""
    return ONCE_A_ROOM & {name for _, name, _ in iter_modules(import_module(subject).__path__)}


@pytest.mark.parametrize("subject", list(subjects()))
def test_a_subject_says_what_it_is_for_and_leaves_the_kinds_to_its_room(subject):
    assert import_module(subject).__doc__
    assert not kinds_inside(subject)


def test_a_kind_in_the_folder_of_a_subject_would_be_seen():
    assert {"models", "actions"} <= kinds_inside("bloei.budgets")


# Said in one place: what a toast looks like and how it is taken back is no business of a page.
SAYS_DONE = re.compile(r"\bmessages\.success\(")
# A code that an agreement waits for (`rules.when_done`); the example of a docstring is no code.
WATCHED = re.compile(r"f\"[^\"]*\}:(?:done|decided)\"")


def test_done_is_said_in_one_way():
    found = [path for path in modules() if SAYS_DONE.search(path.read_text())]
    assert found == [PACKAGE / "foundation" / "toasts.py"]


def test_what_an_agreement_waits_for_is_named_by_the_room_where_it_happens():
    found = {str(p.relative_to(PACKAGE)) for p in modules() if WATCHED.search(p.read_text())}
    assert found == {"learning/rules.py", "budgets/rules.py", "planning/rules.py"}


def test_no_model_has_logic_in_save_and_no_room_uses_signals():
    for path in modules():
        text = path.read_text()
        if kind_of(path) == "models":
            assert "def save(" not in text, path
        # After migrating, rights and shipped data are brought in: that is no business process.
        start = path.stem == "apps"
        for names in re.findall(r"from django\.(?:db|core|dispatch)\S* import (.+)", text):
            signals = set(re.findall(r"\b(?:pre|post)_\w+|m2m_changed|receiver|Signal\b", names))
            assert signals <= ({"post_migrate"} if start else set()), path


def our_models() -> list:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("bloei.") and not model._meta.auto_created
    ]


def test_every_model_stands_in_the_glossary():
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    missing = [m.__name__ for m in our_models() if f"`{m.__name__}`" not in glossary]
    assert not missing, f"add to docs/glossary.md: {missing}"


def test_every_personal_field_is_registered():
    from bloei.foundation.privacy import unregistered

    missing = unregistered(our_models())
    assert not missing, f"add to privacy.py of the room: {missing}"


def test_a_field_that_nobody_registered_would_be_seen(monkeypatch):
    from bloei.foundation import privacy

    monkeypatch.setattr(privacy, "register", list)
    assert set(privacy.unregistered(our_models())) >= {"people.Person", "foundation.Mail"}


def test_two_permissions_cannot_share_a_name():
    from bloei.foundation.access import Permission
    from bloei.people.access import SEE_PERSON

    with pytest.raises(ValueError, match=SEE_PERSON.name):
        Permission(SEE_PERSON.name, path="", reach={})


def never_asked(sources: dict[str, str]) -> set[str]:
    """Return the permissions of these files (by name) that no line of another file asks."""
    made = {
        (name, file)
        for file, text in sources.items()
        for name in re.findall(r"^([A-Z_]+) = Permission\(", text, re.M)
    }
    return {
        name
        for name, file in made
        if not any(re.search(rf"\b{name}\b", text) for at, text in sources.items() if at != file)
        and len(re.findall(rf"\b{name}\b", sources[file])) == 1
    }


def test_every_permission_that_the_works_council_reads_is_asked_somewhere():
    assert never_asked({str(path): path.read_text() for path in modules()}) == set()


def test_a_permission_that_nobody_asks_would_be_seen():
    made = {"access.py": "SEE = Permission(\nDO = Permission("}
    assert never_asked(made | {"views.py": "SEE.require(me)"}) == {"DO"}


def all_events() -> list[type[Event]]:
    return [
        value
        for module in discover("events")
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Event) and value is not Event
    ]


def unheard(found: Iterable[type[Event]]) -> set[str]:
    """Return the events that are told to nobody: a room that needs one makes it."""
    return {one.__name__ for one in set(found) - {*wiring.TOGETHER, *wiring.AFTERWARDS}}


def test_every_event_is_heard_by_somebody():
    assert unheard(all_events()) == set()


def test_an_event_that_nobody_hears_would_be_seen():
    nobody = type("SomethingHappened", (Event,), {})
    assert unheard([*all_events(), nobody]) == {"SomethingHappened"}
    assert AgreementDone in all_events()


def test_events_go_round_in_no_circle():
    """A listener that publishes what leads back to itself would never end."""
    assert circles(wiring.TOGETHER, wiring.AFTERWARDS) == []


def test_a_circle_would_be_seen():
    going_round = {AgreementDone: [learning.tick_agreements]}
    assert circles(wiring.AFTERWARDS, going_round) == ["AgreementDone"]
    by_another = {AgreementDone: [budgets.refresh_nudges, learning.tick_agreements]}
    assert circles(by_another) == ["AgreementDone"]


# The reckoning of these is always said with its room, as in `cao.Scheme`: the book of the law and
# the plan on paper have words of their own.
ON_PAPER = {"cao", "solver"}
# Every room has its own course of things, said as `State` of its rules, and its own kinds.
IN_EVERY_ROOM = {"State", "Kind"}


def class_names(sources: dict[str, str]) -> list[str]:
    """Return what every class is called; a refusal is named where it is raised, so not those."""
    return [
        node.name
        for text in sources.values()
        for node in ast.parse(text).body
        if isinstance(node, ast.ClassDef)
        and not node.name.startswith("_")
        and not re.search(r"Exception|Error\b|NotPossible", " ".join(map(ast.unparse, node.bases)))
    ]


def said_twice(sources: dict[str, str]) -> set[str]:
    return {name for name, times in Counter(class_names(sources)).items() if times > 1}


def test_a_word_means_one_thing():
    sources = {
        str(path): path.read_text()
        for path in modules()
        if not ON_PAPER & set(path.parts) and "commands" not in path.parts
    }
    assert said_twice(sources) <= IN_EVERY_ROOM


def test_a_word_for_two_things_would_be_seen():
    assert said_twice({"a.py": "class AskForm: ...", "b.py": "class AskForm: ..."}) == {"AskForm"}
    assert said_twice({"a.py": "class AskForm: ...", "b.py": "class InviteForm: ..."}) == set()
