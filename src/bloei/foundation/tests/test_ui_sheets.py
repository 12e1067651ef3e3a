"""The style sheet: many files here, one for the browser, and small enough."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile

from bloei.foundation import icons, ui, vendor

FOUNDATION = Path(ui.__file__).parent
TEMPLATES = sorted(FOUNDATION.parent.rglob("templates/**/*.html"))


def test_every_style_sheet_has_a_place_in_the_order():
    assert not ui.unplaced()
    assert len(set(ui.ORDER)) == len(ui.ORDER)


def test_the_order_of_the_layers_is_said_first():
    layers = "@layer reset,tokens,base,layout,components,utilities;"
    assert ui.joined().startswith(layers)


def test_squeezing_leaves_texts_and_meaning_alone():
    css = (
        '/* gone */ .a > .b , .c { content: "a  ;  b" ; color : red; }\n'
        "@media (min-width: 1px) { .d { margin: 0 } }"
    )
    squeezed = ui.squeezed(css)
    assert '"a  ;  b"' in squeezed
    assert "gone" not in squeezed
    assert ".a>.b,.c{" in squeezed
    assert squeezed.endswith("@media (min-width:1px){.d{margin:0}}")


def test_a_first_visit_stays_under_ninety_kilobytes():
    own = [ui.joined().encode(), (FOUNDATION / "static/foundation/page.js").read_bytes()]
    packed = sum(len(gzip.compress(content, 9)) for content in own)
    font = (vendor.FOLDER / "inter-5.3.0/inter-latin.woff2").stat().st_size
    assert packed < 22_000
    # What is left is for the page itself; htmx comes only where a page moves.
    assert packed + font < 72_000


def test_the_joined_sheet_is_found_like_any_static_file():
    found = finders.find(ui.JOINED)
    assert found
    assert Path(found).read_text() == ui.joined()


def test_all_that_the_sheet_refers_to_exists():
    for path in re.findall(r'url\("([^"]+)"\)', ui.joined()):
        assert (FOUNDATION / "static/ui" / path).resolve().exists(), path


def test_vendored_files_are_what_vendor_toml_says():
    vendor.verify()


def test_together_the_vendored_files_stay_under_two_megabytes():
    assert sum(path.stat().st_size for path in vendor.FOLDER.rglob("*") if path.is_file()) < 2**21


def test_every_icon_that_a_template_names_is_in_the_sprite():
    for path in TEMPLATES:
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text()):
            assert name in icons.drawings(), f"{path.name}: {name}"


def test_no_template_has_inline_style_or_script():
    for path in TEMPLATES:
        if "mail" in path.parts or path.name.startswith("mail"):
            continue  # a mail has no style sheet
        text = path.read_text()
        assert not re.search(r"\sstyle=|<style|\son\w+=\"", text), path
        for script in re.findall(r"<script[^>]*>", text):
            assert " src=" in script, path


def test_a_sprite_holds_symbols_only():
    drawn = vendor.sprite({"dot": '<!-- x --><svg class="a">\n  <path d="M1 1" />\n</svg>'})
    assert '<symbol id="dot" viewBox="0 0 24 24"><path d="M1 1"/></symbol>' in drawn


def test_what_a_module_of_ours_imports_gets_its_hash_too(tmp_path):
    """Else a browser would keep an old module for a new page."""
    names = [
        "foundation/kept.js",
        "foundation/sending.js",
        "planning/offline.js",
        "planning/answers.js",
    ]
    sources = ui.HashedStorage(location=tmp_path, base_url="/static/")
    for name in names:
        sources.save(name, ContentFile(Path(finders.find(name)).read_bytes()))
    paths = {name: (sources, name) for name in names}
    assert not [
        told for *_names, told in sources.post_process(paths) if isinstance(told, Exception)
    ]
    script, later = (sources.open(sources.stored_name(name)).read().decode() for name in names[2:])
    for name in names[:2]:
        hashed = Path(sources.stored_name(name)).name
        assert f'from "../foundation/{hashed}";' in script
        assert f'import("../foundation/{hashed}")' in later
        assert hashed != Path(name).name
