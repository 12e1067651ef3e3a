"""The pages of this room: who may open them, what they show, and that lists stay fast."""

import json
import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse

from bloei.foundation.forms import new_key
from bloei.foundation.models import Mail, Run
from bloei.people import actions, jobs, panels
from bloei.people.kind_names import KIND_NAMES
from bloei.people.kinds import KINDS
from bloei.people.models import Deputy, EntryCode, Person, RoleGrant, Unit

pytestmark = pytest.mark.django_db

HR_PAGES = ("person_list", "person_add", "unit_list", "unit_add", "invitation_list")
EVERYBODY = ("my_details", "deputy_add", "my_export", "seen_of_me", "privacy_overview")


@pytest.mark.parametrize("name", [*HR_PAGES, *EVERYBODY])
def test_hr_opens_every_page(cast, sign_in, name):
    assert sign_in(cast.hanan).get(reverse(f"people:{name}")).status_code == 200


@pytest.mark.parametrize("name", [*HR_PAGES, "role_list", "role_grant"])
def test_an_employee_opens_no_page_of_hr_or_administrators(cast, sign_in, name):
    assert sign_in(cast.stan).get(reverse(f"people:{name}")).status_code in {403, 404}


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_opens_the_own_pages(cast, sign_in, name):
    assert sign_in(cast.eva).get(reverse(f"people:{name}")).status_code == 200


@pytest.mark.parametrize("name", ["role_list", "role_grant"])
def test_only_an_administrator_sees_roles(cast, sign_in, name):
    assert sign_in(cast.hanan).get(reverse(f"people:{name}")).status_code == 403
    assert sign_in(cast.sam).get(reverse(f"people:{name}")).status_code == 200


def test_stan_sees_nothing_of_eva(cast, sign_in):
    client = sign_in(cast.stan)
    assert client.get(reverse("people:person_detail", args=[cast.eva.pk])).status_code == 404
    assert client.get(reverse("people:person_detail", args=[cast.stan.pk])).status_code == 200


def test_a_manager_sees_the_person_but_not_the_contract(cast, sign_in):
    page = sign_in(cast.mo).get(reverse("people:person_detail", args=[cast.eva.pk]))
    assert "Eva de Vries" in page.content.decode()
    assert page.context["employments"] == []
    own = sign_in(cast.eva).get(reverse("people:person_detail", args=[cast.eva.pk]))
    assert len(own.context["employments"]) == 1


def test_another_manager_ends_access_in_the_next_request(cast, sign_in):
    page = reverse("people:person_detail", args=[cast.eva.pk])
    assert sign_in(cast.mo).get(page).status_code == 200
    actions.appoint_leader(
        unit=cast.klantcontact,
        person=cast.els,
        from_on=cast.today,
        today=cast.today,
        key="els",
        by=cast.hanan,
    )
    assert sign_in(cast.mo).get(page).status_code == 404
    assert sign_in(cast.els).get(page).status_code == 200


def test_hr_of_one_part_sees_only_that_part(cast, sign_in):
    kim = cast.hire(number="2001", unit=cast.personeel)
    actions.grant_role(
        person=kim,
        role="hr",
        unit=cast.klantcontact,
        from_on=cast.today,
        key="kim-hr",
        by=cast.sam,
    )
    client = sign_in(Person.objects.get(pk=kim.pk))
    found = client.get(reverse("people:person_list")).context["page"].object_list
    assert {person.full_name for person in found} == {"Mo Bulut", "Eva de Vries"}
    assert client.get(reverse("people:person_detail", args=[cast.stan.pk])).status_code == 404
    form = client.get(reverse("people:unit_add")).context["form"]
    assert list(form.fields["parent"].queryset) == [cast.klantcontact]
    assert form.fields["parent"].required


