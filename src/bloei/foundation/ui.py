"""The style sheet is many small files here and one file for the browser.

Also decides how an input of a form is drawn.
"""

import re
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage
from django.forms.boundfield import BoundField
from whitenoise.storage import CompressedManifestStaticFilesStorage

from bloei.foundation import fields

FOLDER = Path(__file__).parent / "static" / "ui"
JOINED = "ui/bloei.css"
# The order matters where two components of one layer meet: what comes later wins.
ORDER = (
    "tokens",
    "fonts",
    "base",
    "layout",
    "avatar",
    "badge",
    "bottom-bar",
    "button",
    "card",
    "chart",
    "chip",
    "dialog",
    "empty",
    "field",
    "form",
    "list",
    "meter",
    "nav",
    "notice",
    "offer",
    "pagination",
    "progress",
    "quote",
    "stat",
    "stepper",
    "table",
    "tabs",
    "timeline",
    "toast",
    "week",
    "mark",
    "board",
    "tags",
    "plot",
    "agenda",
    "decision",
    "difference",
    "entrance",
    "lots",
    "pack",
    "reasons",
    "route",
    "talk",
    "tree",
    "verdict",
    "menu",
    "upload",
    "error",
    "letter",
    "account",
    "nudge",
    "house-style",
    "motion",
)
IMPORTED = (
    (
        r"""(?P<matched>import(?P<names>[^;"']*?)from\s*["'](?P<url>\.[^"']*)["'];)""",
        'import%(names)sfrom "%(url)s";',
    ),
    (r"""(?P<matched>import\(["'](?P<url>\.[^"']*)["']\))""", 'import("%(url)s")'),
)
_STRING = re.compile(r'("[^"]*")')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AROUND = re.compile(r"\s*([{};,>])\s*")
_BLANK = re.compile(r"\s+")


def sheets() -> list[Path]:
    """Return the files of the style sheet in their order; one without a place comes last."""
    present = {
        path.stem: path for path in [*FOLDER.glob("*.css"), *FOLDER.glob("components/*.css")]
    }
    return [present[name] for name in [*ORDER, *unplaced()] if name in present]


def unplaced() -> list[str]:
    """Return the style sheets that ORDER forgets; a test wants none."""
    present = [*FOLDER.glob("*.css"), *FOLDER.glob("components/*.css")]
    return sorted({path.stem for path in present} - set(ORDER))


def joined() -> str:
    """Return the style sheet as the browser gets it: one text, without comments and blanks."""
    return "".join(squeezed(path.read_text()) for path in sheets())


def squeezed(css: str) -> str:
    """Leave out what a browser does not need; texts between quotes stay as they are."""
    parts = _STRING.split(_COMMENT.sub("", css))
    for index in range(0, len(parts), 2):
        plain = _AROUND.sub(r"\1", _BLANK.sub(" ", parts[index]))
        parts[index] = plain.replace(": ", ":").replace(";}", "}")
    return "".join(parts).strip()


class JoinedFinder(BaseFinder):
    """Lets `static` and `collectstatic` find the joined style sheet, made when it is stale."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=settings.DATA / "joined")

    def find(self, path, find_all=False, **_others):
        found = [str(self._made())] if path == JOINED else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns):
        if not matches_patterns(JOINED, ignore_patterns or []):
            self._made()
            yield JOINED, self.storage

    def _made(self) -> Path:
        target = Path(self.storage.location) / JOINED
        newest = max(path.stat().st_mtime for path in [*sheets(), Path(__file__)])
        if not target.exists() or target.stat().st_mtime < newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(joined())
        return target


def rooms_with_scripts() -> list[str]:
    """Return the folders below which our own modules stand, such as "planning"."""
    return sorted({path.parent.name for path in FOLDER.parents[2].glob("*/static/*/*.js")})


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Names collected files after their content, so browsers may keep them for ever.

    Where nothing was collected (tests, development) the plain names hold.
    """

    manifest_strict = False
    # What our own modules import has a hash in its name too; those of others are not ours to read.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        *((f"{room}/*.js", IMPORTED) for room in rooms_with_scripts()),
    )

    def url(self, name, force=False):
        if not self.hashed_files:
            return FileSystemStorage.url(self, name)
        return super().url(name, force)


def kind(field: BoundField) -> str:
    """Return how a form field is drawn: cards, checks, check, switch, photo, file or text."""
    widget = field.field.widget
    kinds = (
        (forms.CheckboxSelectMultiple, "checks"),
        (forms.RadioSelect, "cards"),
        (fields.Switch, "switch"),
        (forms.CheckboxInput, "check"),
        (fields.Photo, "photo"),
        (forms.FileInput, "file"),
    )
    if field.is_hidden:
        return "hidden"
    return next((name for base, name in kinds if isinstance(widget, base)), "text")


def may_stay_empty(field: BoundField) -> bool:
    """Tell whether "optional" says something: not where an answer always stands there already."""
    asked = field.field
    if asked.required:
        return False
    if isinstance(asked.widget, forms.RadioSelect):  # one card is chosen already
        cards = {str(value) for value, _label in asked.widget.choices}
        return str(field.value() or "") not in cards
    if not isinstance(asked.widget, forms.Select):
        return True
    if isinstance(asked, forms.ModelChoiceField):  # its choices would be asked of the database
        return asked.empty_label is not None
    return any(value in {"", None} for value, _label in asked.widget.choices)


def widget(field: BoundField, attributes: dict) -> str:
    """Draw the input of a field with the class it needs; Django links hint and error to it."""
    drawn = kind(field)
    given = {name.replace("_", "-"): value for name, value in attributes.items()}
    if drawn == "text":
        own = field.field.widget.attrs.get("class", "")
        given["class"] = " ".join(filter(None, ["input", own, given.get("class")]))
        if field.field.widget.attrs.get("rows") == "10":  # what Django takes when nobody chose
            given.setdefault("rows", 3)
    if drawn == "switch":
        given["role"] = "switch"
    if drawn in {"file", "photo"}:
        given["class"] = "upload__input"
    return field.as_widget(attrs={**field.field.widget.attrs, **given})
