"""The pages: what waits, how one is reached, talks, and the mailbox of the demo."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bloei.foundation import audit, outbox
from bloei.foundation.at_once import counts
from bloei.notifications import actions, nudges, panels, queries
from bloei.notifications.models import Notice, NudgeCase, Preference, Talk
from bloei.notifications.nudge import Candidate

pytestmark = pytest.mark.django_db
# Addresses that lead elsewhere, in every spelling that browsers forgive.
ELSEWHERE = [
    f"{scheme}{host}{path}"
    for scheme in (
        "https://",
        "http://",
        "//",
        "///",
        "\\\\",
        "/\\",
        "\t//",
        " //",
        "https:",
        "http:",
    )
    for host in ("evil.example", "testserver@evil.example")
    for path in ("", "/messages/")
] + ["javascript:alert(1)", "data:text/html,x", "//evil.example\\@testserver", "ftp://evil.example"]


@pytest.fixture
def case(cast, stage):
    """Eva has a service message that waits."""
    stage.lapsing = [
        Candidate(cast.eva.pk, "1", {"left_cents": 48000, "lapses_on": "2026-12-31"}, "/budgets/")
    ]
    actions.compute_nudge("test.lapses", today=cast.today)
    return NudgeCase.objects.get()


@pytest.fixture
def idea(cast, stage):
    """Eva has an idea that waits and can be put away."""
    stage.wanting = [Candidate(cast.eva.pk, "1", {"left_cents": 118000}, "/budgets/")]
    actions.compute_nudge("test.unused", today=cast.today)
    NudgeCase.objects.filter(nudge="test.unused").update(group="treated", state="open")
    return NudgeCase.objects.get(nudge="test.unused")


def news(person, **more):
    actions.notify(person, "test.news", params={"what": "Excel"}, **more)
    return Notice.objects.latest("pk")


def text(response) -> str:
    return response.content.decode()


def test_inbox_shows_what_waits_and_messages(cast, sign_in, case):
    news(cast.eva)
    page = text(sign_in(cast.eva).get(reverse("notifications:notice_list")))
    assert "€\u00a0480" in page
    assert "Excel" in page


def test_inbox_of_somebody_else_shows_nothing_of_it(cast, sign_in, case):
    news(cast.eva)
    page = text(sign_in(cast.stan).get(reverse("notifications:notice_list")))
    assert "480" not in page
    assert "Excel" not in page


def test_reading_a_page_writes_nothing(cast, sign_in, case):
    news(cast.eva)
    client = sign_in(cast.eva)
    client.get(reverse("notifications:notice_list"))
    assert Notice.objects.get().read_at is None
    case.refresh_from_db()
    assert case.state == "open"


def test_opening_a_message_marks_it_and_goes_on(cast, sign_in, stage):
    notice = news(cast.eva, url="/budgets/")
    response = sign_in(cast.eva).post(reverse("notifications:notice_open", args=[notice.pk]))
    assert response["Location"] == "/budgets/"
    notice.refresh_from_db()
    assert notice.read_at


def test_nobody_opens_or_puts_away_what_is_of_somebody_else(cast, sign_in, case, idea):
    notice = news(cast.eva)
    client = sign_in(cast.stan)
    for name, pk in (
        ("notice_open", notice.pk),
        ("case_open", case.pk),
        ("case_dismiss", idea.pk),
    ):
        assert client.post(reverse(f"notifications:{name}", args=[pk])).status_code == 404


def test_a_service_message_cannot_be_put_away(cast, sign_in, case):
    url = reverse("notifications:case_dismiss", args=[case.pk])
    assert sign_in(cast.eva).post(url, {"how": "ever"}).status_code == 404
    case.refresh_from_db()
    assert case.state == "open"


def test_an_idea_is_put_away_and_the_toast_brings_it_back(cast, sign_in, idea):
    client = sign_in(cast.eva)
    url = reverse("notifications:case_dismiss", args=[idea.pk])
    page = text(client.post(url, {"how": "month"}, follow=True))
    undo = reverse("notifications:nudge_restore", args=["test.unused"])
    assert undo in page
    client.post(undo)
    idea.refresh_from_db()
    assert idea.state == "open"


def test_no_next_leads_out_of_bloei(cast, sign_in, idea):
    client = sign_in(cast.eva)
    url = reverse("notifications:case_dismiss", args=[idea.pk])
    for next_url in ELSEWHERE:
        NudgeCase.objects.filter(pk=idea.pk).update(state="open")
        response = client.post(url, {"how": "month", "next": next_url})
        assert response["Location"] == reverse("notifications:notice_list"), next_url


def test_no_next_of_a_talk_leads_out_of_bloei(cast, sign_in):
    client = sign_in(cast.mo)
    url = reverse("notifications:name_pause", args=[cast.eva.pk])
    for next_url in ELSEWHERE:
        response = client.post(url, {"next": next_url})
        assert response["Location"] == reverse("notifications:talk_list"), next_url


def test_the_inbox_takes_the_same_queries_with_1_and_30_messages(cast, sign_in, case):
    client = sign_in(cast.eva)
    url = reverse("notifications:notice_list")
    news(cast.eva)
    _count(client, url)  # the first page of a session also reads what is then remembered
    few = _count(client, url)
    for number in range(30):
        news(cast.eva, key=str(number))
    assert _count(client, url) == few


def _count(client, url) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries_made:
        client.get(url)
    return len(queries_made)


def test_the_number_in_the_menu_is_one_query(cast, case, django_assert_num_queries):
    news(cast.eva)
    with django_assert_num_queries(1):
        assert sum(counts(*queries.unread(cast.eva))) == 2


def test_preferences_are_kept_and_a_refused_form_keeps_its_input(cast, sign_in):
    client, url = sign_in(cast.eva), reverse("notifications:preferences")
    chosen = {
        "service": "mail",
        "nudge": "off",
        "message": "app",
        "pace": "weekly",
        "most_per_week": "2",
        "quiet_from": "17:00",
        "quiet_until": "09:30",
    }
    assert client.post(url, chosen).status_code == 302
    kept = Preference.objects.get(person=cast.eva)
    assert (kept.nudge, kept.pace, kept.most_per_week) == ("off", "weekly", 2)
    refused = client.post(url, chosen | {"service": "off", "quiet_from": "16:45"})
    assert refused.status_code == 422
    assert 'value="16:45"' in text(refused)
    kept.refresh_from_db()
    assert kept.service == "mail"


@pytest.fixture
def link(cast):
    from bloei.notifications.actions.preferences import _fresh_links

    token = _fresh_links({cast.eva.pk})[cast.eva.pk]
    return reverse("notifications:unsubscribe", args=[token])


def test_unsubscribing_works_signed_out_and_only_by_post(cast, client, link):
    page = client.get(link)
    assert page.status_code == 200
    assert Preference.objects.get(person=cast.eva).nudge == "mail"
    assert client.post(link).status_code == 200
    kept = Preference.objects.get(person=cast.eva)
    assert (kept.nudge, kept.message, kept.service) == ("app", "app", "mail")


def test_a_mail_program_unsubscribes_in_one_click_without_cookie(cast, link):
    strict = Client(enforce_csrf_checks=True)
    body = {"List-Unsubscribe": "One-Click"}
    assert strict.post(link, body).status_code == 200
    assert strict.post(link, body).status_code == 200  # again does no harm
    assert Preference.objects.get(person=cast.eva).nudge == "app"


def test_unsubscribing_leaves_off_what_was_off(cast, client, link):
    actions.save_preference(by=cast.eva, nudge="off")
    client.post(link)
    assert Preference.objects.get(person=cast.eva).nudge == "off"


def test_an_unknown_link_is_not_found(client, db):
    assert client.get(reverse("notifications:unsubscribe", args=["0" * 64])).status_code == 404
    assert client.post(reverse("notifications:unsubscribe", args=["x"])).status_code == 404


def talk(client, person, on, key="abcdefgh", **more):
    url = reverse("notifications:talk_note", args=[person.pk])
    return client.post(url, {"on": on, "key": key, **more})


def test_a_manager_notes_a_talk_once_however_often_it_is_sent(cast, sign_in):
    client = sign_in(cast.mo)
    for _time in range(2):
        assert talk(client, cast.eva, "2026-11-20").status_code == 302
    assert [(t.person, t.by) for t in Talk.objects.all()] == [(cast.eva, cast.mo)]


@pytest.mark.parametrize("on", ["2026-11-24", "2025-11-01", "gisteren", ""])
def test_an_impossible_day_is_refused_and_stays_in_the_form(cast, sign_in, on):
    response = talk(sign_in(cast.mo), cast.eva, on)
    assert response.status_code == 422
    assert not Talk.objects.exists()


@pytest.mark.parametrize("who", ["eva", "stan", "els", "hanan", "ria", "sam"])
def test_only_who_leads_somebody_notes_a_talk(cast, sign_in, who):
    assert talk(sign_in(getattr(cast, who)), cast.eva, "2026-11-20").status_code == 404


def test_nobody_notes_a_talk_with_themselves(cast, sign_in):
    assert talk(sign_in(cast.mo), cast.mo, "2026-11-20").status_code == 404


def test_the_list_of_talks_is_for_who_leads(cast, sign_in):
    url = reverse("notifications:talk_list")
    page = text(sign_in(cast.mo).get(url))
    assert "Eva de Vries" in page
    assert "Stan Jansen" not in page
    assert sign_in(cast.stan).get(url).status_code == 403


def pairs(today):
    return {(row.person_id, row.about_id) for row in nudges.nobody_talked(today)}


def test_a_direct_manager_is_pointed_to_who_had_no_talk_for_a_year(cast):
    assert (cast.mo.pk, cast.eva.pk) in pairs(cast.today)
    assert (cast.anneke.pk, cast.eva.pk) not in pairs(cast.today)
    actions.note_talk(person=cast.eva, on=cast.today, today=cast.today, key="talk-one", by=cast.mo)
    assert (cast.mo.pk, cast.eva.pk) not in pairs(cast.today)
    assert (cast.mo.pk, cast.eva.pk) in pairs(cast.today + timedelta(days=365))


def test_who_began_less_than_a_year_ago_is_left_out(cast):
    kim = cast.hire(number="4002", unit=cast.klantcontact, since=cast.today - timedelta(days=200))
    assert (cast.mo.pk, kim.pk) not in pairs(cast.today)


def test_the_outcome_is_a_talk_on_one_of_these_days(cast):
    actions.note_talk(person=cast.eva, on=cast.today, today=cast.today, key="talk-one", by=cast.mo)
    before = cast.today - timedelta(days=1)
    assert nudges.talked([cast.eva.pk, cast.stan.pk], before, cast.today) == {cast.eva.pk}
    assert nudges.talked([cast.eva.pk], before, before) == set()


def test_several_people_become_one_card_for_their_manager(cast):
    NudgeCase.objects.all().delete()
    for number in range(3):
        cast.hire(number=f"500{number}", given=f"Kim{number}", unit=cast.klantcontact)
    actions.compute_nudge("notifications.nobody_talked", today=cast.today)
    NudgeCase.objects.update(state="open", released_on=cast.today)
    (card,) = queries.cards(queries.open_cases(cast.mo), "en")
    assert card.written.title == "A talk about learning would help with 4 people"
    assert card.url == reverse("notifications:talk_list")


def test_today_shows_nothing_when_nothing_waits(cast):
    assert panels.waits_for_you(cast.stan, cast.today) is None


def test_the_panel_of_today_reads_one_query(cast, case, django_assert_num_queries):
    with django_assert_num_queries(1):
        facts = panels.waits_for_you(cast.eva, cast.today)
    assert len(facts["cards"]) == 1


@pytest.fixture
def mail(db, today):
    html = "<html><head></head><body><script>alert(1)</script><b>dag</b></body></html>"
    return outbox.put(to="eva@delinde.example", subject="Dag", text="Dag Eva", html=html)


@pytest.mark.parametrize("mode", ["demo", "development"])
def test_the_mailbox_shows_every_mail_in_the_demo(client, settings, mail, mode):
    settings.MODE, settings.DEMO = mode, mode == "demo"
    assert "Dag" in text(client.get(reverse("notifications:mail_list")))
    assert "Dag Eva" in text(client.get(reverse("notifications:mail_detail", args=[mail.pk])))


def test_the_mailbox_says_who_reads_and_is_narrowed_to_one_of_the_cast(cast, client, settings):
    settings.MODE, settings.DEMO = "demo", True
    for person in (cast.eva, cast.mo):
        outbox.put(to=person.email, subject=f"Dag {person.pk}", text="Dag", about=person)
    page = text(client.get(reverse("notifications:mail_list"), HTTP_ACCEPT_LANGUAGE="nl"))
    assert "Aan Eva de Vries" in page
    assert "Aan Mo Bulut" in page
    chip = re.search(r'href="([^"]+)"[^>]*>Eva de Vries', page)[1]
    narrowed = text(
        client.get(reverse("notifications:mail_list") + chip, HTTP_ACCEPT_LANGUAGE="nl")
    )
    assert "Aan Eva de Vries" in narrowed
    assert "Aan Mo Bulut" not in narrowed


def test_the_html_of_a_mail_can_run_and_fetch_nothing(client, settings, mail):
    settings.MODE, settings.DEMO = "demo", True
    response = client.get(reverse("notifications:mail_html", args=[mail.pk]))
    policy = response["Content-Security-Policy"]
    assert policy.startswith("sandbox")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy


def test_in_production_there_is_no_mailbox(cast, sign_in, settings, mail):
    settings.MODE, settings.DEMO = "production", False
    client = sign_in(cast.sam)
    assert client.get(reverse("notifications:mail_list")).status_code == 404
    for name in ("mail_detail", "mail_html"):
        url = reverse(f"notifications:{name}", args=[mail.pk])
        assert client.get(url).status_code == 404


def test_a_failing_audit_row_undoes_the_message(cast, stage, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(audit.AuditRow.objects, "create", fail)
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        actions.notify(cast.eva, "test.news", params={"what": "x"})
    assert not Notice.objects.exists()