@pytest.mark.parametrize("name", ["person_list", "invitation_list", "unit_list", "role_list"])
def test_a_list_asks_as_much_of_the_database_with_30_rows_as_with_1(cast, sign_in, name):
    person = cast.sam if name == "role_list" else cast.hanan
    cast.hire(number="2999", unit=cast.vastgoed, email=None)
    client = sign_in(person)
    client.get(reverse(f"people:{name}"))
    few = count_queries(client, reverse(f"people:{name}"))
    with actions.one_rebuild(cast.today):
        for number in range(3000, 3030):
            unit = actions.create_unit(
                code=str(number),
                name=str(number),
                parent=cast.de_linde,
                from_on=cast.today,
                today=cast.today,
                key=str(number),
                by=None,
            )
            kim = cast.hire(number=str(number), unit=unit, email=None)
            actions.grant_role(person=kim, role="lnd", from_on=cast.today, key=str(number), by=None)
    assert count_queries(client, reverse(f"people:{name}")) == few


def count_queries(client, url) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_a_name_is_found_without_its_accents_and_by_its_prefix(cast, sign_in):
    cast.hire(number="2001", given="Zoë", family="Müller", unit=cast.vastgoed)
    client = sign_in(cast.hanan)
    for words, name in (("muller", "Zoë Müller"), ("vries eva", "Eva de Vries")):
        found = client.get(reverse("people:person_list"), {"q": words}).context["page"]
        assert [person.full_name for person in found] == [name]


