"""People say how they want to be reached."""

import secrets

from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.notifications import unsubscribing
from bloei.notifications.models import Preference
from bloei.people.models import Person

CHOSEN = (
    "service",
    "nudge",
    "message",
    "pace",
    "most_per_week",
    "quiet_from",
    "quiet_until",
    "weekends",
)


@action
def save_preference(*, by: Person, **chosen) -> Preference:
    """Keep what somebody chose for themselves; names as in CHOSEN."""
    if unknown := set(chosen) - set(CHOSEN):
        raise ValueError(f"Nobody can choose {unknown}.")
    preference, _made = Preference.objects.update_or_create(person=by, defaults=chosen)
    audit.record("preference.saved", preference, by=by, fields=sorted(chosen))
    return preference


@action
def unsubscribe(token: str) -> Preference | None:
    """Stop nudges and messages by mail for whom this link was made; None when it is unknown.

    In Bloei itself they stay, and service messages stay by mail. May run twice.
    """
    preference = unsubscribing.owner_of(token)
    if preference is None:
        audit.record("preference.unknown_link", Preference, by=None)
        return None
    for kind in ("nudge", "message"):
        if preference.channel(kind) == Preference.Channel.MAIL:
            setattr(preference, kind, Preference.Channel.APP)
    preference.save(update_fields=["nudge", "message"])
    audit.record("preference.unsubscribed", preference, by=preference.person)
    return preference


def _fresh_links(people: set[int]) -> dict[int, str]:
    """Return the secret of the unsubscribe link per person, made where it was missing."""
    rows = [Preference(person_id=pk) for pk in people]
    Preference.objects.bulk_create(rows, ignore_conflicts=True)
    found = {}
    fresh = []
    for preference in Preference.objects.filter(person__in=people):
        if not preference.unsubscribe_salt:
            preference.unsubscribe_salt = secrets.token_hex(16)
            fresh.append(preference)
        token = unsubscribing.token(preference.person_id, preference.unsubscribe_salt)
        preference.unsubscribe_digest = unsubscribing.digest(token)
        found[preference.person_id] = token
    Preference.objects.bulk_update(fresh, ["unsubscribe_salt", "unsubscribe_digest"])
    return found
