"""What every page knows: the menu, the name of the organisation, the day."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from bloei.foundation import clock, navigation
from bloei.foundation.models import Appearance


def page(request) -> dict:
    """Return lazy values: a fragment that does not use them costs no query."""
    return {
        "menu": SimpleLazyObject(lambda: navigation.links(request)),
        "appearance": SimpleLazyObject(lambda: _appearance_for(request)),
        "today": SimpleLazyObject(clock.today),
        "is_demo": settings.DEMO,
    }


def _appearance_for(request) -> Appearance:
    """Return what came with the session; who has none asks for it."""
    session = getattr(request, "session", None)
    return getattr(session, "appearance", None) or appearance()


def appearance() -> Appearance:
    return Appearance.objects.first() or Appearance.until_chosen()
