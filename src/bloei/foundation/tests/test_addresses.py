"""What is looked up once says what Django says: addresses, texts, sentences, the hidden token."""

import pytest
from django.template import engines
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from bloei.foundation.addresses import address_of


@pytest.mark.parametrize("number", [1, 0, 8888888888888888888, 10**20])
def test_the_address_of_a_row_is_what_django_says(number):
    assert address_of("planning:block_detail", number) == reverse(
        "planning:block_detail", args=[number]
    )


def test_a_page_has_one_address_and_a_token_stands_in_its_own():
    assert address_of("home:today") == reverse("home:today")
    told = "people:choose_password"
    assert address_of(told, "a-b") == reverse(told, args=["a-b"]) != address_of(told, "c")


def test_what_is_no_page_is_refused_again_and_again():
    for _time in range(2):
        with pytest.raises(NoReverseMatch):
            address_of("home:nowhere")
        with pytest.raises(NoReverseMatch):
            address_of("home:today", 5)


def drawn(source: str, **facts) -> str:
    return engines["django"].from_string(source).render(facts)


def test_a_template_links_to_a_row_only_when_it_knows_which():
    link = "{% url 'planning:block_detail' pk as url %}[{{ url }}]"
    assert drawn(link, pk=5) == f"[{address_of('planning:block_detail', 5)}]"
    assert drawn(link, pk=None) == drawn(link) == "[]"


def test_a_text_follows_the_language_of_who_reads_it():
    page = engines["django"].from_string('{% translate "Today" %}')
    said = []
    for language in ("nl", "en", "nl"):
        with translation.override(language):
            said.append(page.render({}))
    assert said == ["Vandaag", "Today", "Vandaag"]


def test_a_component_knows_only_what_it_is_given():
    source = '{% ui "card" title="A" %}{% if True %}b{% endif %}{% endui %}'
    assert drawn(source, kind="sun", aside="c", link="/") == drawn(source)
    assert "card--sun" in drawn(source.replace("title", "kind=kind title"), kind="sun")


def test_a_sentence_has_its_gaps_filled_anew_every_time():
    page = engines["django"].from_string(
        "{% blocktranslate count n=n with who=who %}{{ who }} has one day"
        "{% plural %}{{ who }} has {{ n }} days{% endblocktranslate %}"
    )
    told = [page.render({"n": n, "who": who}) for n, who in ((1, "Eva"), (2, "<Mo>"), (1, "Mo"))]
    assert told == ["Eva has one day", "&lt;Mo&gt; has 2 days", "Mo has one day"]


def test_the_forms_of_an_answer_share_a_token_and_the_next_answer_has_another(rf):
    page = engines["django"].from_string("{% csrf_token %}|{% csrf_token %}")
    first, second = page.render({}, rf.get("/")).split("|")
    assert first == second != page.render({}, rf.get("/")).split("|")[0]
    assert 'name="csrfmiddlewaretoken"' in first
