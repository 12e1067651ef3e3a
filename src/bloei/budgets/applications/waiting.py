"""What waits for somebody's decision, as lines of other pages; read along with their rest."""

from datetime import date, datetime

from django.db.models.query import RawQuerySet

from bloei.budgets.access import DECIDE_APPLICATION
from bloei.budgets.models import Application
from bloei.budgets.rules import State
from bloei.foundation.at_once import Row
from bloei.learning.models import Offer, Participation
from bloei.people.models import Person

_KEYS = "select a.id from budgets_application a where {within} and a.state = %s"
_LINES = """
    select a.id, a.becomes, a.price_cents, a.asked_minutes, a.talk_at, a.decide_by,
           (select coalesce(sum(f.advance), 0) from budgets_funding f
             where f.application_id = a.id),
           o.title, o.minutes, p.id, p.given_name, p.infix, p.family_name
      from budgets_application a
      join people_person p on p.id = a.person_id
      left join learning_participation t on t.id = a.participation_id
      left join learning_offer o on o.id = t.offer_id
     where {within} and a.state = %s
     order by a.decide_by, a.id limit %s
"""


def keys(viewer) -> RawQuerySet:
    """Return the keys of what waits for the viewer, to be counted."""
    within, given = DECIDE_APPLICATION.within(viewer, "a.person_id")
    return Application.objects.raw(_KEYS.format(within=within), [*given, State.ASKED])


def lines(viewer, most: int) -> RawQuerySet:
    """Return what waits for the viewer as rows to read, the nearest deadline first."""
    within, given = DECIDE_APPLICATION.within(viewer, "a.person_id")
    return Application.objects.raw(_LINES.format(within=within), [*given, State.ASKED, most])


def line_of(row: Row) -> Application:
    """Return a row that was read as an application, with what a line of a list shows of it."""
    pk, becomes, price_cents, asked_minutes, talk_at, decide_by, ahead, title, minutes, *who = row
    found = Application(
        pk=pk,
        becomes=becomes,
        price_cents=price_cents,
        asked_minutes=asked_minutes,
        talk_at=talk_at and datetime.fromisoformat(talk_at),
        decide_by=date.fromisoformat(decide_by),
        person=Person.by_name(*who),
        participation=Participation(offer=Offer(title=title, minutes=minutes)) if title else None,
    )
    found.ahead_cents = ahead  # type: ignore[attr-defined] # as queries.with_advance has it
    return found
