"""What can happen at the front door: somebody asks for ten minutes to talk about learning."""

from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.foundation.models import AuditRow
from bloei.notifications.actions import notify
from bloei.people.models import Person


@action(creates=AuditRow)
def ask_for_talk(*, person: Person, whom: Person, about: str, key: str, by: Person) -> AuditRow:
    """Ask a manager or L&D officer for ten minutes; they get a message.

    The trail keeps that it was asked, never what about.
    """
    notify(
        whom,
        "home.talk_asked",
        params={"name": person.full_name, "about": about},
        key=f"talk:{key}",
        service=True,
        by=by,
    )
    return audit.record("talk.asked", person, by=by)
