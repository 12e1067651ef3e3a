"""A column whose text the database cannot read, and the row that such a column stands in."""

from dataclasses import dataclass
from typing import Any, cast

from django.apps import apps
from django.core import checks
from django.db import connection, models
from django.db.models.query_utils import DeferredAttribute

from bloei.foundation import encryption


@dataclass(frozen=True, repr=False)
class Sealed:
    """A text as it stands in the database; it shows nothing of itself."""

    closed: str

    def __repr__(self) -> str:
        return "(encrypted)"


class RowNumber(models.BigAutoField):
    """The number of a row, drawn before the row is written: what is sealed names its row."""

    def get_pk_value_on_save(self, _instance: models.Model) -> int:
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute("select nextval(pg_get_serial_sequence(%s, %s))", [table, self.column])
            return cursor.fetchone()[0]


class EncryptedRow(models.Model):
    """A row with encrypted columns."""

    id = RowNumber(primary_key=True)

    class Meta:
        abstract = True


class _Opened(DeferredAttribute):
    """Opens the text when it is read, not when its row is: a list that does not show it may live.

    It defines `__set__`, or the value of the instance would come before `__get__`.
    """

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            column = cast("EncryptedTextField", self.field)
            return encryption.unseal(value.closed, column.place_of(instance))
        return value

    def __set__(self, instance, value) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):
    """Text, sealed under a key outside the database and bound to its row (an EncryptedRow).

    It can be read and written through its row, and nothing else: no searching, no `update()`,
    and `values()` gives what shows nothing. An empty text is stored as it is.
    """

    descriptor_class = _Opened

    def place_of(self, row: models.Model) -> str:
        """Return what a text of this row is bound to."""
        if row.pk is None:
            raise ValueError("A text is sealed for a row that has its number.")
        return f"{row._meta.db_table}.{self.column}:{row.pk}"

    def from_db_value(self, value: str | None, _expression, _connection) -> Any:
        return Sealed(value) if value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002
        # Also what did not change is sealed anew: so nothing returns under a key of long ago.
        text = getattr(model_instance, self.attname)
        return Sealed(encryption.seal(text, self.place_of(model_instance))) if text else text

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Sealed):
            return value.closed
        if value:
            raise TypeError("An encrypted text is written by saving its row.")
        return value

    def get_lookup(self, lookup_name: str) -> Any:
        """Look at nothing but whether it is there: Django refuses the rest with a FieldError."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def value_to_string(self, obj: models.Model) -> str:
        """Let `dumpdata` write what the database holds."""
        kept = obj.__dict__.get(self.attname)
        return kept.closed if isinstance(kept, Sealed) else ""

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_row()]

    def _check_row(self) -> list[checks.CheckMessage]:
        found: list[checks.CheckMessage] = []
        if not isinstance(self.model._meta.pk, RowNumber):
            words = "An encrypted text is bound to the number of its row, which comes too late."
            hint = "Derive the model from EncryptedRow."
            found.append(checks.Error(words, hint=hint, obj=self, id="foundation.E003"))
        if getattr(self.model, "append_only", False):
            words = "In rows that never change, a text could not be put under a new key."
            found.append(checks.Error(words, obj=self, id="foundation.E004"))
        return found


def encrypted_columns() -> list[EncryptedTextField]:
    """Return every encrypted column of every room."""
    return [
        column
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, EncryptedTextField)
    ]
