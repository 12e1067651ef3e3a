"""Translations: found in code and templates, kept per room, joined into one."""

import gettext
import os

import polib
import pytest
from django.utils import translation

from bloei.foundation import catalogues

TEMPLATE = """{% if x %}
      {% translate "It's here" %}
  {% blocktranslate trimmed count n=n %}One thing{% plural %}{{ n }} things{% endblocktranslate %}
    {% include "ui/card.html" with title=_("Title") %}
{% endif %}{# no text #}{{ _("Loose") }}"""
CODE = 'from django.utils.translation import gettext as _\nx = _("From code")\ny = f(x)\n'


@pytest.fixture
def room(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text(TEMPLATE)
    (tmp_path / "a.py").write_text(CODE)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "b.py").write_text('_("Only a test")')
    return tmp_path


def test_texts_are_found_in_code_and_in_templates_but_not_in_tests(room):
    found = {message.msgid: message.plural for message in catalogues.extracted(room)}
    assert found == {
        "It's here": "",
        "One thing": "%(n)s things",
        "Title": "",
        "Loose": "",
        "From code": "",
    }


def test_what_is_new_is_added_empty_and_reported(room):
    report = catalogues.update(room)
    assert "Title" in report.missing
    assert catalogues.update(room).missing == report.missing


def test_a_translation_that_came_back_is_not_lost(room):
    catalogues.update(room)
    _translate(room, "Loose", "Los")
    (room / "templates" / "a.html").write_text(TEMPLATE.replace('{{ _("Loose") }}', ""))
    assert catalogues.update(room).obsolete == ["Loose"]
    (room / "templates" / "a.html").write_text(TEMPLATE)
    assert "Loose" not in catalogues.update(room).missing


def test_what_is_no_longer_used_goes_when_asked(room):
    catalogues.update(room)
    (room / "a.py").write_text("")
    assert not catalogues.update(room, prune=True).obsolete


def test_a_translation_that_forgets_a_number_is_broken(room):
    catalogues.update(room)
    _translate(room, "One thing", ("Eén ding", "Dingen"))
    assert catalogues.check(room).broken == ["One thing"]


def test_a_singular_need_not_say_its_number(room):
    catalogues.update(room)
    _translate(room, "One thing", ("Eén ding", "%(n)s dingen"))
    assert not catalogues.check(room).broken


def test_checking_writes_nothing(room):
    catalogues.check(room)
    assert not catalogues.catalogue_of(room).exists()


def test_no_text_has_two_translations():
    assert catalogues.contradictions() == []


def test_no_text_is_said_alone_and_counted_elsewhere():
    assert catalogues.in_two_forms() == []


def test_a_text_that_is_alone_here_and_counted_there_is_named(room):
    counting = 'y = ngettext("From code", "From %(n)s codes", n)\n'
    assert catalogues.in_two_forms([room]) == []
    (room / "b.py").write_text(f"from django.utils.translation import ngettext\n{counting}")
    assert catalogues.in_two_forms([room]) == ["'From code': alone in a.py, counted in b.py"]


class OlderTranslations(gettext.GNUTranslations):
    """Looks up as Python 3.11.2 does (Debian 12): a counted text is not found alone."""

    def gettext(self, message):
        return self._catalog.get(message, message)


def test_why_no_text_may_have_two_forms(tmp_path):
    with catalogues.compile_into(tmp_path).open("rb") as file:
        dutch = OlderTranslations(file)
    assert dutch.ngettext("per year", "per %(years)s years", 1) == "per jaar"
    assert dutch.gettext("per year") == "per year"
    assert dutch.gettext("per month") == "per maand"


def test_the_rooms_are_joined_into_one_catalogue_that_python_reads(tmp_path):
    written = catalogues.compile_into(tmp_path)
    with written.open("rb") as file:
        dutch = gettext.GNUTranslations(file)
    assert dutch.gettext("Skip to the content") == "Naar de inhoud"
    many = dutch.ngettext(
        "One thing still needs your attention.", "%(count)s things still need your attention.", 2
    )
    assert many == "%(count)s dingen vragen nog je aandacht."


def test_what_was_compiled_before_a_change_is_behind(room, tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "rooms", lambda: {"a": room})
    catalogues.update(room)
    target = tmp_path / "locale"
    assert not catalogues.is_compiled_in(target)
    written = catalogues.compile_into(target)
    assert catalogues.is_compiled_in(target)
    os.utime(written, (0, 0))
    assert not catalogues.is_compiled_in(target)


def test_a_process_takes_over_texts_that_were_compiled_after_it_began(tmp_path, settings):
    """The first command on a new machine compiles them itself, and would go on in English."""
    before, settings.LOCALE_PATHS = settings.LOCALE_PATHS, [tmp_path]
    try:
        catalogues.read_anew()
        with translation.override("nl"):
            assert translation.gettext("Skip to the content") == "Skip to the content"
            catalogues.compile_into(tmp_path)
            assert translation.gettext("Skip to the content") == "Skip to the content"
        catalogues.read_anew()
        with translation.override("nl"):
            assert translation.gettext("Skip to the content") == "Naar de inhoud"
    finally:
        settings.LOCALE_PATHS = before
        catalogues.read_anew()


def test_the_house_itself_is_fully_translated():
    assert not catalogues.check(catalogues.rooms()["foundation"])


def _translate(room, msgid, text):
    path = catalogues.catalogue_of(room)
    catalogue = polib.pofile(str(path))
    entry = catalogue.find(msgid)
    if isinstance(text, tuple):
        entry.msgstr_plural = dict(enumerate(text))
    else:
        entry.msgstr = text
    catalogue.save(str(path))
