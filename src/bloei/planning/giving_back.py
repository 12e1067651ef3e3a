"""The learning time for which a colleague took over a shift goes: then the shift goes back.

The colleague hears it. Where it cannot go back the shift stays, and who leads the colleague
hears why, and with whom to talk.
"""

from datetime import date

from bloei.agreements import watching
from bloei.foundation import audit, clock
from bloei.foundation.actions import part_of_an_action
from bloei.people.models import Person
from bloei.planning import rules, spans, swap_messages
from bloei.planning.blocks import taking_over
from bloei.planning.models import Cover, LearningBlock
from bloei.planning.rosters import at_work, real_shifts
from bloei.planning.rules import State, Stays
from bloei.planning.spans import Span
from bloei.planning.staffing import enough


@part_of_an_action
def give_back(block: LearningBlock, today: date, by: Person | None) -> None:
    """Take the shift that a colleague took over out of the roster, as `block` is not there now.

    Where the block still is in a part of that time, nothing changes.
    """
    cover = Cover.objects.select_related("taker", "block").filter(block=block).first()
    if cover is None:
        return
    span = at_work.span_of(cover.during)
    if block.state == State.AGREED and spans.touch(at_work.span_of(block.during), span):
        return
    Cover.objects.filter(pk=cover.pk).delete()
    if cover.during.upper <= clock.now():
        return
    if why := _why_it_stays(cover.taker, span):
        swap_messages.tell_shift_stays(cover, why)
        return
    real_shifts.take_out(cover.taker, span)
    audit.record("shift.given_back", cover.taker, by=by)
    watching.is_off(rules.when_done(block.pk), of=cover.taker, today=today, by=by)
    swap_messages.tell_given_back(cover)


def _why_it_stays(taker: Person, span: Span) -> Stays | None:
    """Return why a shift cannot go back, or None. Less work breaks no limit of the law."""
    if at_work.aware(span.start) <= clock.now():
        return Stays.BEGUN
    if not taker.is_working:
        return None
    mine = taking_over.known_around(Person.objects.filter(pk=taker.pk), span)[taker.pk]
    if any(spans.touch(learns, span) for _block, learns in mine.learns):
        return Stays.LEARNS
    if enough.too_few(at_work.sharing(taker, *spans.reach(span)), taker.pk, span):
        return Stays.NEEDED
    return None
