"""Promises about the house that an import linter cannot keep."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "bloei"
FREE = {"tests", "migrations", "vendor"}
WRITES = {
    "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "update", "delete",
}  # fmt: skip
READERS = {
    "views", "forms", "queries", "panels", "nudges", "rules", "access", "urls", "api", "commands",
    "jobs", "demo", "privacy", "models", "events",
}  # fmt: skip
SAYS_NOTHING = {"utils", "helpers", "common", "services", "managers", "misc", "base", "part2"}


def modules(*, tests: bool = False) -> list[Path]:
    found = sorted(PACKAGE.rglob("*.py"))
    return [path for path in found if tests or not FREE & set(path.parts)]


def named(paths) -> list:
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in paths]


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def kind_of(path: Path) -> str:
    """Return the kind of file: `actions/persons.py` is of the kind actions."""
    inside = path.relative_to(PACKAGE).parts[1:]
    return inside[0].removesuffix(".py") if inside else path.stem


def foreign_models(tree, owner):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bloei."):
            module = node.module.split(".")
            if module[1] != owner and module[-1] == "models":
                yield from (alias.asname or alias.name for alias in node.names)


def root_name(node):
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return getattr(node, "id", None)


def writes(tree):
    """Yield calls such as Thing.objects.filter(...).update(...)."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in WRITES and "objects" in ast.unparse(node.func):
            yield node


@pytest.mark.parametrize("path", named(modules()))
def test_only_the_owner_writes_rows(path):
    tree = ast.parse(path.read_text())
    foreign = set(foreign_models(tree, room_of(path)))
    for node in writes(tree):
        assert root_name(node.func) not in foreign, (
            f"{path}:{node.lineno} call the owner's actions instead"
        )


@pytest.mark.parametrize(
    "path", named(p for p in modules() if kind_of(p) in READERS and room_of(p) != "foundation")
)
def test_only_actions_write(path):
    tree = ast.parse(path.read_text())
    for node in writes(tree):
        pytest.fail(f"{path}:{node.lineno} writes; a verb of actions.py should")


@pytest.mark.parametrize(
    "path", named(p for p in modules() if kind_of(p) == "actions" and room_of(p) != "foundation")
)
def test_every_public_function_of_actions_is_an_action(path):
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            marks = {ast.unparse(mark).split("(")[0] for mark in node.decorator_list}
            assert "action" in marks, f"{path}:{node.lineno} {node.name} has no @action"


def test_an_action_without_the_mark_would_be_seen():
    tree = ast.parse("def pay(*, by): ...")
    marks = [node.decorator_list for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert marks == [[]]


@pytest.mark.parametrize("path", named(modules(tests=True)))
def test_files_stay_readable(path):
    most = 800 if "tests" in path.parts else 400
    if "migrations" in path.parts:
        return
    assert len(path.read_text().splitlines()) <= most, f"{path} is a chapter too long"


@pytest.mark.parametrize("path", named(modules()))
def test_functions_stay_readable(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.lineno + 1
            assert lines <= 60, f"{path}:{node.lineno} {node.name} has {lines} lines"


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


def test_events_go_round_in_no_circle():
    """A listener that publishes what leads back to itself would never end."""
    from bloei.wiring import TOGETHER

    after = {event: _published_by(listeners) for event, listeners in TOGETHER.items()}
    for start, first in after.items():
        seen, ahead = set(), set(first)
        while ahead:
            event = ahead.pop()
            assert event is not start, f"{start.__name__} leads to itself"
            if event not in seen:
                seen.add(event)
                ahead |= after.get(event, set())


def _published_by(listeners) -> set:
    import inspect

    from bloei.foundation.events import Event

    kinds = {kind.__name__: kind for kind in Event.__subclasses__()}
    found = set()
    for listener in listeners:
        source = inspect.getsource(inspect.getmodule(listener))
        found |= {
            kinds[n] for n in re.findall(r"publish\(\s*(?:\w+\.)?(\w+)\(", source) if n in kinds
        }
    return found
