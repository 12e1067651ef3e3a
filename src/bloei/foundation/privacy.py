"""The privacy registry: what we keep of people, why, how long, and how it leaves.

Every room lists its models in `privacy.REGISTER`; a test fails on a model or a
field that nobody registered. The pages for the works council, the export of one's
own data and erasure are made from this list alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Model, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from bloei.foundation import models as ours
from bloei.foundation.encrypted import EncryptedTextField
from bloei.foundation.rooms import collect


class Erase(StrEnum):
    """What erasing a person does to these rows."""

    REMOVE = "remove"  # the rows go
    BLANK = "blank"  # the rows stay, the listed fields are emptied
    KEEP = "keep"  # the law or the books need them; they no longer name anybody
    WITH_PERSON = "with_person"  # goes because a row it hangs from goes


@dataclass(frozen=True)
class Term:
    """Rows go so many days after `since`, a path to a day or moment; with `only`, some of them."""

    days: int
    since: str
    only: Q = field(default_factory=Q)


@dataclass(frozen=True)
class Personal:
    """A model that says something about a person.

    `person` leads from a row to the person. `fields` says per field what it is, in
    words for the works council; fields that identify only the row itself (keys) may
    be left to `plain`. `keep` says how long, `days_after_leaving` is what the
    retention job uses (None: as long as the row it belongs to). `terms` is how long a row is kept
    whoever it is about; `forgotten_by` names the job that does it by a rule of its own: who
    prints a term in `keep` needs one of these. `taken_along` is False
    where a row speaks of others too: erased with this person, but in nobody's export.
    `when_taken(person, rows)` is told when these rows go along in the file of the person.
    """

    model: type[Model]
    person: str
    fields: Mapping[str, Any]
    purpose: Any
    keep: Any
    erase: Erase
    seen_by: Any = ""
    days_after_leaving: int | None = None
    terms: tuple[Term, ...] = ()
    forgotten_by: str = ""
    taken_along: bool = True
    when_taken: Callable[[Any, list], Any] | None = None
    plain: tuple[str, ...] = field(default=("id",))
    blank: Mapping[str, Any] = field(default_factory=dict)

    @property
    def encrypted(self) -> frozenset[str]:
        """The names of the fields that the database itself cannot read."""
        columns = self.model._meta.concrete_fields
        return frozenset(
            column.name
            for column in columns
            if column.name in self.fields and isinstance(column, EncryptedTextField)
        )

    @property
    def words(self) -> dict[str, Any]:
        """What each field is, in words, with what is encrypted marked as such."""
        encrypted = self.encrypted
        return {
            name: format_lazy("{} ({})", said, _("encrypted")) if name in encrypted else said
            for name, said in self.fields.items()
        }


@dataclass(frozen=True)
class NotPersonal:
    """A model that says nothing about a person, and why that is so."""

    model: type[Model]
    why: Any  # plain words, or a lazy translation


def register() -> list[Personal | NotPersonal]:
    """Return what all rooms have registered."""
    return collect("privacy", "REGISTER")


def unregistered(models) -> list[str]:
    """Return what is missing: `room.Model` or `room.Model.field`, for the test."""
    known: dict[type[Model], list] = {}
    for entry in register():
        known.setdefault(entry.model, []).append(entry)
    missing = []
    for model in models:
        entries = known.get(model)
        if not entries:
            missing.append(model._meta.label)
            continue
        if any(isinstance(entry, NotPersonal) for entry in entries):
            continue
        said = {name for entry in entries for name in (*entry.fields, *entry.plain)}
        names = {column.name for column in model._meta.concrete_fields}
        missing += [f"{model._meta.label}.{name}" for name in sorted(names - said)]
    return missing


SUBJECT = _("The system itself")
REGISTER: list[Personal | NotPersonal] = [
    NotPersonal(ours.UsedKey, "a digest and the id of a row; forgotten after 400 days"),
    NotPersonal(ours.BallotToken, "a digest that leads to nobody"),
    NotPersonal(ours.Ballot, "a random id and a unit of enough people"),
    NotPersonal(ours.Appearance, "the name, colour and logo of the organisation"),
    Personal(
        ours.AuditRow,
        person="by",
        fields={
            "by": _("who did it"),
            "at": _("when"),
            "verb": _("what was done"),
            "kind": _("to what kind of thing"),
            "thing_id": _("to which one"),
            "fields": _("names of the fields that changed, never their values"),
            "because": _("the reason, where one was asked"),
            "count": _("how many people a run was about"),
        },
        purpose=_("to answer who changed what, and when"),
        keep=_("7 years"),
        erase=Erase.KEEP,
    ),
    Personal(
        ours.Mail,
        person="about",
        fields={
            "about": _("who it is for"),
            "to": _("the address"),
            "subject": _("the subject"),
            "text": _("the text"),
            "html": _("the text with its layout"),
            "language": _("the language"),
            "headers": _("technical headers"),
            "attachments": _("attachments, such as an appointment for a calendar"),
            "state": _("sent or not"),
            "attempts": _("how often it was tried"),
            "written_at": _("when it was written"),
            "send_after": _("when it may go out"),
            "sent_at": _("when it went out"),
            "answer": _("what the mail server said when it refused"),
            "key": _("what it was sent for"),
        },
        purpose=_("to send mail exactly once"),
        keep=_("90 days after sending"),
        erase=Erase.REMOVE,
        plain=("id", "lets_in"),
        terms=(
            Term(90, "sent_at"),
            Term(90, "send_after", only=Q(state=ours.Mail.State.FAILED)),
        ),
    ),
    Personal(
        ours.Mail,
        person="mentions",
        fields={"mentions": _("whom it names besides its reader")},
        purpose=_("to let a mail to a colleague go too, when somebody it names is erased"),
        keep=_("90 days after sending"),
        erase=Erase.REMOVE,
        taken_along=False,
    ),
    Personal(
        ours.StoredFile,
        person="by",
        fields={
            "by": _("who added it"),
            "name": _("the name of the file"),
            "purpose": _("what it is for"),
            "stored_at": _("when"),
        },
        purpose=_("proof, and files that were imported"),
        keep=_("as long as what it belongs to"),
        erase=Erase.BLANK,
        plain=("id", "sha256", "content_type", "size"),
        blank={"by": None, "name": ""},
    ),
    Personal(
        ours.Run,
        person="by",
        fields={
            "by": _("who started it"),
            "kind": _("what it does"),
            "state": _("how it goes"),
            "done": _("how far it is"),
            "total": _("how much there is"),
            "words": _("what it is doing"),
            "report": _("how it ended"),
            "started_at": _("when it began"),
            "ended_at": _("when it ended"),
        },
        purpose=_("to show the progress of long work"),
        keep=_("2 years; which lines of a file were wrong, 30 days"),
        erase=Erase.BLANK,
        plain=("id", "uuid"),
        terms=(Term(730, "started_at"),),
        forgotten_by="foundation.jobs.forget_in_time",
        blank={"by": None},
    ),
]
