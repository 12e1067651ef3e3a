"""What learning shows elsewhere: on Today, of a person, among what was searched for."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models.query import RawQuerySet
from django.utils.translation import gettext_lazy as _

from bloei.foundation import panels, stems
from bloei.foundation.at_once import Row
from bloei.foundation.navigation import MINE, ORGANISATION, Link
from bloei.foundation.panels import Panel
from bloei.learning import finding, queries, suggestions, talk_facts, ways
from bloei.learning.access import (
    MANAGE_OFFERS,
    OWN_RECORD,
    SEE_CATALOGUE,
    SEE_PARTICIPATION,
    SEE_RECORD_AS_MANAGER,
    SEE_RECORD_AS_TEAM,
    SHOWN_TO_MANAGER,
    visible_goals,
    visible_participations,
    visible_records,
    visible_ways,
)
from bloei.learning.models import Audience, Record
from bloei.learning.queries import Running
from bloei.people.models import Person

SHOWN = 5
_LATELY = """
    select r.id, r.what, r.done_on, r.minutes, r.person_id, p.given_name, p.infix, p.family_name
      from learning_record r join people_person p on p.id = r.person_id
     where {within} and r.audience = any(%s) and r.done_on > %s and r.done_on <= %s
     order by r.done_on desc, r.id desc limit %s
"""
LATELY = timedelta(days=30)
LOOKED_THROUGH = 1_000


def fits_today(viewer, today: date, _subject) -> dict | None:
    """Return three offers that fit the viewer, and their budget when there is one."""
    room = panels.shown("offer_list", viewer, today)
    most = next((shown.facts["price_up_to"] for shown in room), None)
    limits = {viewer.pk: most} if most is not None else None
    fits = suggestions.fitting_offers([viewer.pk], today, price_up_to=limits)[viewer.pk]
    return {"fits": fits, "in_budget": most is not None} if fits else None


def running_today(viewer, today: date, _subject, rows: list[Row]) -> dict | None:
    """Return what the viewer takes part in now."""
    return {"running": [Running.told(*row) for row in rows]} if rows else None


def _running(viewer, _today: date, _subject) -> list[RawQuerySet]:
    return [queries.running(viewer, SHOWN)]


def lately_shared(viewer, today: date, _subject, rows: list[Row]) -> dict | None:
    """Return what colleagues learned lately and chose to show."""
    return {"records": [_record(*row) for row in rows]} if rows else None


def _shared_with_team(viewer, today: date, _subject) -> list[RawQuerySet]:
    """Ask for what the viewer's colleagues chose to share with their team."""
    return _lately(*SEE_RECORD_AS_TEAM.within(viewer, "r.person_id"), [Audience.TEAM], today)


def _shown_to_manager(viewer, today: date, people: list[Person]) -> list[RawQuerySet]:
    """Ask for what these people chose to show their manager."""
    within, given = SEE_RECORD_AS_MANAGER.within(viewer, "r.person_id")
    of_these = [person.pk for person in people]
    asked = f"{within} and r.person_id = any(%s)", [*given, of_these]
    return _lately(*asked, SHOWN_TO_MANAGER, today)


def _lately(within: str, given: list, audiences: Iterable[str], today: date) -> list[RawQuerySet]:
    """Ask for the last records of who is within reach, for these audiences."""
    shown = [str(one) for one in audiences], today - LATELY, today, SHOWN
    return [Record.objects.raw(_LATELY.format(within=within), [*given, *shown])]


def _record(pk: int, what: str, done_on: str, minutes: int, person_id: int, *name: str) -> Record:
    """Return a record as it was read, to be named in a list."""
    person = Person.by_name(person_id, *name)
    on = date.fromisoformat(done_on)
    return Record(pk=pk, what=what, done_on=on, minutes=minutes, person=person)


def learning_of_person(viewer, today: date, person: Person) -> dict | None:
    """Return what the viewer may know of somebody's learning: running, shared goals and records."""
    if person.pk == viewer.pk:
        return None
    running = visible_participations(viewer).filter(person=person).select_related("offer")
    goals = visible_goals(viewer).filter(person=person, reached_on=None)
    records = visible_records(viewer).filter(person=person).order_by("-done_on", "-pk")
    facts = {
        "person": person,
        "running": [one for one in running.order_by("-changed_at")[:20] if one.is_open],
        "goals": list(goals.order_by("-set_on")[:SHOWN]),
        "records": list(records[:SHOWN]),
    }
    return facts if facts["running"] or facts["goals"] or facts["records"] else None


def offers_found(viewer, today: date, words: str) -> dict | None:
    """Return offers for words that somebody searches for, best first."""
    found = finding.found_offers(viewer, finding.Filters(text=words), today)
    page, offers = finding.one_page(found, 1, SHOWN)
    total = page.paginator.count
    return {"offers": offers, "total": total, "mended": found.mended} if total else None


def records_found(viewer, today: date, words: str) -> dict | None:
    """Return own records that have all the words in some form."""
    asked = set(stems.stems(words))
    if not asked:
        return None
    rows = Record.objects.filter(person=viewer).order_by("-done_on", "-pk")
    told = rows.values_list("pk", "what", "note")[:LOOKED_THROUGH]
    keys = [pk for pk, what, note in told if asked <= set(stems.stems(f"{what} {note}"))]
    if not keys:
        return None
    return {"records": list(rows.filter(pk__in=keys[:SHOWN])), "total": len(keys)}


def way_of_person(viewer, today: date, person: Person) -> dict | None:
    """Return how somebody likes to learn, as far as they show it to this viewer."""
    rows = visible_ways(viewer).filter(person=person)
    found = ways.ways_of(rows)
    return {"ways": found, "person": person} if found else None


PANELS = [
    Panel("running", "today", 30, "learning/_today_running.html", running_today, wide=True,
          read=_running),
    Panel("fits", "today", 40, "learning/_today_fits.html", fits_today, SEE_CATALOGUE, wide=True),
    Panel("shared", "today", 70, "learning/_shared.html", lately_shared, SEE_RECORD_AS_TEAM,
          read=_shared_with_team),
    Panel("shared", "team", 60, "learning/_shared.html", lately_shared, SEE_RECORD_AS_MANAGER,
          read=_shown_to_manager),
    Panel("learning", "person", 40, "learning/_person_learning.html", learning_of_person,
          SEE_PARTICIPATION),
    Panel("way", "person", 50, "learning/_person_way.html", way_of_person),
    Panel("learning", "conversation_facts", 30, "", talk_facts.facts_of_two),
    Panel("offers", "search", 20, "learning/_search_offers.html", offers_found, SEE_CATALOGUE),
    Panel("records", "search", 30, "learning/_search_records.html", records_found, OWN_RECORD),
]  # fmt: skip

NAVIGATION = [
    Link(
        _("What you can learn"), "book-open", "learning:offer_list", 30, MINE,
        shown=SEE_CATALOGUE.held_by, short_label=_("Learn"), bottom_bar=True,
    ),
    Link(
        _("My learning plan"), "list-checks", "learning:participation_list", 35, MINE,
        shown=SEE_CATALOGUE.held_by,
        also=("learning:goal_list", "learning:my_way", "learning:finding_form"),
    ),
    Link(
        _("Learning record"), "list", "learning:record_list", 50, MINE,
        shown=OWN_RECORD.held_by,
    ),
    Link(
        _("Manage the catalogue"), "tag", "learning:offer_manage", 50, ORGANISATION,
        shown=MANAGE_OFFERS.held_by,
    ),
]  # fmt: skip
