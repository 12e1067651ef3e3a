"""Who tries every page: the cast, and two HR advisers of a part of the tree."""

import time

from django.test import Client

from bloei.people import actions as people
from bloei.people.models import Person
from bloei.people.roles import Role

# `fien` and `gijs` are HR advisers of a part of the tree: that of Eva, and that of Stan.
VIEWERS = (
    "nobody", "eva", "mo", "stan", "els", "hanan", "fien", "gijs", "joost", "ria", "sam",
)  # fmt: skip
PARTS = {"fien": "klantcontact", "gijs": "vastgoed"}


def signed_in(cast) -> dict[str, Client]:
    """Return a browser for each viewer; `nobody` is not signed in."""
    advisers(cast)
    made = {"nobody": Client(raise_request_exception=False)}
    for name in VIEWERS[1:]:
        made[name] = Client(raise_request_exception=False)
        made[name].force_login(getattr(cast, name))
        freshen(made[name], getattr(cast, name))
    return made


def advisers(cast) -> None:
    for number, (name, unit) in enumerate(PARTS.items(), start=1051):
        person = cast.hire(number=str(number), given=name.title(), unit=cast.personeel)
        people.grant_role(
            person=person, role=Role.HR, unit=getattr(cast, unit), from_on=cast.today,
            key=f"part-{name}", by=None,
        )  # fmt: skip
        setattr(cast, name, Person.objects.get(pk=person.pk))


def freshen(client: Client, person) -> None:
    """Let the sign-in be of just now, so that only permissions decide."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
