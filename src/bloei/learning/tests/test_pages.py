"""The pages: what they show, to whom, in how many queries; and that nothing typed runs."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bloei.foundation import exports
from bloei.learning import actions
from bloei.learning.models import Audience, Goal, Offer, Participation, Record
from bloei.learning.rules import State
from bloei.people import actions as people

pytestmark = pytest.mark.django_db
XSS = "<script>alert(1)</script>"
PDF = b"%PDF-1.4 proof"
FACTS = {"kind": "training", "price_cents": 38_000, "minutes": 720}


def offer(cast, title="Helder schrijven", **facts) -> Offer:
    return actions.create_offer(
        facts={"title": title, **FACTS, **facts}, provider="Taalhuis", skills=["Schrijven"],
        key=title[:60], by=cast.joost,
    )  # fmt: skip


def record(cast, person, what="Meegelopen", audience=Audience.ONLY_ME, uploads=()) -> Record:
    return actions.add_record(
        person=person, what=what, kind="at_work", done_on=cast.today, minutes=60,
        audience=audience, uploads=uploads, key=f"{person.pk}-{what}"[:60], by=person,
    )  # fmt: skip


def test_the_catalogue_shows_offers_with_the_reason_and_keeps_the_filter_in_the_address(
    cast, sign_in
):
    offer(cast)
    actions.set_goal(person=cast.eva, text="Beter schrijven", key="g", by=cast.eva)
    page = sign_in(cast.eva).get(reverse("learning:offer_list"), {"q": "schrijven", "up_to": "400"})
    text = page.content.decode()
    assert "Helder schrijven" in text
    assert "Beter schrijven" in text
    assert 'value="400"' in text


def test_an_empty_catalogue_is_not_said_to_have_too_many_filters(cast, sign_in):
    client, page = sign_in(cast.eva), reverse("learning:offer_list")
    assert "Er is nog geen aanbod" in client.get(page).content.decode()
    searched = client.get(page, {"q": "schrijven"}).content.decode()
    assert "Er is nog geen aanbod" not in searched
    assert "Niets gevonden" in searched


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=99999", "page=x", "kind=x", "up_to=x",
                                   "price=x", "skill=999", "skill=x", "order=x",
                                   "q=" + "a" * 500, "language=%27", "price=-5"])  # fmt: skip
def test_no_address_breaks_the_catalogue(cast, sign_in, query):
    offer(cast)
    assert sign_in(cast.eva).get(f"{reverse('learning:offer_list')}?{query}").status_code == 200


@pytest.mark.parametrize(
    "name", ["offer_list", "participation_list", "record_list", "goal_list", "offer_manage"]
)
def test_a_list_takes_as_many_queries_with_30_rows_as_with_1(
    cast, sign_in, name, django_assert_max_num_queries
):
    viewer = cast.joost
    client = sign_in(viewer)
    url = reverse(f"learning:{name}")

    def fill(numbers):
        for n in numbers:
            one = offer(cast, f"Cursus {n} schrijven")
            actions.wish(person=viewer, offer=one, key=f"w{n}", by=viewer)
            record(cast, viewer, f"Iets {n}")
            actions.set_goal(person=viewer, text=f"Schrijven {n}", key=f"g{n}", by=viewer)

    fill([0])
    client.get(url)
    with django_assert_max_num_queries(40) as few:
        client.get(url)
    fill(range(1, 30))
    with django_assert_max_num_queries(len(few)) as many:
        client.get(url)
    print(name, len(many))


def test_what_people_type_is_shown_and_never_run(cast, sign_in):
    one = offer(cast, XSS, summary=XSS, place=XSS)
    actions.set_goal(person=cast.eva, text=XSS, is_shared=True, key="g", by=cast.eva)
    mine = record(cast, cast.eva, XSS)
    client = sign_in(cast.eva)
    pages = [
        f"{reverse('learning:offer_list')}?q={XSS}",
        one.get_absolute_url(),
        reverse("learning:participation_list"),
        reverse("learning:goal_list"),
        reverse("learning:record_list"),
        mine.get_absolute_url(),
    ]
    for url in pages:
        text = client.get(url).content.decode()
        assert XSS not in text, url
    assert "&lt;script&gt;" in client.get(one.get_absolute_url()).content.decode()


def test_a_finding_is_private_until_it_is_applied_for(cast, sign_in):
    client = sign_in(cast.eva)
    told = {"key": "abcdefgh", "title": "Cursus elders", "kind": "course", "price_cents": "120"}
    page = client.post(reverse("learning:finding_form"), told)
    found = Offer.objects.get(owner=cast.eva)
    assert (page.status_code, page.url) == (302, found.get_absolute_url())
    assert found.price_cents == 12_000
    for other in (cast.mo, cast.joost, cast.hanan, cast.stan):
        assert sign_in(other).get(found.get_absolute_url()).status_code == 404
    actions.apply_for(person=cast.eva, offer=found, key="a", by=cast.eva)
    for other, status in ((cast.mo, 200), (cast.joost, 200), (cast.stan, 404)):
        assert sign_in(other).get(found.get_absolute_url()).status_code == status


def test_a_form_sent_twice_has_one_effect_and_a_wrong_one_keeps_what_was_typed(cast, sign_in):
    client = sign_in(cast.eva)
    url = reverse("learning:record_form")
    told = {"key": "abcdefgh", "what": "Meegelopen", "kind": "at_work", "done_on": "2026-11-20",
            "minutes": "1,5", "audience": "only_me"}  # fmt: skip
    wrong = client.post(url, {**told, "done_on": "2027-01-01"})
    assert wrong.status_code == 422
    assert "Meegelopen" in wrong.content.decode()
    for _ in range(2):
        assert client.post(url, told).status_code == 302
    assert [one.minutes for one in Record.objects.all()] == [90]


@pytest.mark.parametrize(
    ("audience", "seen_by"),
    [
        (Audience.ONLY_ME, {"eva"}),
        (Audience.MANAGER, {"eva", "mo", "anneke"}),
        (Audience.TEAM, {"eva", "mo", "anneke", "kim"}),
        (Audience.MANAGER_AND_HR, {"eva", "mo", "anneke", "hanan", "joost"}),
    ],
)
def test_a_record_and_its_evidence_are_seen_by_whom_the_person_chose(
    cast, sign_in, settings, tmp_path, audience, seen_by
):
    settings.DATA = tmp_path
    cast.kim = cast.hire(number="77", unit=cast.klantcontact)
    proof = SimpleUploadedFile("bewijs.pdf", PDF)
    one = record(cast, cast.eva, audience=audience, uploads=[proof])
    proof_url = reverse("learning:evidence_download", args=[one.pk, one.evidence.get().pk])
    for name in ("eva", "mo", "anneke", "kim", "hanan", "joost", "stan", "ria", "sam"):
        client = sign_in(getattr(cast, name))
        expected = 200 if name in seen_by else 404
        assert client.get(one.get_absolute_url()).status_code == expected, name
        assert client.get(proof_url).status_code == expected, name
    download = sign_in(cast.eva).get(proof_url)
    assert download["Content-Disposition"].startswith("attachment")
    assert b"".join(download.streaming_content) == PDF


def test_only_pictures_and_pdf_are_evidence(cast, sign_in, settings, tmp_path):
    settings.DATA = tmp_path
    told = {"key": "abcdefgh", "what": "X", "kind": "at_work", "done_on": "2026-11-20",
            "audience": "only_me",
            "evidence": SimpleUploadedFile("x.pdf", b"<script>")}  # fmt: skip
    page = sign_in(cast.eva).post(reverse("learning:record_form"), told)
    assert page.status_code == 422
    assert not Record.objects.exists()


def test_a_goal_is_seen_by_the_manager_only_when_it_is_shared(cast, sign_in):
    actions.set_goal(person=cast.eva, text="Geheim doel", key="g1", by=cast.eva)
    actions.set_goal(person=cast.eva, text="Gedeeld doel", is_shared=True, key="g2", by=cast.eva)
    url = reverse("people:person_detail", args=[cast.eva.pk])
    text = sign_in(cast.mo).get(url).content.decode()
    assert "Gedeeld doel" in text
    assert "Geheim doel" not in text
    assert "doel" not in sign_in(cast.hanan).get(url).content.decode().replace("Gedeelde", "")


def test_nobody_moves_the_participation_of_somebody_else_nor_skips_a_step(cast, sign_in):
    wish = actions.wish(person=cast.eva, offer=offer(cast), key="w", by=cast.eva)
    url = reverse("learning:participation_move", args=[wish.pk])
    for other in (cast.mo, cast.joost, cast.stan):
        assert sign_in(other).post(url, {"to": "cancelled"}).status_code == 404
    client = sign_in(cast.eva)
    for step in ("agreed", "booked", "applied", "done", "nonsense", ""):
        client.post(url, {"to": step})
    assert Participation.objects.get().state == State.WISHED
    client.post(url, {"to": "cancelled"})
    assert Participation.objects.get().state == State.CANCELLED


def test_who_takes_back_what_was_begun_anew_reads_so(cast, sign_in):
    first = actions.wish(person=cast.eva, offer=offer(cast), key="w", by=cast.eva)
    actions.finish_participation(first, on=cast.today, minutes=None, by=cast.eva)
    actions.wish(person=cast.eva, offer=first.offer, key="again", by=cast.eva)
    client = sign_in(cast.eva)
    url = reverse("learning:participation_move", args=[first.pk])
    page = client.post(url, {"to": "under_way"}, follow=True).content.decode()
    assert "Hier ben je al opnieuw mee begonnen" in page
    url = reverse("learning:participation_finish", args=[first.pk])
    told = {"on": cast.today.isoformat(), "minutes": "60"}
    assert "Hier ben je al opnieuw mee begonnen" in client.post(url, told).content.decode()


def test_what_was_applied_for_is_not_cancelled_behind_the_back_of_the_money(cast, sign_in):
    applied = actions.apply_for(person=cast.eva, offer=offer(cast), key="w", by=cast.eva)
    url = reverse("learning:participation_move", args=[applied.pk])
    sign_in(cast.eva).post(url, {"to": "cancelled"})
    assert Participation.objects.get().state == State.APPLIED


def test_the_csv_of_a_record_holds_everything_and_runs_no_formula(cast, sign_in):
    record(cast, cast.eva, '=HYPERLINK("http://evil")')
    record(cast, cast.eva, 'Café; "ideeën"\nen meer')
    record(cast, cast.stan, "Van Stan")
    content = sign_in(cast.eva).get(reverse("learning:record_csv")).content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert {row[1] for row in rows[1:]} == {
        "'=HYPERLINK(\"http://evil\")", "Café; \"ideeën\"\nen meer",
    }  # fmt: skip


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "  =1", "\r=1", "＝1"])
def test_a_cell_that_begins_like_a_formula_gets_a_quote(cell):
    assert exports.harmless(cell).startswith("'")


def test_numbers_days_and_words_leave_as_they_are():
    for cell in (1, -1, 1.5, "a=b", "Boek", ""):
        assert exports.harmless(cell) == cell
    assert exports.harmless(None) == ""


def test_the_pdf_prints_accents_and_survives_any_sign(cast, sign_in):
    record(cast, cast.eva, "Çédille, Łódź en Ştefan")
    record(cast, cast.eva, "日本語 🎉 \u202e\u202c")
    page = sign_in(cast.eva).get(reverse("learning:record_pdf"))
    assert page["Content-Type"] == "application/pdf"
    assert page.content.startswith(b"%PDF-")


def test_after_leaving_the_record_can_still_be_taken_along(cast, sign_in):
    kim = cast.hire(number="78", unit=cast.klantcontact, until=cast.today.replace(month=10))
    record(cast, kim, "Alles geleerd")
    kim.refresh_from_db()
    assert not kim.is_working
    client = sign_in(kim)
    assert "Alles geleerd" in client.get(reverse("learning:record_csv")).content.decode()
    assert client.get(reverse("learning:record_pdf")).status_code == 200


def test_lnd_adds_changes_and_withdraws_and_others_cannot(cast, sign_in):
    told = {"key": "abcdefgh", "title": "Nieuw", "kind": "course", "price_cents": "100"}
    told |= {"vat_percent": "21", "language": "nl", "skills": "Schrijven, Taal", "code": "N1"}
    for other in (cast.eva, cast.mo, cast.hanan, cast.ria, cast.sam):
        assert sign_in(other).post(reverse("learning:offer_add"), told).status_code == 403
    client = sign_in(cast.joost)
    client.post(reverse("learning:offer_add"), told)
    made = Offer.objects.get(code="N1")
    assert (made.price_incl_cents, made.skills.count()) == (12_100, 2)
    again = client.post(reverse("learning:offer_add"), {**told, "key": "zzzzzzzz"})
    assert again.status_code == 422
    client.post(reverse("learning:offer_withdraw", args=[made.pk]))
    assert "Nieuw" not in client.get(reverse("learning:offer_list")).content.decode()


def test_lnd_of_a_part_of_the_tree_does_not_manage_the_catalogue_of_all(cast, sign_in):
    people.grant_role(person=cast.els, role="lnd", unit=cast.vastgoed, from_on=cast.today,
                      key="part", by=None)  # fmt: skip
    assert sign_in(cast.els).get(reverse("learning:offer_manage")).status_code == 403


def test_a_file_is_shown_before_it_is_written_and_only_to_who_brought_it(
    cast, sign_in, settings, tmp_path
):
    settings.DATA = tmp_path
    client = sign_in(cast.joost)
    upload = SimpleUploadedFile("offers.csv", f"title;kind\n{XSS};book\nZ;raar\n".encode())
    page = client.post(reverse("learning:offer_import"), {"key": "abcdefgh", "file": upload})
    text = client.get(page.url).content.decode()
    assert "&lt;script&gt;" in text
    assert XSS not in text
    assert "Regel 3, soort: raar" in text
    assert not Offer.objects.exists()
    problems = client.get(f"{page.url}problems/").content.decode("utf-8-sig")
    assert "raar" in problems
    client.post(f"{page.url}start/")
    people.grant_role(person=cast.els, role="lnd", from_on=cast.today, key="all", by=None)
    assert sign_in(cast.els).get(page.url).status_code == 404


def test_a_vat_rate_that_the_file_does_not_name_is_shown_as_assumed(
    cast, sign_in, settings, tmp_path
):
    settings.DATA = tmp_path
    client = sign_in(cast.joost)
    rows = "title;kind;price;price_includes_vat\nEen;book;20;nee\nTwee;book;30;ja\n"
    upload = SimpleUploadedFile("offers.csv", rows.encode())
    page = client.post(reverse("learning:offer_import"), {"key": "abcdefgh", "file": upload})
    text = client.get(page.url).content.decode()
    assert "excl. btw, 21 % aangenomen" in text
    assert "incl. btw, 21 % aangenomen" in text
    assert "Bloei neemt 21 % aan" in text
    client.post(f"{page.url}start/")
    assert "Bloei neemt dan 21" in client.get(reverse("learning:offer_add")).content.decode()


def test_the_import_job_writes_once_and_reports(cast, settings, tmp_path):
    from bloei.learning.jobs import import_file

    settings.DATA = tmp_path
    upload = SimpleUploadedFile("offers.csv", b"title;kind\nEen;book\nTwee;raar\n")
    stored = actions.keep_import_file(upload=upload, key="k", by=cast.joost)
    run = actions.start_import(stored, by=cast.joost)
    for _ in range(2):
        import_file(run_pk=run.pk, file_pk=stored.pk)
    run.refresh_from_db()
    assert (run.state, run.report["new"], len(run.report["problems"])) == ("done", 1, 1)
    assert Offer.objects.count() == 1


def test_not_for_me_is_taken_back_by_the_same_button(cast, sign_in):
    url = reverse("learning:offer_dismiss", args=[offer(cast).pk])
    client = sign_in(cast.eva)
    client.post(url)
    assert cast.eva.dismissals.count() == 1
    client.post(url)
    assert cast.eva.dismissals.count() == 0


def test_search_at_the_front_door_finds_offers_and_only_own_records(cast, sign_in):
    offer(cast)
    record(cast, cast.eva, "Brief geschreven met Samira")
    record(cast, cast.stan, "Brieven van Stan")
    text = sign_in(cast.eva).get(reverse("home:search"), {"q": "schrijven"}).content.decode()
    assert "Helder schrijven" in text
    text = sign_in(cast.eva).get(reverse("home:search"), {"q": "brieven"}).content.decode()
    assert "Samira" in text
    assert "Stan" not in text


def test_a_goal_of_somebody_else_cannot_be_touched(cast, sign_in):
    goal = actions.set_goal(person=cast.eva, text="Van Eva", key="g", by=cast.eva)
    url = reverse("learning:goal_change", args=[goal.pk])
    assert sign_in(cast.mo).post(url, {"verb": "drop"}).status_code == 404
    sign_in(cast.eva).post(url, {"verb": "drop"})
    assert not Goal.objects.exists()


def test_what_is_shared_with_the_team_stands_on_its_first_page_and_nowhere_else(cast, sign_in):
    kim = cast.hire(number="77", unit=cast.klantcontact)
    record(cast, cast.eva, "Gedeeld met team", Audience.TEAM)
    record(cast, cast.eva, "Voor mijn leidinggevende", Audience.MANAGER)
    today, team = reverse("home:today"), reverse("home:team")
    text = sign_in(kim).get(today).content.decode()
    assert "Gedeeld met team" in text
    assert "Voor mijn leidinggevende" not in text
    assert "Gedeeld met team" not in sign_in(cast.stan).get(today).content.decode()
    text = sign_in(cast.mo).get(team).content.decode()
    assert "Gedeeld met team" in text
    assert "Voor mijn leidinggevende" in text
