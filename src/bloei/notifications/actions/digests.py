"""Digests go out: what waited becomes one mail per person, at most once per slot of the day."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from bloei.foundation import audit, mail, outbox
from bloei.foundation.actions import action
from bloei.foundation.addresses import address_of
from bloei.foundation.context import appearance
from bloei.foundation.models import Mail
from bloei.notifications import rules
from bloei.notifications.actions.preferences import _fresh_links
from bloei.notifications.digest import Digest, compose
from bloei.notifications.models import DigestRun, Notice, NudgeCase, Preference
from bloei.notifications.queries import WaitingCard, WrittenNotice, cards, fresh_cases, letters
from bloei.people.models import Person

LOOK_BACK = timedelta(days=14)


@dataclass
class Waiting:
    """What the database knows of one person in a batch."""

    person: Person
    preference: Preference
    notices: list[Notice]
    cases: list[NudgeCase]
    sent: list


@action
def send_digest_batch(people: Collection[int], *, moment: datetime, by=None) -> int:
    """Put one mail in the outbox for each of these people who may have one now; return how many.

    `moment` is local time. A row per person and slot goes in first: whoever runs this at
    the same time, or again after a crash, finds the row and sends nothing.
    """
    batch = uuid.uuid4()
    composed = [
        (waiting, digest)
        for waiting in _waiting(people, moment)
        if (digest := _composed(waiting, moment))
    ]
    claimed = _claim(composed, batch, moment)
    ours = [(waiting, digest) for waiting, digest in composed if waiting.person.pk in claimed]
    links = _fresh_links({waiting.person.pk for waiting, _digest in ours})
    _put(ours, links, moment)
    _mark([digest for _waiting, digest in ours], moment)
    audit.record("digests.sent", DigestRun, by=by, count=len(ours))
    return len(ours)


def _waiting(people: Collection[int], moment: datetime) -> list[Waiting]:
    oldest = moment - rules.STALE_AFTER
    notices, cases, sent = defaultdict(list), defaultdict(list), defaultdict(list)
    news = Notice.objects.filter(
        person__in=people, mailed_at__isnull=True, at__gte=oldest, at__lte=moment
    )
    for notice in news.unread().current(moment.date()).order_by("at", "pk"):
        notices[notice.person_id].append(notice)
    fresh = fresh_cases().filter(person__in=people)
    for case in fresh.select_related("about").order_by("rank", "until", "pk"):
        cases[case.person_id].append(case)
    runs = DigestRun.objects.filter(person__in=people, day__gt=(moment - LOOK_BACK).date())
    for pk, day, slot in runs.values_list("person_id", "day", "slot"):
        sent[pk].append((day, slot))
    chosen = {row.person_id: row for row in Preference.objects.filter(person__in=people)}
    found = Person.objects.filter(pk__in=people, is_active=True, email__isnull=False)
    return [
        Waiting(
            person,
            chosen.get(person.pk) or Preference(),
            notices[person.pk],
            cases[person.pk],
            sent[person.pk],
        )
        for person in found.order_by("pk")
    ]


def _composed(waiting: Waiting, moment: datetime) -> Digest | None:
    language = waiting.person.language
    return compose(
        waiting.preference,
        letters(waiting.notices, language),
        cards(waiting.cases, language),
        waiting.sent,
        moment,
    )


def _claim(composed: list, batch: uuid.UUID, moment: datetime) -> set[int]:
    rows = [
        DigestRun(
            person=waiting.person,
            day=moment.date(),
            slot=digest.slot,
            batch=batch,
            items=len(digest.items),
        )
        for waiting, digest in composed
    ]
    DigestRun.objects.bulk_create(rows, ignore_conflicts=True)
    return set(DigestRun.objects.filter(batch=batch).values_list("person_id", flat=True))


def _put(ours: list[tuple[Waiting, Digest]], links: dict[int, str], moment: datetime) -> None:
    organisation = appearance().name
    mails: list[Mail] = []
    mentions: dict[str | None, set[int]] = {}
    for waiting, digest in ours:
        person = waiting.person
        letter = _written(person, digest, links[person.pk], moment, organisation)
        mails.append(letter)
        mentions[letter.key] = _mentioned(digest) - {person.pk}
    outbox.put_all(mails, mentions)


def _written(
    person: Person, digest: Digest, link: str, moment: datetime, organisation: str
) -> Mail:
    with override(person.language):
        items = [_line(item) for item in digest.items]
        unsubscribe = mail.address(address_of("notifications:unsubscribe", link))
        facts = {
            "organisation": organisation,
            "name": person.given_name,
            "items": items,
            "all_service": digest.is_all_service,
            "unsubscribe": unsubscribe,
            "preferences": mail.address(address_of("notifications:preferences")),
        }
        subject = _subject(items)
        words = mail.render("notifications/mail_digest", facts, person.language)
    return outbox.written(
        to=person.email or "",
        subject=subject,
        text=words.text,
        html=words.html,
        language=person.language,
        headers=_headers(digest, unsubscribe),
        about=person,
        key=f"digest:{person.pk}:{moment.date()}:{digest.slot}",
    )


def _mentioned(digest: Digest) -> set[int]:
    """Return the ids of the people whom this mail names, so that it goes when they are erased."""
    told = {letter.notice.about_id for letter in digest.letters}
    shown = {case.about_id for card in digest.cards for case in card.cases}
    return {pk for pk in told | shown if pk is not None}


def _line(item: WrittenNotice | WaitingCard) -> dict:
    """Return one item as the template of the mail shows it, with whole addresses."""
    offers = [{**offer, "url": mail.address(offer["url"])} for offer in item.written.offers]
    written = item.written
    service = item.is_service if isinstance(item, WaitingCard) else item.notice.kind == "service"
    return {
        "title": written.title,
        "text": written.text,
        "offers": offers,
        "step": written.next_step or _("Open it in Bloei"),
        "url": mail.address(item.url),
        "service": service,
    }


def _subject(items: list[dict]) -> str:
    first = items[0]["title"]
    rest = len(items) - 1
    if not rest:
        return first
    return ngettext("%(first)s, and one more", "%(first)s, and %(rest)s more", rest) % {
        "first": first,
        "rest": rest,
    }


def _headers(digest: Digest, unsubscribe: str) -> dict[str, str]:
    """Return the headers of RFC 8058 (one-click unsubscribe) and RFC 3834 (no answer to this).

    A mail of service messages alone has no one-click: those cannot be switched off whole.
    """
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    if not digest.is_all_service:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _mark(digests: list[Digest], moment: datetime) -> None:
    notices = [letter.notice.pk for digest in digests for letter in digest.letters]
    cases = [case.pk for digest in digests for card in digest.cards for case in card.cases]
    Notice.objects.filter(pk__in=notices).update(mailed_at=moment)
    NudgeCase.objects.filter(pk__in=cases).update(
        state=NudgeCase.State.SHOWN, mailed_at=moment, shown_at=moment
    )
