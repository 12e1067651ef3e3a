"""The privacy registry: what we keep of people, why, how long, and how it leaves.

Every room lists its models in `privacy.REGISTER`; a test fails on a model or a
field that nobody registered. The pages for the works council, the export of one's
own data and erasure are made from this list alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Model

from bloei.foundation import models as ours
from bloei.foundation.rooms import collect


class Erase(StrEnum):
    """What erasing a person does to these rows."""

    REMOVE = "remove"  # the rows go
    BLANK = "blank"  # the rows stay, the listed fields are emptied
    KEEP = "keep"  # the law or the books need them; they no longer name anybody
    WITH_PERSON = "with_person"  # goes because a row it hangs from goes


@dataclass(frozen=True)
class Personal:
    """A model that says something about a person.

    `person` leads from a row to the person. `fields` says per field what it is, in
    words for the works council; fields that identify only the row itself (keys) may
    be left to `plain`. `keep` says how long, `days_after_leaving` is what the
    retention job uses (None: as long as the row it belongs to).
    """

    model: type[Model]
    person: str
    fields: Mapping[str, Any]
    purpose: Any
    keep: Any
    erase: Erase
    seen_by: Any = ""
    days_after_leaving: int | None = None
    plain: tuple[str, ...] = field(default=("id",))
    blank: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NotPersonal:
    """A model that says nothing about a person, and why that is so."""

    model: type[Model]
    why: str


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


REGISTER: list[Personal | NotPersonal] = [
    NotPersonal(ours.UsedKey, "a digest and the id of a row; forgotten after 400 days"),
    NotPersonal(ours.BallotToken, "a digest that leads to nobody"),
    NotPersonal(ours.Ballot, "a random id and a unit of enough people"),
    NotPersonal(ours.Appearance, "the name and colour of the organisation"),
    Personal(
        ours.AuditRow,
        person="by",
        fields={
            "by": "who did it",
            "at": "when",
            "verb": "what was done",
            "kind": "to what kind of thing",
            "thing_id": "to which one",
            "fields": "names of the fields that changed, never their values",
            "because": "the reason, where one was asked",
            "count": "how many people a run was about",
        },
        purpose="to answer who changed what, and when",
        keep="7 years",
        erase=Erase.KEEP,
    ),
    Personal(
        ours.Mail,
        person="about",
        fields={
            "about": "who it is for",
            "to": "the address",
            "subject": "the subject",
            "text": "the text",
            "html": "the text with its layout",
            "language": "the language",
            "headers": "technical headers",
            "attachments": "names of attachments",
            "state": "sent or not",
            "attempts": "how often it was tried",
            "written_at": "when it was written",
            "send_after": "when it may go out",
            "sent_at": "when it went out",
            "key": "what it was sent for",
        },
        purpose="to send mail exactly once",
        keep="90 days after sending",
        erase=Erase.REMOVE,
    ),
    Personal(
        ours.StoredFile,
        person="by",
        fields={
            "by": "who added it",
            "name": "the name of the file",
            "purpose": "what it is for",
            "stored_at": "when",
        },
        purpose="proof, and files that were imported",
        keep="as long as what it belongs to",
        erase=Erase.BLANK,
        plain=("id", "sha256", "content_type", "size"),
        blank={"by": None, "name": ""},
    ),
    Personal(
        ours.Run,
        person="by",
        fields={
            "by": "who started it",
            "kind": "what it does",
            "state": "how it goes",
            "done": "how far it is",
            "total": "how much there is",
            "words": "what it is doing",
            "report": "how it ended",
            "started_at": "when it began",
            "ended_at": "when it ended",
        },
        purpose="to show the progress of long work",
        keep="2 years",
        erase=Erase.BLANK,
        plain=("id", "uuid"),
        blank={"by": None},
    ),
]
