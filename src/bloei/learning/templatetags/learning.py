"""How kinds, states and audiences look: icons and tones, the same on every page."""

from django import template
from django.utils.translation import gettext as _

from bloei.foundation import wording
from bloei.foundation.language import on_screen
from bloei.learning import offer_problems
from bloei.learning.models import Kind, RecordKind
from bloei.learning.rules import State

register = template.Library()
_KINDS = {
    Kind.COURSE: ("leaf", "graduation-cap"),
    Kind.TRAINING: ("leaf", "users"),
    Kind.WORKSHOP: ("leaf", "users-round"),
    Kind.E_LEARNING: ("sky", "laptop"),
    Kind.PROGRAMME: ("leaf", "landmark"),
    Kind.CONFERENCE: ("sky", "mic"),
    Kind.BOOK: ("", "book"),
    Kind.COACHING: ("lilac", "message-circle"),
    Kind.MENTORING: ("lilac", "message-circle"),
    Kind.ON_THE_JOB: ("lilac", "handshake"),
    Kind.MICRO: ("sun", "zap"),
    Kind.OTHER: ("", "sparkles"),
}
_RECORDS = {
    RecordKind.COURSE: ("sky", "graduation-cap"),
    RecordKind.E_LEARNING: ("sky", "award"),
    RecordKind.AT_WORK: ("lilac", "users"),
    RecordKind.MICRO: ("sun", "zap"),
    RecordKind.SHARED: ("leaf", "message-circle"),
    RecordKind.MENTORING: ("lilac", "repeat"),
    RecordKind.SELF: ("sun", "book"),
}
_STATES = {
    State.WISHED: "",
    State.APPLIED: "sun",
    State.AGREED: "leaf",
    State.BOOKED: "leaf",
    State.UNDER_WAY: "lilac",
    State.DONE: "leaf",
    State.STOPPED: "",
    State.CANCELLED: "",
}


@register.filter
def kind_tone(kind):
    return _KINDS[Kind(kind)][0]


@register.filter
def kind_icon(kind):
    return _KINDS[Kind(kind)][1]


@register.filter
def record_tone(kind):
    return _RECORDS[RecordKind(kind)][0]


@register.filter
def record_icon(kind):
    return _RECORDS[RecordKind(kind)][1]


@register.filter
def state_tone(state):
    return _STATES[State(state)]


@register.filter
def month(day):
    """`{{ day|month }}` is "november 2026", with a capital for a heading."""
    written = wording.month(day, on_screen())
    return written[:1].upper() + written[1:]


@register.filter
def price_words(offer):
    """Return what an offer costs, in words: an amount, free, paid by the employer, not known."""
    from bloei.foundation.templatetags.bloei import euros

    if offer.is_mandatory:
        return _("Your employer pays")
    if offer.price_incl_cents is None:
        return _("Price not known yet")
    return _("Free of charge") if offer.price_incl_cents == 0 else euros(offer.price_incl_cents)


@register.filter
def year_parts(year):
    """Return the parts of a year of learning for a meter, with offsets in percent."""
    parts = [
        (_("At work and from each other"), year.at_work, "lilac"),
        (_("Courses"), year.courses, "sky"),
        (_("Micro-lessons"), year.micro, "sun"),
    ]
    return [{"label": label, "value": value, "fill": fill} for label, value, fill in parts if value]


@register.filter
def column_words(name):
    """`{{ "starts_on"|column_words }}` is "startdatum"."""
    return offer_problems.column(name)
