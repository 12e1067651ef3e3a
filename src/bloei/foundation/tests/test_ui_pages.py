"""The frame of a page, the components and the errors."""

from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation

from bloei.foundation import errors, theme, ui, views
from bloei.foundation.gallery import Gallery
from bloei.foundation.models import Appearance

TEMPLATES = Path(ui.__file__).parent / "templates"


def render(text, **facts):
    return engines["django"].from_string(text).render(facts)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_every_template_can_be_read(path):
    get_template(str(path.relative_to(TEMPLATES)))


def test_a_component_takes_what_stands_inside_it():
    html = render('{% ui "card" title="Balance" kind="sun" %}<p>{{ x }}</p>{% endui %}', x="<b>")
    assert 'class="card card--sun"' in html
    assert "<p>&lt;b&gt;</p>" in html
    assert 'aria-labelledby="balance"' in html


def test_a_word_of_the_page_does_not_leak_into_a_component():
    html = render('{% ui "card" %}x{% endui %}', title="Page title", kind="hero")
    assert "Page title" not in html
    assert "card--hero" not in html


def test_numbers_in_a_picture_are_no_dutch_numbers():
    text = "{% load charts %}{% meter parts unit='euros' %}"
    parts = [{"label": "a", "value": 1, "fill": "leaf"}, {"label": "b", "value": 2, "fill": "sun"}]
    with translation.override("nl"):
        html = render(text, parts=parts)
    assert 'width="32.43%"' in html
    assert "€\u00a00,01" in html


def test_every_picture_has_its_numbers_in_a_table():
    facts = Gallery().facts()["charts"]
    with translation.override("nl"):
        html = render(
            "{% load charts %}{% bullet_rows f.bullets f.bullet_parts 'x' unit='hours' goal='g' %}"
            "{% columns f.columns f.column_parts 'x' unit='hours' %}"
            "{% dot_rows f.groups 'x' %}{% lots f.lots f.first f.last f.today balance=f.balance %}"
            "{% line_chart f.line 'x' unit='percent' %}",
            f=facts,
        )
    assert html.count("<table") == 5
    assert "9,5\u00a0uur" in html
    assert "fewer than 5" in html or "minder dan 5" in html


def test_an_unknown_icon_is_an_error():
    with pytest.raises(KeyError):
        render('{% icon "no-such-icon" %}')


def test_a_wrong_page_says_what_to_do_without_a_database():
    answer = errors.failed(RequestFactory().get("/"))
    text = answer.content.decode()
    assert answer.status_code == 500
    assert "Er ging bij ons iets mis" in text
    assert "Something went wrong on our side" in text


@pytest.mark.django_db
def test_the_accent_of_the_organisation_is_served(client):
    assert client.get("/theme.css").content == b""
    Appearance.objects.update_or_create(pk=1, defaults={"name": "De Linde", "accent": "#8a1c5b"})
    served = client.get("/theme.css")
    assert served["Content-Type"] == "text/css"
    assert served.content.decode() == theme.style_sheet("#8a1c5b")


@pytest.mark.django_db
def test_bloei_can_be_put_on_a_home_screen(client):
    facts = client.get("/manifest.webmanifest").json()
    assert facts["display"] == "standalone"
    assert {icon["purpose"] for icon in facts["icons"]} == {"any", "maskable"}


@pytest.mark.django_db
def test_a_visitor_chooses_a_language_and_is_never_sent_elsewhere(client):
    answer = client.post("/language/", {"language": "en", "next": "//elsewhere.example/"})
    assert answer["Location"] == "/"
    assert answer.cookies["django_language"].value == "en"
    assert "django_language" not in client.post("/language/", {"language": "xx"}).cookies


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_friendly(client):
    answer = client.get("/no-such-page/", headers={"accept-language": "nl"})
    assert answer.status_code in {302, 404}


def test_the_gallery_is_closed_outside_demo_and_development(settings):
    from django.http import Http404

    settings.DEMO = settings.DEBUG = False
    with pytest.raises(Http404):
        views.gallery(RequestFactory().get("/ui/"))
