"""The name, colour and logo of the organisation, and how a logo becomes safe to show.

A logo is read by its content and drawn anew as PNG, so nothing that somebody hid in the file
gets out. SVG is refused: it can hold script.
"""

from io import BytesIO
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from PIL import Image, UnidentifiedImageError

from bloei.foundation import audit, files, theme
from bloei.foundation.actions import action
from bloei.foundation.models import Appearance

OWN_COLOUR = "#0b4a38"  # Bloei's green
PURPOSE = "logo"
MOST_BYTES = 2 * files.MEGABYTE
MOST_PIXELS = 30_000_000
WIDEST, HIGHEST = 640, 240  # pixels kept: twice what the largest place shows
KINDS = {"PNG", "JPEG", "WEBP"}


@action
def change_appearance(*, name: str, accent: str, by) -> Appearance:
    """Change the name and the colour ("" for Bloei's own). Raises NotAColour or TooPale."""
    if accent:
        theme.leaf_tokens(accent)
    row = _locked()
    changed = [
        field
        for field, value in (("name", name), ("accent", accent.lower()))
        if getattr(row, field) != value
    ]
    row.name, row.accent = name, accent.lower()
    row.save(update_fields=["name", "accent"])
    audit.record("appearance.changed", row, by=by, fields=changed)
    return row


@action(creates=Appearance)
def place_logo(*, upload: UploadedFile, key: str, by) -> Appearance:
    """Show a picture as the logo from now on. Raises files.Refused."""
    drawn = SimpleUploadedFile("logo.png", drawn_anew(upload), content_type="image/png")
    row = _locked()
    earlier = row.logo
    row.logo = files.store(drawn, purpose=PURPOSE, by=by, kinds=("image/png",))
    row.save(update_fields=["logo"])
    if earlier:
        files.discard(earlier)
    audit.record("appearance.logo_placed", row, by=by)
    return row


@action
def remove_logo(*, by) -> Appearance:
    """Show the leaf of Bloei again."""
    row = _locked()
    earlier, row.logo = row.logo, None
    row.save(update_fields=["logo"])
    if earlier:
        files.discard(earlier)
    audit.record("appearance.logo_removed", row, by=by)
    return row


def _locked() -> Appearance:
    Appearance.objects.get_or_create(pk=1, defaults={"name": "Bloei"})
    return Appearance.objects.select_for_update(of=("self",)).select_related("logo").get(pk=1)


def drawn_anew(upload: UploadedFile) -> bytes:
    """Return a picture as PNG of at most 640 by 240. Raises files.Refused("large" or "kind")."""
    if not upload.size:
        raise files.Refused("empty")
    if upload.size > MOST_BYTES:
        raise files.Refused("large")
    try:
        with Image.open(upload, formats=sorted(KINDS)) as picture:
            # The size stands in the head of the file: looked at before anything is unpacked.
            if picture.width * picture.height > MOST_PIXELS:
                raise files.Refused("large")
            drawn = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise files.Refused("kind") from None
    drawn.thumbnail((WIDEST, HIGHEST))
    target = BytesIO()
    drawn.save(target, "PNG", optimize=True)
    return target.getvalue()


def logo_path(row: Appearance) -> Path | None:
    """Return where the logo is kept, if there is one."""
    return files.path_of(row.logo) if row.logo else None