def test_hr_changes_the_hours_of_somebody_but_not_their_own(cast, sign_in):
    client = sign_in(cast.hanan)
    told = {"from_on": "2026-12-01", "hours_per_week": "24", "cao": "woondiensten"}
    employment = cast.eva.employments.get()
    url = reverse("people:employment_change", args=[cast.eva.pk, employment.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, told).status_code == 302
    assert [term.hours_per_week for term in employment.terms.order_by("during")] == [28, 24]
    assert employment.terms.order_by("during").last().salary_cents == 320000
    own = reverse("people:employment_change", args=[cast.hanan.pk, cast.hanan.employments.get().pk])
    assert client.post(own, told).status_code == 404


def test_an_employment_of_somebody_else_is_not_reached_through_a_person(cast, sign_in):
    url = reverse("people:employment_end", args=[cast.eva.pk, cast.stan.employments.get().pk])
    assert sign_in(cast.hanan).get(url).status_code == 404


def test_a_wrong_form_keeps_what_was_typed_and_says_why(cast, sign_in):
    url = reverse("people:unit_add")
    told = {"name": "Nieuw", "code": "KC", "parent": "", "from_on": "2026-12-01", "key": new_key()}
    page = sign_in(cast.hanan).post(url, told)
    assert page.status_code == 422
    assert 'value="Nieuw"' in page.content.decode()


def test_a_unit_is_made_once_also_when_the_form_is_sent_twice(cast, sign_in):
    client = sign_in(cast.hanan)
    told = {"name": "Balie", "code": "B", "parent": cast.klantcontact.pk, "from_on": "2026-12-01"}
    told["key"] = new_key()
    assert client.post(reverse("people:unit_add"), told).status_code == 302
    client.post(reverse("people:unit_add"), told)
    assert Unit.objects.filter(code="B").count() == 1


def test_a_unit_with_people_is_not_closed(cast, sign_in):
    url = reverse("people:unit_close", args=[cast.klantcontact.pk])
    assert sign_in(cast.hanan).post(url, {"last_on": "2026-12-31"}).status_code == 422
    cast.klantcontact.refresh_from_db()
    assert cast.klantcontact.closed_on is None


def test_a_unit_moves_gets_a_leader_and_another_name(cast, sign_in):
    client = sign_in(cast.hanan)
    unit = cast.klantcontact
    for name, told in (
        ("unit_rename", {"name": "Klant en contact"}),
        ("unit_move", {"parent": cast.vastgoed.pk, "from_on": "2026-11-23"}),
        ("unit_lead", {"leader": cast.stan.number, "from_on": "2026-11-23", "key": new_key()}),
    ):
        url = reverse(f"people:{name}", args=[unit.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, told).status_code == 302, name
    page = client.get(reverse("people:unit_detail", args=[unit.pk]))
    assert "Klant en contact" in page.content.decode()
    assert [row.person for row in page.context["leaders"]] == [cast.stan, cast.mo]
    assert client.get(reverse("people:unit_list")).status_code == 200


def test_roles_are_given_and_taken_by_an_administrator_and_never_to_oneself(cast, sign_in):
    client = sign_in(cast.sam)
    told = {"person": cast.eva.number, "role": "lnd", "from_on": "2026-11-23", "key": new_key()}
    assert client.post(reverse("people:role_grant"), told).status_code == 302
    grant = RoleGrant.objects.get(person=cast.eva)
    assert "lnd" in Person.objects.get(pk=cast.eva.pk).roles
    told |= {"person": cast.sam.number, "key": new_key()}
    assert client.post(reverse("people:role_grant"), told).status_code == 422
    assert client.post(reverse("people:role_revoke", args=[grant.pk])).status_code == 302
    assert "lnd" not in Person.objects.get(pk=cast.eva.pk).roles
    own = RoleGrant.objects.get(person=cast.sam)
    assert client.post(reverse("people:role_revoke", args=[own.pk])).status_code == 422


@pytest.mark.parametrize("name", ["hanan", "joost", "ria", "mo", "eva"])
def test_nobody_but_an_administrator_grants_a_role(cast, name):
    with pytest.raises(actions.MayNotGrant):
        actions.grant_role(
            person=cast.stan,
            role="hr",
            from_on=cast.today,
            key="x",
            by=getattr(cast, name),
        )


def test_a_deputy_is_written_down_and_ends_today(cast, sign_in):
    client = sign_in(cast.mo)
    told = {"deputy": cast.stan.number, "from_on": "2026-11-01", "key": new_key()}
    assert client.post(reverse("people:deputy_add"), told).status_code == 302
    page = reverse("people:person_detail", args=[cast.eva.pk])
    assert sign_in(cast.stan).get(page).status_code == 200
    row = Deputy.objects.get()
    assert sign_in(cast.eva).post(reverse("people:deputy_end", args=[row.pk])).status_code == 404
    assert sign_in(cast.mo).post(reverse("people:deputy_end", args=[row.pk])).status_code == 302
    assert sign_in(cast.stan).get(page).status_code == 404


def test_hr_lets_somebody_stand_in_for_a_leader_who_is_ill(cast, sign_in):
    told = {"deputy": cast.stan.number, "from_on": "2026-11-01", "key": new_key()}
    url = reverse("people:deputy_of", args=[cast.mo.pk])
    assert sign_in(cast.joost).get(url).status_code == 404
    client = sign_in(cast.hanan)
    assert client.get(url).status_code == 200
    assert client.post(url, told).status_code == 302
    assert Deputy.objects.get().leader == cast.mo


def test_people_are_found_within_reach_also_when_misspelled(cast):
    for viewer, words, names in (
        (cast.mo, "eva", ["Eva de Vries"]),
        (cast.mo, "eva vreis", ["Eva de Vries"]),
        (cast.mo, "stan", None),
        (cast.eva, "mo", None),
        (cast.hanan, "vremeer joost", ["Joost Vermeer"]),
        (cast.hanan, "bakker", ["Els Bakker"]),
        (cast.hanan, "xyzzyx", None),
    ):
        found = panels.people_found(viewer, cast.today, words)
        assert (found and [person.full_name for person in found["people"]]) == names, words


def test_who_invites_without_a_mail_server_reads_that_mail_waits(cast, sign_in, settings):
    settings.DEMO = settings.DEBUG = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    page = sign_in(cast.hanan).get(reverse("people:invitation_list")).content.decode()
    assert "Er is nog geen mailserver ingesteld" in page


def test_everybody_is_invited_once_with_progress(cast, sign_in):
    cast.hire(number="2001", unit=cast.vastgoed, email=None)
    client = sign_in(cast.hanan)
    told = {"key": new_key()}
    assert client.post(reverse("people:invitation_send"), told).status_code == 302
    assert "BLOEI_SMTP" not in client.get(reverse("people:invitation_list")).content.decode()
    run = Run.objects.get(kind="people.invite")
    progress = client.get(reverse("people:invitation_run", args=[run.uuid]))
    assert (progress.status_code, "HX-Refresh" in progress) == (200, False)
    jobs.invite_everybody(str(run.uuid))
    run.refresh_from_db()
    assert (run.state, run.done, run.report) == ("done", 9, {"invited": 9})
    assert Mail.objects.count() == 9
    jobs.invite_everybody(str(run.uuid))
    assert Mail.objects.count() == 9
    assert client.get(reverse("people:invitation_run", args=[run.uuid]))["HX-Refresh"] == "true"
    assert (
        sign_in(cast.stan).get(reverse("people:invitation_run", args=[run.uuid])).status_code == 404
    )


def test_letters_hold_a_code_that_is_kept_nowhere(cast, sign_in):
    cast.hire(number="2001", given="Łukasz", unit=cast.vastgoed, email=None)
    answer = sign_in(cast.hanan).post(reverse("people:letter_batch"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert EntryCode.objects.get().kind == "letter"


def test_my_data_hold_everything_that_is_registered_and_no_secrets(cast, sign_in):
    actions.invite_person(cast.eva, by=cast.hanan)
    answer = sign_in(cast.eva).post(reverse("people:my_export"))
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        person = json.loads(archive.read("people-person.json"))["rows"]
        terms = json.loads(archive.read("people-employmentterm.json"))["rows"]
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert person[0]["number"] == cast.eva.number
    assert terms[0]["salary_cents"] == 320000
    assert cast.eva.password not in everything
    assert EntryCode.objects.get().digest not in everything
    assert "Stan" not in everything


def test_erasing_leaves_no_trace_of_a_leaver_and_keeps_the_history_of_others(cast, sign_in):
    employment = cast.mo.employments.get()
    actions.end_employment(employment, last_on=date(2026, 10, 31), today=cast.today, by=cast.hanan)
    client = sign_in(cast.hanan)
    url = reverse("people:person_erase", args=[cast.mo.pk])
    assert client.post(url, {"number": "9999"}).status_code == 422
    assert client.post(url, {"number": cast.mo.number}).status_code == 302
    gone = Person.objects.get(pk=cast.mo.pk)
    assert (gone.family_name, gone.email, gone.born_on) == ("", None, None)
    assert not gone.is_active
    assert gone.erased_on == cast.today


def test_somebody_who_works_here_is_not_erased(cast, sign_in):
    url = reverse("people:person_erase", args=[cast.eva.pk])
    assert sign_in(cast.hanan).get(url).status_code == 404


def test_who_left_two_years_ago_is_forgotten(cast):
    kim = cast.hire(number="2001", unit=cast.vastgoed, until=date(2024, 10, 1))
    jobs.forget_leavers(cast.today)
    kim.refresh_from_db()
    assert kim.erased_on == cast.today
    cast.eva.refresh_from_db()
    assert cast.eva.erased_on is None


def test_a_kind_of_contract_is_chosen_from_the_known_ones(cast, sign_in):
    row = cast.eva.employments.get()
    row.terms.update(kind="gezinshuis")
    url = reverse("people:employment_change", args=[cast.eva.pk, row.pk])
    hanan = sign_in(cast.hanan)
    offered = dict(hanan.get(url).context["form"].fields["kind"].choices)
    # What HR wrote stays possible until somebody chooses.
    assert {*KINDS, "", "gezinshuis"} == set(offered)
    assert {*KINDS} == set(KIND_NAMES)
    told = {"from_on": "2026-11-23", "hours_per_week": "32", "unit": cast.klantcontact.pk}
    assert hanan.post(url, told | {"kind": "uitzend"}).status_code == 422
    assert hanan.post(url, told | {"kind": "agency"}).status_code == 302
    assert row.terms.order_by("during").last().kind_name == "uitzendwerk"


def test_hr_reads_who_led_somebody_on_any_day(cast, sign_in):
    known = {"today": cast.today, "key": "stan-leads", "by": cast.hanan}
    actions.appoint_leader(
        unit=cast.klantcontact, person=cast.stan, from_on=date(2026, 7, 1), **known
    )
    hr, page = sign_in(cast.hanan), reverse("people:person_detail", args=[cast.eva.pk])

    def led(day: str) -> str:
        told = hr.get(page, {"led_on": day}, headers={"Accept-Language": "nl"}).content.decode()
        return told.partition('id="led-on"')[2].partition("<form")[0]

    assert "30 juni 2026" in led("30-06-2026")
    assert "Mo Bulut" in led("30-06-2026")
    assert "Stan Jansen" in led("01-07-2026")
    assert "niemand" in led("01-01-2020")
    assert "Mo Bulut" not in led("gisteren")
    # Who leads somebody now does not read who did before.
    assert "led-on" not in sign_in(cast.stan).get(page).content.decode()
