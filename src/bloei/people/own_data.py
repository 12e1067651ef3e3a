"""Everything Bloei keeps of one person, as a file: made from the privacy registers of all rooms."""

import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _

from bloei.foundation import files
from bloei.foundation.models import StoredFile
from bloei.foundation.privacy import Personal, register
from bloei.people.models import Person


def as_zip(person: Person) -> bytes:
    """Return a zip: a readable overview, a JSON file per kind of data, and the own proofs."""
    stream = io.BytesIO()
    with (
        translation.override(person.language),
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        overview = [_("Everything that Bloei keeps of %(name)s.") % {"name": person.full_name}, ""]
        seen: Counter[str] = Counter()
        added: set[int] = set()
        for entry, rows in kept(person):
            added |= _files_of(entry.model, rows)
            if entry.when_taken:
                entry.when_taken(person, rows)
            name = str(entry.model._meta).replace(".", "-")
            # A model can be about a person in two ways: as who leads and as who stands in.
            seen[name] += 1
            name += f"-{seen[name]}" if seen[name] > 1 else ""
            archive.writestr(f"{name}.json", _json(entry, rows))
            overview += [f"{name}.json: {len(rows)}", f"  {entry.purpose}", f"  {entry.keep}", ""]
        for stored in StoredFile.objects.filter(pk__in=added).order_by("pk"):
            if files.path_of(stored).exists():
                archive.write(files.path_of(stored), f"files/{stored.pk}-{stored.name}")
        archive.writestr("README.txt", "\n".join(overview))
    return stream.getvalue()


def kept(person: Person) -> Iterator[tuple[Personal, list[Model]]]:
    """Return per registered kind of data the rows about this person."""
    for entry in register():
        if isinstance(entry, Personal) and entry.taken_along:
            everything = entry.model._base_manager
            rows = everything.filter(**{entry.person: person.pk})
            if found := list(rows.distinct().order_by("pk")):
                yield entry, found


def _files_of(model: type[Model], rows: list[Model]) -> set[int]:
    """Return the files (ids) with which these rows prove something about the person.

    Never what somebody only brought in for others: a roster, balances, a file of HR.
    """
    proofs = StoredFile.objects.filter(purpose__in=files.ABOUT_ONESELF)
    columns = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return {
        pk
        for column in columns
        if column.related_model is StoredFile
        for pk in proofs.filter(
            pk__in=model._base_manager.filter(pk__in=[row.pk for row in rows])
            .exclude(**{column.name: None})
            .values(column.name)
        ).values_list("pk", flat=True)
    }


def _json(entry: Personal, rows: list[Model]) -> str:
    told = {str(name): str(words) for name, words in entry.words.items()}
    written = {
        "what": told,
        "purpose": str(entry.purpose),
        "kept": str(entry.keep),
        "rows": [{name: _value(row, name) for name in entry.fields} for row in rows],
    }
    return json.dumps(written, cls=Encoder, ensure_ascii=False, indent=1)


def _value(row: Model, name: str):
    column = row._meta.get_field(name)
    if column.is_relation:
        related = getattr(row, name)
        return None if related is None else str(related)
    return getattr(row, name)


class Encoder(DjangoJSONEncoder):
    """Writes ranges of days and anything else as words."""

    def default(self, o):
        try:
            return super().default(o)
        except TypeError:
            return str(o)
