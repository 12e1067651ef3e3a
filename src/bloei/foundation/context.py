"""What every page knows: the menu, the name of the organisation, the day."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from bloei.foundation import clock, navigation
from bloei.foundation.models import Appearance


def page(request) -> dict:
    """Return lazy values: a fragment that does not use them costs no query."""
    return {
        "menu": SimpleLazyObject(lambda: navigation.links(request)),
        "appearance": SimpleLazyObject(appearance),
        "today": SimpleLazyObject(clock.today),
        "is_demo": settings.DEMO,
    }


def appearance() -> Appearance:
    return Appearance.objects.first() or Appearance(pk=1, name="Bloei")
