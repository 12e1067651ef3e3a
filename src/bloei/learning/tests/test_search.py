"""Finding offers in Dutch: stems, long words, typing errors, filters, and which fit whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bloei.foundation.stems import stem, stems
from bloei.foundation.vocabulary import Vocabulary
from bloei.learning import actions, suggestions
from bloei.learning.finding import Filters, few_offers, found_offers, one_page
from bloei.learning.models import Offer, Skill
from bloei.people.models import Person

# Word pairs that belong together; the last three are beyond any stemmer without a dictionary.
PAIRS = [
    ("brief", "brieven"), ("huis", "huizen"), ("gesprek", "gesprekken"), ("huurder", "huurders"),
    ("cursus", "cursussen"), ("training", "trainingen"), ("schrijven", "schrijf"),
    ("schrijven", "schrijft"), ("lezen", "lees"), ("conflict", "conflicten"),
    ("vaardigheid", "vaardigheden"), ("techniek", "technieken"), ("geven", "geef"),
    ("duidelijk", "duidelijke"), ("boek", "boekje"),
]  # fmt: skip
OFFERS = (
    # title, summary, kind, cents, minutes, place, skills
    ("Gesprekstechnieken voor klantcontact", "Oefenen met telefoontjes van huurders.", "training",
     34_000, 720, "Utrecht", ["Gesprekken voeren"]),
    ("Helder schrijven", "Brieven en mails die huurders begrijpen.", "training", 38_000, 720,
     "Utrecht", ["Schrijven"]),
    ("Omgaan met agressie aan de balie", "Rustig blijven als het spannend wordt.", "training",
     59_000, 840, "Amersfoort", ["Omgaan met agressie"]),
    ("Excel basis", "Rekenen, sorteren en filteren.", "e_learning", 4_900, 240, "", ["Excel"]),
    ("Leidinggeven voor beginners", "Van collega naar leidinggevende.", "course", 89_500, 960,
     "Zwolle", ["Leidinggeven"]),
    ("Huurrecht in het kort", "Wat mag een verhuurder?", "micro", 0, 4, "", ["Huurrecht"]),
    ("Idee-café: coöperatief leren", "Foto's en verhalen delen.", "workshop", 0, 120, "Online", []),
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(cast):
    for title, summary, kind, cents, minutes, place, skills in OFFERS:
        actions.create_offer(
            facts={"title": title, "summary": summary, "kind": kind, "price_cents": cents,
                   "minutes": minutes, "place": place},
            provider="Taalhuis", skills=skills, key=title[:30], by=cast.joost,
        )  # fmt: skip
    return cast


def titles(cast, text="", **filters) -> list[str]:
    found = found_offers(cast.eva, Filters(text=text, **filters), cast.today)
    _page, offers = one_page(found, 1, 12)
    return [offer.title for offer in offers]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_words_that_belong_together_have_one_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("gesprekken", "Gesprekstechnieken voor klantcontact"),
        ("gesprek", "Gesprekstechnieken voor klantcontact"),
        ("technieken", "Gesprekstechnieken voor klantcontact"),
        ("brief", "Helder schrijven"),
        ("schrijf", "Helder schrijven"),
        ("schirjven", "Helder schrijven"),
        ("agresie", "Omgaan met agressie aan de balie"),
        ("AGRESSIE  balie", "Omgaan met agressie aan de balie"),
        ("exel", "Excel basis"),
        ("leidingevende", "Leidinggeven voor beginners"),
        ("leiding", "Leidinggeven voor beginners"),
        ("recht", "Huurrecht in het kort"),
        ("verhuurders", "Huurrecht in het kort"),
        ("cooperatief", "Idee-café: coöperatief leren"),
        ("ideecafe", "Idee-café: coöperatief leren"),
        ("foto", "Idee-café: coöperatief leren"),
        ("taalhuis excel", "Excel basis"),
        ("een cursus over excel", "Excel basis"),
    ],
)
def test_what_people_type_finds_what_they_mean(catalogue, typed, first):
    assert titles(catalogue, typed)[:1] == [first]


def test_a_corrected_word_is_told_and_a_known_one_is_left_alone(catalogue):
    found = found_offers(catalogue.eva, Filters(text="exel"), catalogue.today)
    assert found.mended == {"exel": "excel"}
    assert not found_offers(catalogue.eva, Filters(text="excel"), catalogue.today).mended


def test_when_hardly_anything_has_all_words_some_words_are_enough(catalogue):
    found = found_offers(catalogue.eva, Filters(text="excel agressie"), catalogue.today)
    assert found.is_loose
    assert set(titles(catalogue, "excel agressie")) == {
        "Excel basis", "Omgaan met agressie aan de balie",
    }  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["'", "' | 'x", "a:* & !b", "<->", "\\", "%", "☃", "zonnescherm", "&&& |||", "\0x"]
)
def test_signs_that_mean_something_to_the_database_are_only_signs(catalogue, typed):
    titles(catalogue, typed)


def test_filters_narrow_the_list(catalogue):
    assert titles(catalogue, kinds=("e_learning",)) == ["Excel basis"]
    assert "Leidinggeven voor beginners" not in titles(catalogue, price_up_to=50_000)
    assert set(titles(catalogue, minutes_up_to=60)) == {"Huurrecht in het kort"}
    assert len(titles(catalogue, is_online=True)) == 3
    assert len(titles(catalogue, is_free=True)) == 2
    assert titles(catalogue, place="zwol") == ["Leidinggeven voor beginners"]


def test_what_was_withdrawn_has_begun_or_belongs_to_somebody_is_not_found(catalogue):
    offer = Offer.objects.get(title="Excel basis")
    actions.withdraw_offer(offer, by=catalogue.joost)
    actions.add_own_offer(person=catalogue.eva, facts={"title": "Excel geheim", "kind": "book"},
                          key="own", by=catalogue.eva)  # fmt: skip
    assert titles(catalogue, "excel") == []


def test_the_words_of_a_private_finding_never_mend_those_of_others(catalogue):
    facts = {"title": "Rouwverwerking na scheiding", "kind": "book"}
    actions.add_own_offer(person=catalogue.stan, facts=facts, key="own", by=catalogue.stan)
    found = found_offers(catalogue.eva, Filters(text="rouwverwerkin"), catalogue.today)
    assert not found.mended


def test_what_fits_a_goal_comes_first_and_says_why(catalogue):
    actions.set_goal(person=catalogue.eva, text="Beter schrijven", key="g", by=catalogue.eva)
    assert titles(catalogue)[0] == "Helder schrijven"
    fits = suggestions.fitting_offers([catalogue.eva.pk], catalogue.today)[catalogue.eva.pk]
    assert fits[0].title == "Helder schrijven"
    assert fits[0].reason == suggestions.Reason("goal", "Beter schrijven")


def test_among_offers_that_fit_as_well_the_liked_means_come_first(catalogue):
    eva = catalogue.eva
    for kind, title in (("book", "Boek over roosters"), ("coaching", "Coach voor roosters")):
        facts = {"title": title, "kind": kind, "price_cents": 0}
        actions.create_offer(
            facts=facts, provider="Taalhuis", skills=["Roosters"], key=kind, by=catalogue.joost
        )
    skills = Skill.objects.filter(name="Roosters")
    actions.set_goal(person=eva, text="Eerlijk plannen", skills=skills, key="g", by=eva)
    for means, title in (("reading", "Boek over roosters"), ("talking", "Coach voor roosters")):
        actions.choose_ways(eva, ways={"means": ([means], "", "only_me")}, by=eva)
        assert suggestions.fitting_offers([eva.pk], catalogue.today)[eva.pk][0].title == title


def test_three_offers_for_everybody_in_one_query_within_what_each_can_pay(catalogue):
    people = list(Person.objects.values_list("pk", flat=True))
    limits = {catalogue.eva.pk: 5_000, catalogue.stan.pk: 0}
    with CaptureQueriesContext(connection) as queries:
        found = suggestions.fitting_offers(people, catalogue.today, price_up_to=limits)
    assert len(queries) == 1
    assert len(found[catalogue.mo.pk]) == 3
    assert all(fit.price_incl_cents <= 5_000 for fit in found[catalogue.eva.pk])
    assert all(fit.price_incl_cents == 0 for fit in found[catalogue.stan.pk])


def test_what_was_dismissed_or_taken_is_not_suggested(catalogue):
    eva = catalogue.eva
    actions.set_goal(person=eva, text="Beter schrijven met Excel", key="g", by=eva)
    actions.dismiss_offer(Offer.objects.get(title="Helder schrijven"), person=eva, by=eva)
    actions.wish(person=eva, offer=Offer.objects.get(title="Excel basis"), key="w", by=eva)
    fits = suggestions.fitting_offers([eva.pk], catalogue.today, limit=20)[eva.pk]
    assert not {"Helder schrijven", "Excel basis"} & {fit.title for fit in fits}


def test_a_choice_of_few_people_is_no_reason(catalogue):
    offer = Offer.objects.get(title="Excel basis")
    for number in range(suggestions.LEAST_COLLEAGUES):
        reason = suggestions.reasons_for(catalogue.eva, [offer], catalogue.today)[offer.pk]
        assert reason.code == "new"
        person = catalogue.hire(number=f"9{number}", function="Medewerker klantcontact",
                                unit=catalogue.klantcontact)  # fmt: skip
        wish = actions.wish(person=person, offer=offer, key=f"w{number}", by=person)
        actions.move_participation(wish, to="under_way", by=person)
    reason = suggestions.reasons_for(catalogue.eva, [offer], catalogue.today)[offer.pk]
    assert (reason.code, reason.count) == ("colleagues", suggestions.LEAST_COLLEAGUES)


def test_wishes_give_way_before_the_price_does(catalogue):
    asked = Filters(text="agressie", kinds=("book",), minutes_up_to=30, price_up_to=40_000)
    offers = few_offers(catalogue.eva, asked, catalogue.today)
    assert len(offers) == 3
    assert all(offer.price_incl_cents <= 40_000 for offer in offers)


def test_a_word_is_mended_to_the_nearest_and_most_used():
    words = Vocabulary([("planning", stem("planning"), 9), ("plannen", stem("plannen"), 1),
                        ("excel", "excel", 3)])  # fmt: skip
    assert words.mended("excell") is None or words.mended("excell") == "excel"
    assert words.mended("plannign") == "planning"
    assert words.mended("zzzzz") is None
    assert words.parts("excelplanning") == ("excel", "planning")


def test_noise_is_left_out_of_the_stems():
    assert stems("Hoe schrijf je een brief?") == ["schrijf", "brief"]
