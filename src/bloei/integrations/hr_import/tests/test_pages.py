"""HR brings a file on screen: columns, difference, confirmation, report."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bloei.foundation import clock, files
from bloei.foundation.models import StoredFile
from bloei.integrations.hr_import import actions, jobs
from bloei.integrations.hr_import.models import HrFile, RememberedColumns
from bloei.people.actions import grant_role
from bloei.people.models import Employment, Person
from bloei.people.roles import Role

pytestmark = pytest.mark.django_db
HEAD = "Medewerkernummer;Roepnaam;Tussenvoegsel;Achternaam;Uren per week;Datum in dienst"
LIST = reverse("hr_import:file_list")
ALL = [
    "1001;Anneke;;Smit;36;01-01-2024", "1002;Mo;;Bulut;36;01-01-2024",
    "1003;Eva;de;Vries;32;01-01-2024", "1004;Els;;Bakker;36;01-01-2024",
    "1005;Stan;;Jansen;36;01-01-2024", "1006;Hanan;el;Amrani;32;01-01-2024",
    "1007;Joost;;Vermeer;32;01-01-2024", "1008;Ria;;Hoekstra;24;01-01-2024",
    "1009;Sam;;Bos;36;01-01-2024", "2001;Thijs;;Vos;24;01-12-2026",
]  # fmt: skip


def upload(client, rows=ALL, *, head=HEAD, key="a-key-of-eight", **more):
    content = "\n".join([head, *rows]).encode()
    data = {
        "key": key, "upload": SimpleUploadedFile("personeel.csv", content),
        "as_of": "2026-11-23", **more,
    }  # fmt: skip
    return client.post(LIST, data)


def looked_through(client, rows=ALL, **more) -> HrFile:
    upload(client, rows, **more)
    file = HrFile.objects.get()
    jobs.look_through(file.pk)
    file.refresh_from_db()
    return file


def test_a_file_is_looked_through_before_anything_changes(hanan):
    file = looked_through(hanan)
    assert file.state == "ready"
    page = hanan.get(file.get_absolute_url())
    text = page.content.decode()
    assert "Thijs Vos" in text
    assert "<ins>" in text
    assert not Person.objects.filter(number="2001").exists()


def test_confirming_carries_it_out_and_the_report_stays(hanan):
    file = looked_through(hanan)
    answer = hanan.post(reverse("hr_import:file_confirm", args=[file.pk]), {"sure": "on"})
    assert answer.status_code == 302
    jobs.carry_out(file.pk)
    file.refresh_from_db()
    assert (file.state, file.counts["new"], file.counts["changed"]) == ("done", 1, 1)
    assert reverse("people:invitation_list") in hanan.get(file.get_absolute_url()).content.decode()
    assert file.stored is None
    eva = Person.objects.get(number="1003").employments.get()
    assert eva.terms.on(clock.today()).get().hours_per_week == 32
    assert hanan.get(file.get_absolute_url()).status_code == 200


def test_carrying_out_twice_has_one_effect(hanan):
    file = looked_through(hanan)
    hanan.post(reverse("hr_import:file_confirm", args=[file.pk]), {"sure": "on"})
    jobs.carry_out(file.pk)
    jobs.carry_out(file.pk)
    assert Employment.objects.filter(person__number="2001").count() == 1
    again = hanan.post(reverse("hr_import:file_confirm", args=[file.pk]), {"sure": "on"})
    assert again.status_code == 302


def test_confirming_asks_to_look_first(hanan):
    file = looked_through(hanan)
    answer = hanan.post(reverse("hr_import:file_confirm", args=[file.pk]), {})
    assert answer.status_code == 422
    file.refresh_from_db()
    assert file.state == "ready"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({}, 422), ({"absent": "leave"}, 422), ({"absent": "leave", "typed": "3"}, 422),
        ({"absent": "leave", "typed": "8"}, 302), ({"absent": "part"}, 302),
    ],
)  # fmt: skip
def test_many_absent_people_ask_for_a_typed_choice(hanan, said, status):
    file = looked_through(hanan, [ALL[5], ALL[9]])
    assert file.counts["too_many_leave"] == 1
    url = reverse("hr_import:file_confirm", args=[file.pk])
    assert hanan.post(url, {"sure": "on", **said}).status_code == status
    if status == 302:
        jobs.carry_out(file.pk)
        left = 0 if said["absent"] == "part" else 8
        assert Person.objects.filter(is_working=False).exclude(number="2001").count() == left


def test_unknown_headings_are_pointed_out_once_and_remembered(hanan):
    head = "Pers;Voorn;Tussen;Achtern;Omvang;Start"
    upload(hanan, head=head)
    file = HrFile.objects.get()
    assert file.state == "mapping"
    url = reverse("hr_import:file_columns", args=[file.pk])
    assert (
        "Hanan · " in hanan.get(url).content.decode() or "Anneke" in hanan.get(url).content.decode()
    )
    assert hanan.post(url, {"column_1": "given_name"}).status_code == 422
    chosen = {
        "column_0": "number", "column_1": "given_name", "column_3": "family_name",
        "column_4": "hours_per_week", "column_5": "joined_on",
    }  # fmt: skip
    assert hanan.post(url, chosen).status_code == 302
    jobs.look_through(file.pk)
    file.refresh_from_db()
    assert (file.state, file.counts["new"]) == ("ready", 1)
    assert RememberedColumns.objects.count() == 1
    upload(hanan, head=head, key="another-key-here")
    assert HrFile.objects.latest("pk").state == "checking"


DOUBT = HEAD.replace("Achternaam", "Afzender").replace("Uren per week", "Omvang")
WHOLE = HEAD + ";Afdeling;Cao;Salaris"


@pytest.mark.parametrize(
    ("head", "state"),
    [
        (DOUBT, "mapping"),
        (f"{HEAD};Org.eenheid", "mapping"),  # nobody has a unit, and this heading may be it
        (HEAD, "checking"),  # nothing else is in it
        (f"{WHOLE};Leaseauto", "checking"),  # nothing that a budget needs is missing
    ],
)
def test_who_brings_a_file_is_asked_what_an_unknown_column_is_when_it_may_matter(
    hanan, head, state
):
    upload(hanan, [f"{row};Wonen;Woondiensten;3000;nee" for row in ALL], head=head)
    file = HrFile.objects.get()
    assert file.state == state
    if state == "mapping":
        page = hanan.get(reverse("hr_import:file_columns", args=[file.pk])).content.decode()
        assert '<option value="number" selected>' in page, "what is clear is filled in"
        assert "Nog niet gevonden: " in page
        assert 'value="until"' not in page, "what no column can be is no choice"


def test_a_file_with_a_column_taken_for_another_is_brought_again_and_pointed_out(hanan):
    upload(hanan, asks="on")
    file = HrFile.objects.get()
    assert file.state == "mapping"
    columns = {"column_0": "number", "column_1": "initials", "column_3": "family_name"}
    hanan.post(reverse("hr_import:file_columns", args=[file.pk]), columns)
    jobs.look_through(file.pk)
    page = hanan.get(file.get_absolute_url()).content.decode()
    assert "Zo las Bloei de kolommen" in page
    upload(hanan, key="another-key-here")
    assert HrFile.objects.latest("pk").state == "checking", "it is remembered"
    upload(hanan, key="a-third-key-here", asks="on")
    again = HrFile.objects.latest("pk")
    assert again.state == "mapping"
    page = hanan.get(reverse("hr_import:file_columns", args=[again.pk])).content.decode()
    assert '<option value="initials" selected>' in page, "and can be put right"


def test_what_is_not_pointed_out_is_not_kept(hanan):
    rows = [f"{row};Wonen;Woondiensten;3000;geheim-{at};123456782" for at, row in enumerate(ALL)]
    upload(hanan, rows, head=WHOLE + ";Opmerking;Registratie")
    file = HrFile.objects.get()
    kept = files.path_of(file.stored).read_text()
    assert "Anneke" in kept
    assert "geheim" not in kept
    assert "123456782" not in kept


def test_a_bsn_is_not_kept_while_columns_are_chosen(hanan):
    rows = [f"{row};123456782" for row in ALL]
    upload(hanan, rows, head="Pers;Voorn;Tussen;Achtern;Omvang;Start;Kenmerk")
    file = HrFile.objects.get()
    assert file.dropped == [["Kenmerk", "bsn"]]
    assert "123456782" not in files.path_of(file.stored).read_text()
    assert (
        "Kenmerk" in hanan.get(reverse("hr_import:file_columns", args=[file.pk])).content.decode()
    )


def test_a_resend_of_the_same_form_is_one_file(hanan):
    assert upload(hanan)["Location"] == upload(hanan)["Location"]
    assert HrFile.objects.count() == 1


def test_a_file_that_cannot_be_read_gets_a_sentence_and_keeps_the_form(hanan):
    data = {"key": "a-key-of-eight", "as_of": "2026-11-23", "is_part": "on"}
    data["upload"] = SimpleUploadedFile("oud.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 50)
    answer = hanan.post(LIST, data)
    assert answer.status_code == 422
    assert ".xls" in answer.content.decode()
    assert HrFile.objects.count() == 0


def test_the_list_of_problems_holds_no_formula(hanan):
    rows = [*ALL, "=cmd|'/c calc'!A1;A;;B;36;01-01-2024", "3001;Kim;;@SUM(1+1);=1+1;01-01-2024"]
    file = looked_through(hanan, rows, is_part="on")
    text = hanan.get(reverse("hr_import:file_problems", args=[file.pk])).content.decode("utf-8-sig")
    assert "'=1+1" in text
    assert not any(
        cell.startswith(("=", "@")) for line in text.splitlines() for cell in line.split(";")
    )


@pytest.mark.parametrize("who", ["eva", "mo", "joost", "ria", "sam", "stan"])
def test_only_hr_of_the_whole_organisation_may_import(cast, hanan, enter, who):
    file = looked_through(hanan)
    other = enter(getattr(cast, who))
    assert other.get(LIST).status_code == 403
    for name in ("file_detail", "file_columns", "file_progress", "file_problems"):
        assert other.get(reverse(f"hr_import:{name}", args=[file.pk])).status_code == 403
    for name in ("file_confirm", "file_withdraw"):
        assert other.post(reverse(f"hr_import:{name}", args=[file.pk])).status_code == 403


def test_hr_of_a_part_of_the_tree_may_not_import(cast, enter):
    grant_role(
        person=cast.eva, role=Role.HR, unit=cast.klantcontact, from_on=date(2026, 1, 1),
        key="hr-of-a-part", by=None,
    )  # fmt: skip
    assert enter(Person.objects.get(pk=cast.eva.pk)).get(LIST).status_code == 403


def test_a_withdrawn_file_is_forgotten(hanan):
    file = looked_through(hanan)
    path = files.path_of(file.stored)
    hanan.post(reverse("hr_import:file_withdraw", args=[file.pk]))
    file.refresh_from_db()
    assert (file.state, file.details, file.problems, file.stored) == ("withdrawn", {}, [], None)
    assert StoredFile.objects.count() == 0
    assert path


def test_old_files_are_forgotten_after_a_month(hanan, cast):
    file = looked_through(hanan)
    later = date(2026, 12, 30)
    assert actions.forget_files(today=later) == 1
    file.refresh_from_db()
    assert json.dumps([file.details, file.problems]) == "[{}, []]"


def test_progress_is_a_fragment_and_ends_with_the_page(hanan):
    upload(hanan)
    file = HrFile.objects.get()
    url = reverse("hr_import:file_progress", args=[file.pk])
    assert b"<progress" in hanan.get(url).content
    jobs.look_through(file.pk)
    assert hanan.get(url)["HX-Redirect"] == file.get_absolute_url()


def test_the_pages_ask_a_fixed_number_of_queries(hanan, django_assert_max_num_queries):
    file = looked_through(hanan)
    with django_assert_max_num_queries(10):
        hanan.get(file.get_absolute_url())
    with django_assert_max_num_queries(10):
        hanan.get(LIST)


def test_an_address_that_goes_is_not_said_to_be_a_new_one(hanan, cast):
    rows = [f"{row};nieuw@delinde.example" if at == 0 else f"{row};" for at, row in enumerate(ALL)]
    file = looked_through(hanan, rows, head=f"{HEAD};E-mailadres")
    page = hanan.get(file.get_absolute_url()).content.decode()
    assert page.count("Mail gaat naar het nieuwe adres.") == 1
    assert "Er gaat geen mail meer uit." in page
