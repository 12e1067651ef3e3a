"""How somebody likes to learn is said, and taken back."""

from collections.abc import Mapping

from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.learning.models import WayOfLearning
from bloei.people.models import Person


@action
def choose_ways(
    person: Person, *, ways: Mapping[str, tuple[list[str], str, str]], by: Person
) -> None:
    """Keep how somebody likes to learn: per topic the choices, own words, and who may see it.

    A topic without choices and words is forgotten; a topic that is not given stays.
    """
    for topic, (choices, words, shown_to) in ways.items():
        if not choices and not words:
            WayOfLearning.objects.filter(person=person, topic=topic).delete()
            continue
        WayOfLearning.objects.update_or_create(
            person=person,
            topic=topic,
            defaults={"choices": choices, "words": words, "shown_to": shown_to},
        )
    audit.record("ways.chosen", person, by=by, fields=sorted(ways))
