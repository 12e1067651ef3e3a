"""Reach over colleagues, and into their account: asked again, never by oneself, written down."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from bloei.foundation import clock
from bloei.foundation.forms import new_key
from bloei.foundation.models import AuditRow
from bloei.people import actions, entry_codes
from bloei.people.actions import OverOthersByOneself, Terms
from bloei.people.models import Deputy, EmploymentTerm, EntryCode, Person, UnitLeader

pytestmark = pytest.mark.django_db
NOT_YOURSELF = "Je kunt jezelf niet aanwijzen"
SECRET = "paarse fiets onder de brug"


def addresses(cast) -> dict[str, str]:
    """Return the pages that give somebody reach over others."""
    employment = [cast.stan.pk, cast.stan.employments.get().pk]
    return {
        "deputy_add": reverse("people:deputy_add"),
        "deputy_of": reverse("people:deputy_of", args=[cast.els.pk]),
        "unit_lead": reverse("people:unit_lead", args=[cast.vastgoed.pk]),
        "unit_move": reverse("people:unit_move", args=[cast.vastgoed.pk]),
        "employment_change": reverse("people:employment_change", args=employment),
    }


def answers(cast, number: str) -> dict[str, dict]:
    """Return for each page the answers that put this person over others."""
    common = {"from_on": cast.today.isoformat(), "key": new_key()}
    terms = {"hours_per_week": "36", "unit": cast.vastgoed.pk, "manager": number}
    return {
        "deputy_add": common | {"deputy": number},
        "deputy_of": common | {"deputy": number},
        "unit_lead": common | {"leader": number},
        "unit_move": common | {"parent": cast.klantcontact.pk},
        "employment_change": common | terms,
    }


def over_others() -> tuple:
    """Return what says who has reach over whom."""
    rows = UnitLeader.objects, Deputy.objects, EmploymentTerm.objects.filter(manager__isnull=False)
    return tuple(found.count() for found in rows)


@pytest.mark.parametrize(
    "page", ["deputy_add", "deputy_of", "unit_lead", "unit_move", "employment_change"]
)
def test_reach_over_others_asks_for_a_fresh_sign_in(cast, sign_in, page):
    url, told = addresses(cast)[page], answers(cast, cast.mo.number)[page]
    before, trail = over_others(), AuditRow.objects.count()
    client = sign_in(cast.hanan, fresh=False)
    for answer in (client.get(url), client.post(url, told)):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert (over_others(), AuditRow.objects.count()) == (before, trail)
    assert sign_in(cast.hanan).post(url, told).status_code == 302
    assert AuditRow.objects.filter(by=cast.hanan).count() == 1


@pytest.mark.parametrize("page", ["deputy_of", "unit_lead", "employment_change"])
def test_nobody_gives_themselves_reach_over_others(cast, sign_in, page):
    url, client, before = addresses(cast)[page], sign_in(cast.hanan), over_others()
    refused = client.post(url, answers(cast, cast.hanan.number)[page])
    assert refused.status_code == 422
    assert NOT_YOURSELF in refused.content.decode()
    assert over_others() == before
    assert not Person.objects.get(pk=cast.hanan.pk).is_leading
    allowed = client.post(url, answers(cast, cast.mo.number)[page])
    assert allowed.status_code == 302
    assert over_others() != before


def test_a_new_colleague_does_not_get_the_one_who_enters_them_as_manager(cast, sign_in):
    told = {"number": "2001", "given_name": "Kim", "family_name": "Test", "hours_per_week": "36"}
    told |= {"from_on": cast.today.isoformat(), "key": new_key(), "manager": cast.hanan.number}
    page = sign_in(cast.hanan).post(reverse("people:person_add"), told)
    assert page.status_code == 422
    assert NOT_YOURSELF in page.content.decode()


def test_the_actions_refuse_what_no_page_offers(cast):
    said = {"from_on": cast.today, "key": "a", "by": cast.hanan}
    lead = {"unit": cast.vastgoed, "person": cast.hanan, "today": cast.today}
    with pytest.raises(OverOthersByOneself):
        actions.appoint_leader(**lead, **said)
    with pytest.raises(OverOthersByOneself):
        actions.appoint_deputy(leader=cast.els, deputy=cast.hanan, **said)
    terms = Terms(Decimal(36), unit=cast.vastgoed, manager=cast.hanan)
    with pytest.raises(OverOthersByOneself):
        actions.start_employment(
            person=cast.stan, number="2", terms=terms, today=cast.today, **said
        )
    assert over_others() == (3, 0, 0)


def test_who_is_a_personal_manager_already_may_change_the_hours(cast, sign_in):
    kim = cast.hire(number="2001", unit=cast.vastgoed, manager=cast.hanan)
    url = reverse("people:employment_change", args=[kim.pk, kim.employments.get().pk])
    told = answers(cast, cast.hanan.number)["employment_change"] | {"hours_per_week": "24"}
    assert sign_in(cast.hanan).post(url, told).status_code == 302
    assert kim.employments.get().terms.latest("during").hours_per_week == 24


def test_a_key_used_again_with_other_answers_gets_a_sentence(cast, sign_in):
    url, told = reverse("people:deputy_add"), answers(cast, cast.stan.number)["deputy_add"]
    client = sign_in(cast.els)
    assert client.post(url, told).status_code == 302
    assert client.post(url, told).status_code == 302
    other = client.post(url, told | {"deputy": cast.mo.number})
    assert other.status_code == 422
    assert "al eerder verstuurd, met andere antwoorden" in other.content.decode()
    assert Deputy.objects.get(leader=cast.els).deputy == cast.stan


def test_no_letter_opens_an_account_with_a_role(cast, sign_in):
    kim = cast.hire(number="2001", unit=cast.vastgoed, email=None)
    client, url = sign_in(cast.hanan), reverse("people:person_letter", args=[kim.pk])
    assert client.post(url)["Content-Type"] == "application/pdf"
    EntryCode.objects.all().delete()
    actions.grant_role(person=kim, role="lnd", from_on=cast.today, key="kim", by=cast.sam)
    for person in (kim, cast.mo, cast.sam, cast.joost, cast.ria):
        url = reverse("people:person_letter", args=[person.pk])
        answer = client.post(url)
        assert answer.status_code == 422
        assert "Voor dit account printen we geen brief" in answer.content.decode()
    assert not EntryCode.objects.exists()


def test_a_pile_of_letters_leaves_out_who_holds_a_role(cast, sign_in):
    kim = cast.hire(number="2001", unit=cast.vastgoed, email=None)
    lou = cast.hire(number="2002", unit=cast.vastgoed, email=None)
    actions.grant_role(person=kim, role="lnd", from_on=cast.today, key="kim", by=cast.sam)
    sign_in(cast.hanan).post(reverse("people:letter_batch"))
    assert {entry.person for entry in EntryCode.objects.all()} == {lou}
    with pytest.raises(actions.entry.NoLetterWithARole):
        actions.make_letters([kim, lou], by=cast.hanan)


def test_for_whom_a_code_was_printed_when_and_by_whom_stays_known(cast, sign_in, client):
    waiting = [cast.hire(number=f"200{n}", unit=cast.vastgoed, email=None) for n in range(3)]
    sign_in(cast.hanan).post(reverse("people:letter_batch"))
    row = AuditRow.objects.get(verb="person.letter_made")
    assert (row.by, row.count, row.thing_id) == (cast.hanan, 3, "")
    made = EntryCode.objects.filter(kind="letter", made_by=cast.hanan)
    assert {entry.person for entry in made} == set(waiting)
    kim = waiting[0]
    [first] = [entry.pk for entry in made if entry.person == kim]
    client.post(reverse("people:person_letter", args=[kim.pk]))
    row = AuditRow.objects.filter(verb="person.letter_made").latest("pk")
    assert (row.by, row.count, row.thing_id) == (cast.hanan, 1, str(kim.pk))
    assert EntryCode.objects.filter(pk=first, made_by=cast.hanan).exists()
    assert entry_codes.usable().filter(person=kim).count() == 1


def test_a_letter_that_was_replaced_opens_nothing(cast, client):
    kim = cast.hire(number="2001", unit=cast.vastgoed, email=None)
    [old] = actions.make_letters([kim], by=cast.hanan)
    [new] = actions.make_letters([kim], by=cast.hanan)
    url = reverse("people:letter")
    assert client.post(url, {"number": "2001", "code": old.code}).status_code == 422
    assert client.post(url, {"number": "2001", "code": new.code}).status_code == 302
    with clock.fixed(cast.today + timedelta(days=90)):
        actions.forget_old_entries(today=cast.today)
    assert not EntryCode.objects.exists()


def test_a_new_password_is_not_kept_while_the_old_one_is_asked(cast, sign_in):
    client = sign_in(cast.eva, fresh=False)
    client.post(reverse("account_change_password"), {"password": SECRET})
    assert SECRET not in in_session(client)
    client = sign_in(cast.sam, fresh=False)
    client.post(reverse("people:role_grant"), {"person": SECRET})
    assert "paarse" in in_session(client), "other forms are kept, so a password could have been"


def in_session(client) -> str:
    return repr(dict(client.session.items()))


def test_one_click_without_a_next_page_leads_home(cast, client, settings):
    settings.DEMO = True
    answer = client.post(reverse("people:demo_sign_in"), {"person": cast.eva.number})
    assert (answer.status_code, answer["Location"]) == (302, "/")
