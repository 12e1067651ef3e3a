"""Every page made of panels stands without any one room: no room needs what another shows."""

import pytest
from django.urls import reverse
from tests.world import build

from bloei.foundation import panels
from bloei.foundation.panels import PLACES
from bloei.foundation.rooms import ROOMS, collect, discover

pytestmark = pytest.mark.django_db
SHOWING = sorted({module.__name__.rpartition(".")[0] for module in discover("panels")})
PAGES = (
    ("eva", "home:today", {}),
    ("mo", "home:today", {}),
    ("hanan", "home:today", {}),
    ("mo", "home:team", {}),
    ("mo", "people:person_detail", "person"),
    ("eva", "learning:offer_list", {}),
    ("eva", "learning:offer_detail", "offer"),
    ("eva", "home:search", {}),
    ("eva", "planning:week", {}),
    ("mo", "conversations:conversation_list", {}),
)


@pytest.fixture
def without(monkeypatch):
    """Let the panels of one room be gone."""

    def switched_off(room: str) -> None:
        left = [
            panel
            for module in discover("panels")
            if module.__name__ != f"{room}.panels"
            for panel in getattr(module, "PANELS", ())
        ]
        monkeypatch.setattr(panels, "collect", lambda _part, _name: left)

    return switched_off


def test_rooms_that_show_something_elsewhere_are_found():
    assert set(SHOWING) <= set(ROOMS)
    assert {panel.place for panel in collect("panels", "PANELS")} <= set(PLACES)


@pytest.mark.slow
def test_every_page_stands_with_each_room_switched_off(cast, clients, without):
    world = build(cast)
    things = {"person": cast.eva.pk, "offer": world.offer.pk}
    for room in SHOWING:
        without(room)
        for viewer, name, thing in PAGES:
            kwargs = {"pk": things[thing]} if thing else None
            answer = clients[viewer].get(reverse(name, kwargs=kwargs))
            assert answer.status_code == 200, f"{name} without {room}"


def test_what_a_room_shows_is_gone_with_it(cast, clients, without):
    build(cast)
    shown = clients["eva"].get("/").content
    without("bloei.budgets")
    assert len(clients["eva"].get("/").content) < len(shown)
