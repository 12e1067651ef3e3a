"""What somebody wants to learn: goals, interests, and what they do not want to see again."""

from collections.abc import Iterable

from bloei.foundation import audit, clock, events
from bloei.foundation.actions import action
from bloei.foundation.stems import stems
from bloei.learning import events as happened
from bloei.learning.models import Dismissal, Goal, Interest, Offer, Skill
from bloei.people.models import Person


@action(creates=Goal)
def set_goal(
    *,
    person: Person,
    text: str,
    skills: Iterable[Skill] = (),
    is_shared: bool = False,
    key: str,
    by,
) -> Goal:
    """Note what somebody wants to become better at; skills that the text names are added."""
    goal = Goal.objects.create(person=person, text=text, is_shared=is_shared, set_on=clock.today())
    goal.skills.set({*skills, *_named(text)})
    audit.record("goal.set", goal, by=by)
    events.publish(happened.GoalSet(goal.pk))
    return goal


@action
def share_goal(goal: Goal, *, is_shared: bool, by: Person) -> Goal:
    """Show a goal to the manager, or hide it again."""
    goal.is_shared = is_shared
    goal.save(update_fields=["is_shared"])
    audit.record("goal.shared", goal, by=by, fields=["is_shared"])
    return goal


@action
def reach_goal(goal: Goal, *, by: Person) -> Goal:
    """Note that it was reached; it no longer asks for offers."""
    goal.reached_on = goal.reached_on or clock.today()
    goal.save(update_fields=["reached_on"])
    audit.record("goal.reached", goal, by=by, fields=["reached_on"])
    return goal


@action
def drop_goal(goal: Goal, *, by: Person) -> None:
    """Remove a goal altogether."""
    audit.record("goal.dropped", goal, by=by)
    goal.delete()


@action
def choose_interests(person: Person, *, skills: Iterable[Skill], by: Person) -> None:
    """Let these skills be what somebody likes to see offers for."""
    wanted = {skill.pk for skill in skills}
    Interest.objects.filter(person=person).exclude(skill__in=wanted).delete()
    Interest.objects.bulk_create(
        [Interest(person=person, skill_id=pk) for pk in sorted(wanted)], ignore_conflicts=True
    )
    audit.record("interests.chosen", person, by=by, count=len(wanted))


@action
def dismiss_offer(offer: Offer, *, person: Person, by: Person) -> None:
    """Never suggest this offer to this person again."""
    Dismissal.objects.get_or_create(person=person, offer=offer, defaults={"said_on": clock.today()})
    audit.record("offer.dismissed", offer, by=by)


@action
def recall_offer(offer: Offer, *, person: Person, by: Person) -> None:
    """Take "not for me" back."""
    Dismissal.objects.filter(person=person, offer=offer).delete()
    audit.record("offer.recalled", offer, by=by)


def _named(text: str) -> list[Skill]:
    """Return the skills of which every word stands in the text."""
    said = set(stems(text))
    return [
        skill
        for skill in Skill.objects.all()
        if (named := set(stems(skill.name))) and named <= said
    ]
