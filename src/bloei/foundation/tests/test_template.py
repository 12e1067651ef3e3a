"""The template of the test databases is made anew when what shapes it has changed."""

from bloei.foundation.tests import database


def test_the_template_depends_on_what_a_room_does_after_migrating():
    names = {"/".join(path.parts[-3:]) for path in database.shaping_files()}
    assert {"bloei/budgets/apps.py", "budgets/schemes/woondiensten.toml"} <= names
    assert {"bloei/foundation/grants.py", "budgets/migrations/0001_initial.py"} <= names


def test_a_changed_scheme_gets_a_template_of_its_own(monkeypatch, tmp_path):
    files = database.shaping_files()
    before = database._shape()
    changed = tmp_path / "woondiensten.toml"
    changed.write_text("another")
    others = [path for path in files if path.name != changed.name]
    monkeypatch.setattr(database, "shaping_files", lambda: [*others, changed])
    assert database._shape() != before
