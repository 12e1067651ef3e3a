"""Catalogues of translations: one per room, extracted, completed and joined into one.

A msgid is English, its translation is Dutch. Reading and joining need no gettext tools.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

from bloei.foundation.rooms import ROOMS

LANGUAGE = "nl"
TEMPLATES = {".html", ".txt"}
LEFT_OUT = {"tests", "migrations", "locale", "static"}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACES = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
HEADER = {
    "Project-Id-Version": "bloei",
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


@dataclass(frozen=True, order=True)
class Message:
    """A text on screen: its English, and its plural and context where it has them."""

    msgid: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.msgid


@dataclass
class Report:
    """What is wrong with the catalogue of a room; each line is one msgid."""

    missing: list[str] = field(default_factory=list)
    fuzzy: list[str] = field(default_factory=list)
    obsolete: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.missing or self.fuzzy or self.obsolete or self.broken)


def rooms() -> dict[str, Path]:
    """Return the folder of every room, by the name one types ("budgets", "hr_import")."""
    found = {}
    for room in ROOMS:
        spec = find_spec(room)
        if spec and spec.origin:
            found[room.rpartition(".")[2]] = Path(spec.origin).parent
    return found


def catalogue_of(folder: Path) -> Path:
    return folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def extracted(folder: Path) -> set[Message]:
    """Return every text of a room that is meant for the screen."""
    found: dict[tuple[str, str], Message] = {}
    for path in _sources(folder):
        for message in _messages_in(path):
            if message.key not in found or message.plural:
                found[message.key] = message
    return set(found.values())


def update(folder: Path, *, prune: bool = False) -> Report:
    """Bring the catalogue of a room in line with its sources; writes only what changed.

    Translations that are no longer used are kept as obsolete until `prune`, because a
    colleague may be about to use them.
    """
    path = catalogue_of(folder)
    wanted = {message.key: message for message in extracted(folder)}
    if not wanted and not path.exists():
        return Report()
    catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
    catalogue.wrapwidth = 100
    catalogue.metadata = HEADER
    before = str(catalogue)
    for entry in list(catalogue):
        entry.obsolete = _key(entry) not in wanted
        if entry.obsolete and prune:
            catalogue.remove(entry)
    present = {_key(entry) for entry in catalogue}
    for key in sorted(wanted.keys() - present):
        catalogue.append(_empty(wanted[key]))
    if str(catalogue) != before or not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
    return check(folder)


def check(folder: Path) -> Report:
    """Compare the catalogue of a room with its sources; writes nothing."""
    report = Report()
    path = catalogue_of(folder)
    wanted = {message.key: message for message in extracted(folder)}
    catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
    seen = set()
    for entry in catalogue:
        key = _key(entry)
        if key not in wanted or entry.obsolete:
            report.obsolete.append(entry.msgid)
            continue
        seen.add(key)
        if entry.fuzzy:
            report.fuzzy.append(entry.msgid)
        elif not _complete(entry, wanted[key]):
            report.missing.append(entry.msgid)
        elif not _same_places(entry):
            report.broken.append(entry.msgid)
    report.missing += sorted(msgid for _context, msgid in wanted.keys() - seen)
    return report


def contradictions() -> list[str]:
    """Return every msgid that two rooms translate differently, with both translations."""
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    found = []
    for room, entry in _translated():
        key, said = _key(entry), _said(entry)
        first_room, first_said = seen.setdefault(key, (room, said))
        if first_said != said:
            found.append(f"{entry.msgid!r}: {first_room} {first_said!r}, {room} {said!r}")
    return found


def in_two_forms(folders: Iterable[Path] | None = None) -> list[str]:
    """Return every msgid that is said alone in one place and counted (ngettext) in another.

    The joined catalogue keeps only the counted one, in which an older Python (3.11.2) does not
    find the text alone: there it would be said in English.
    """
    alone: dict[tuple[str, str], Path] = {}
    counted: dict[tuple[str, str], Path] = {}
    for folder in rooms().values() if folders is None else folders:
        for path in _sources(folder):
            for message in _messages_in(path):
                (counted if message.plural else alone).setdefault(message.key, path)
    return [
        f"{key[1]!r}: alone in {alone[key].name}, counted in {counted[key].name}"
        for key in sorted(alone.keys() & counted.keys())
    ]


def compile_into(folder: Path) -> Path:
    """Join the catalogues of all rooms and write what Django reads; returns the file."""
    joined = Catalog(locale=LANGUAGE)
    for _room, entry in _translated():
        plural = bool(entry.msgid_plural)
        msgid = (entry.msgid, entry.msgid_plural) if plural else entry.msgid
        text = tuple(entry.msgstr_plural[n] for n in (0, 1)) if plural else entry.msgstr
        joined.add(msgid, text, context=entry.msgctxt)
    target = folder / LANGUAGE / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    write_mo(written, joined)
    draft = target.with_suffix(".new")
    draft.write_bytes(written.getvalue())
    draft.replace(target)
    return target


def is_compiled_in(folder: Path) -> bool:
    """Tell whether what Django reads is there, and newer than every catalogue."""
    target = folder / LANGUAGE / "LC_MESSAGES" / "django.mo"
    if not target.exists():
        return False
    paths = [path for one in rooms().values() if (path := catalogue_of(one)).exists()]
    return target.stat().st_mtime >= max(path.stat().st_mtime for path in paths)


def read_anew() -> None:
    """Let this process take over what was compiled since it first translated something."""
    translation_file_changed(None, Path("django.mo"))


def _sources(folder: Path) -> Iterator[Path]:
    others = {path for path in rooms().values() if path != folder}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        ours = not LEFT_OUT & set(inside) and not others & set(path.parents)
        if ours and path.suffix in TEMPLATES | {".py"}:
            yield path


def _messages_in(path: Path) -> Iterator[Message]:
    source = path.read_text(encoding="utf-8")
    if path.suffix in TEMPLATES:
        # What is left of a template are calls and filler; its indentation means nothing.
        lines = templatize(source, origin=str(path)).splitlines()
        source = "\n".join(line.strip() for line in lines)
    file = BytesIO(source.encode())
    for _line, said, _comments, context in extract("python", file, keywords=KEYWORDS):
        parts = said if isinstance(said, tuple) else (said,)
        if parts[0]:
            yield Message(parts[0], parts[1] if len(parts) > 1 else "", context or "")


def _empty(message: Message) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.msgid, msgctxt=message.context or None)
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {0: "", 1: ""}
    return entry


def _key(entry: polib.POEntry) -> tuple[str, str]:
    """Return what `Message.key` is for a text in a source."""
    return entry.msgctxt or "", entry.msgid


def _complete(entry: polib.POEntry, wanted: Message) -> bool:
    if wanted.plural:
        return len(entry.msgstr_plural) == 2 and all(entry.msgstr_plural.values())
    return bool(entry.msgstr)


def _same_places(entry: polib.POEntry) -> bool:
    """Tell whether the translation fills in the same things as the English does."""
    allowed = set(_PLACES.findall(entry.msgid + entry.msgid_plural))
    needed = set(_PLACES.findall(entry.msgid_plural or entry.msgid))
    texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
    return set(_PLACES.findall(texts[-1])) == needed and all(
        set(_PLACES.findall(text)) <= allowed for text in texts
    )


def _said(entry: polib.POEntry) -> str:
    return " | ".join(entry.msgstr_plural.values()) if entry.msgid_plural else entry.msgstr


def _translated() -> Iterator[tuple[str, polib.POEntry]]:
    for room, folder in rooms().items():
        path = catalogue_of(folder)
        if path.exists():
            for entry in polib.pofile(str(path)):
                if entry.translated() and not entry.obsolete:
                    yield room, entry
