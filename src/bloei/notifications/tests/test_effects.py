"""The effect of nudges: one look on its day, honest words, a rule that stops."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from bloei.foundation.periods import period
from bloei.notifications import actions, effects, jobs
from bloei.notifications.models import Campaign, NudgeCase, NudgeStop
from bloei.notifications.nudge import Candidate
from bloei.people.models import Person, RoleGrant

pytestmark = pytest.mark.django_db
UNUSED = "test.unused"
LIST = "notifications:effect_list"


def campaign_of(today, number=1, *, counts=None, months_ago=14, least=1, **more):
    """Make a campaign; with counts (with, did, without, did) its outcome was looked at."""
    start = today - timedelta(days=30 * months_ago)
    closes = start + timedelta(days=360)
    read = closes + timedelta(weeks=6)
    names = ("treated", "treated_did", "held", "held_did")
    return Campaign.objects.create(
        nudge=UNUSED,
        number=number,
        seed=f"seed {number}",
        least_points=Decimal(least),
        started_on=start,
        closes_on=closes,
        readout_on=read,
        ended_on=closes if counts else None,
        read_on=read if counts else None,
        **dict(zip(names, counts or (), strict=False)),
        **more,
    )


def detail(client, status=200):
    response = client.get(reverse("notifications:effect_detail", args=[UNUSED]))
    assert response.status_code == status
    return response.content.decode()


def entered(cast, campaign, *, held=1):
    """Let the cast enter a campaign, the first of them held out; everybody did it."""
    people = list(Person.objects.order_by("pk"))
    NudgeCase.objects.bulk_create(
        NudgeCase(
            nudge=UNUSED,
            kind="nudge",
            person=person,
            about=person,
            occasion="1",
            rank=1,
            state="done",
            group="held" if number < held else "treated",
            campaign=campaign,
            assigned_on=campaign.started_on,
            outcome_on=campaign.started_on,
        )
        for number, person in enumerate(people)
    )
    return len(people)


def test_before_its_day_the_page_names_the_day_and_no_estimate(cast, sign_in, stage):
    campaign = campaign_of(cast.today, months_ago=2)
    entered(cast, campaign, held=4)
    page = detail(sign_in(cast.hanan))
    assert "2027" in page
    assert "verdict__diff" not in page
    assert "%" not in page.split("<main")[1].replace("100%", "").split("</main")[0]
    listed = sign_in(cast.hanan).get(reverse(LIST)).content.decode()
    assert "verdict__diff" not in listed


def test_nobody_looks_early(cast, stage):
    campaign = campaign_of(cast.today, months_ago=2)
    with pytest.raises(ValueError, match="once"):
        actions.read_out_campaign(campaign, today=campaign.readout_on - timedelta(days=1))


def test_on_its_day_everybody_of_the_lottery_counts_once(cast, stage):
    campaign = campaign_of(cast.today, months_ago=14)
    count = entered(cast, campaign, held=4)
    again = NudgeCase.objects.filter(group="held").first()
    again.pk, again.occasion, again.outcome_on = None, "2", None
    again.assigned_on += timedelta(days=40)
    again.save(force_insert=True)
    assert jobs.read_out_campaigns(cast.today) == 1
    campaign.refresh_from_db()
    assert (campaign.held, campaign.held_did) == (4, 4)
    assert (campaign.treated, campaign.treated_did) == (count - 4, count - 4)
    assert jobs.read_out_campaigns(cast.today) == 0


def test_the_page_shows_both_groups_the_difference_and_its_interval(cast, sign_in, stage):
    campaign_of(cast.today, counts=(210, 47, 90, 8))
    page = detail(sign_in(cast.joost))
    for figure in ("47", "210", "22,4", "8,9", "+13,5", "+4,3", "+21,0", "17,3", "28,5"):
        assert figure in page


def test_more_outcomes_come_first_as_one_with_each_behind_a_fold(cast, sign_in, stage):
    campaign_of(cast.today, 1, counts=(243, 61, 98, 24), months_ago=40)
    campaign_of(cast.today, 2, counts=(210, 47, 90, 8))
    page = detail(sign_in(cast.hanan))
    first, last = page.index("108 van 453"), page.index("De laatste uitkomst")
    assert first < page.index("61 van 243") < last < page.rindex("47 van 210")
    for figure in ("32 van 188", "23,8", "17,0", "+6,8"):
        assert figure in page[first:last]
    assert re.search(r"20\d\d tot \d+\s\w+\s20\d\d<", page), "of both days the year is told"
    assert "één keer mee" in page
    assert "meer mensen wachten" not in page
    assert "De 2 uitkomsten samen: +6,8" in sign_in(cast.hanan).get(reverse(LIST)).content.decode()


def test_the_sum_of_outcomes_says_that_uneven_lotteries_colour_it(cast, sign_in, stage):
    campaign_of(cast.today, 1, counts=(243, 61, 98, 24), months_ago=40, hold_out_percent=30)
    campaign_of(cast.today, 2, counts=(210, 47, 90, 8))
    assert "meer mensen wachten" in detail(sign_in(cast.hanan))


def test_one_outcome_or_one_that_is_hidden_is_no_sum(cast, sign_in, stage):
    campaign_of(cast.today, 1, counts=(210, 47, 4, 0), months_ago=40)
    campaign_of(cast.today, 2, counts=(210, 47, 90, 8))
    page = detail(sign_in(cast.hanan))
    assert "uitkomsten samen" not in page.replace("over alle uitkomsten samen", "")
    assert "47 van 210" in page


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ((210, 47, 90, 8), "helps"),
        ((243, 61, 98, 24), "unknown"),
        ((40_000, 200, 40_000, 200), "no_difference"),
        ((90_000, 20_400, 90_000, 20_000), "helps_little"),
        ((1000, 20, 1000, 80), "fewer"),
        ((210, 47, 4, 0), "too_few"),
    ],
)
def test_each_outcome_has_its_own_words(cast, sign_in, stage, counts, state):
    campaign_of(cast.today, counts=counts)
    assert effects.standing_of(UNUSED, cast.today).state == state
    page = detail(sign_in(cast.hanan))
    assert ("verdict__diff" in page) == (state != "too_few")


def test_not_known_yet_says_how_many_months_are_needed(cast, sign_in, stage):
    campaign_of(cast.today, counts=(900, 90, 400, 36), least=5)
    standing = effects.standing_of(UNUSED, cast.today)
    assert standing.state == "unknown"
    assert standing.months_needed == 3  # 400 of the 500 came in 12 months
    campaign_of(cast.today, 2, months_ago=1, least=5)  # a month in which nobody came
    assert effects.standing_of(UNUSED, cast.today).months_needed == 4


def test_too_few_people_ever_says_what_would_have_shown(cast, stage):
    campaign_of(cast.today, counts=(378, 85, 42, 5))
    standing = effects.standing_of(UNUSED, cast.today)
    assert standing.takes_too_long
    assert 15 < standing.visible_points < 25


def test_the_rule_stops_a_nudge_on_all_its_outcomes_together(cast, stage):
    campaign_of(cast.today, 1, counts=(30_000, 150, 30_000, 150), months_ago=40)
    last = campaign_of(cast.today, 2, months_ago=14, ended_because="")
    actions.read_out_campaign(last, today=last.readout_on)
    stop = NudgeStop.objects.get()
    assert stop.by_rule
    assert stop.by is None
    assert effects.standing_of(UNUSED, cast.today).stop


def test_fewer_than_500_people_in_a_group_never_stop_a_nudge(cast, stage):
    campaign_of(cast.today, 1, counts=(30_000, 15, 400, 0), months_ago=40)
    last = campaign_of(cast.today, 2, months_ago=14)
    actions.read_out_campaign(last, today=last.readout_on)
    assert not NudgeStop.objects.exists()


def test_a_stopped_nudge_reaches_nobody_until_it_is_drawn_anew(cast, sign_in, stage):
    stage.wanting = [Candidate(cast.eva.pk, "1", {"left_cents": 1})]
    actions.compute_nudge(UNUSED, today=cast.today)
    client = sign_in(cast.hanan)
    url = reverse("notifications:nudge_stop", args=[UNUSED])
    assert client.post(url, {"because": "Te veel mails"}).status_code == 302
    assert NudgeCase.objects.get().state == "expired"
    actions.compute_nudge(UNUSED, today=cast.today)
    assert NudgeCase.objects.get().state == "expired"
    assert "Te veel mails" in detail(client)
    chosen = {"percent": "20", "least": "2", "months": "6", "because": "Nieuwe tekst"}
    again = reverse("notifications:nudge_restart", args=[UNUSED])
    assert client.post(again, chosen).status_code == 302
    assert not NudgeStop.objects.exists()
    campaign = Campaign.objects.get(ended_on=None)
    assert (campaign.hold_out_percent, campaign.least_points) == (20, Decimal(2))
    assert campaign.closes_on == cast.today + timedelta(days=180)


def test_stopping_needs_a_reason_and_happens_once(cast, sign_in, stage):
    client, url = sign_in(cast.hanan), reverse("notifications:nudge_stop", args=[UNUSED])
    assert client.post(url, {"because": ""}).status_code == 422
    assert client.post(url, {"because": "genoeg"}).status_code == 302
    assert client.post(url, {"because": "genoeg"}).status_code == 422


def test_who_stops_early_gets_the_outcome_of_who_had_it(cast, sign_in, stage):
    campaign = campaign_of(cast.today, months_ago=2)
    actions.stop_nudge(UNUSED, because="genoeg", today=cast.today, by=cast.hanan)
    campaign.refresh_from_db()
    assert campaign.closes_on == cast.today
    assert campaign.readout_on == cast.today + timedelta(weeks=6)


def test_hr_sets_the_least_effect_of_the_campaign_that_runs(cast, sign_in, stage):
    campaign_of(cast.today, months_ago=2)
    url = reverse("notifications:effect_settings", args=[UNUSED])
    client = sign_in(cast.hanan)
    assert client.post(url, {"least": "2,5"}).status_code == 302
    assert Campaign.objects.get().least_points == Decimal("2.5")
    assert client.post(url, {"least": "0"}).status_code == 422


@pytest.mark.parametrize(
    ("who", "sees"),
    [("hanan", 200), ("joost", 200), ("ria", 200), ("eva", 403), ("mo", 403), ("sam", 403)],
)
def test_the_effect_is_for_hr_ld_and_the_works_council(cast, sign_in, stage, who, sees):
    campaign_of(cast.today, counts=(210, 47, 90, 8))
    client = sign_in(getattr(cast, who))
    assert client.get(reverse(LIST)).status_code == sees
    detail(client, sees)


def test_who_has_a_part_of_the_tree_sees_the_whole_and_steers_nothing(cast, sign_in, stage):
    campaign_of(cast.today, counts=(210, 47, 90, 8))
    RoleGrant.objects.filter(person=cast.joost).delete()
    RoleGrant.objects.create(
        person=cast.joost, role="lnd", unit=cast.vastgoed, during=period(cast.today)
    )
    client = sign_in(Person.objects.get(pk=cast.joost.pk))
    assert "210" in detail(client)
    for name in ("nudge_stop", "nudge_restart", "effect_settings"):
        url = reverse(f"notifications:{name}", args=[UNUSED])
        assert client.post(url, {"because": "x"}).status_code == 403


def test_a_service_message_has_no_effect_and_cannot_be_stopped(cast, sign_in, stage):
    client = sign_in(cast.hanan)
    url = reverse("notifications:effect_detail", args=["test.lapses"])
    assert "nudge_stop" not in client.get(url).content.decode()
    assert client.post(reverse("notifications:nudge_stop", args=["test.lapses"])).status_code == 404


def test_an_unknown_nudge_is_not_found(cast, sign_in, stage):
    url = reverse("notifications:effect_detail", args=["test.typo"])
    assert sign_in(cast.hanan).get(url).status_code == 404


def test_the_list_takes_three_queries_however_many_campaigns(
    cast, stage, django_assert_num_queries
):
    for number in range(1, 8):
        campaign_of(cast.today, number, counts=(210, 47, 90, 8), months_ago=14 * number)
    with django_assert_num_queries(3):
        effects.standings(cast.today)


def test_the_heading_counts_what_helps(cast, sign_in, stage):
    campaign_of(cast.today, counts=(210, 47, 90, 8))
    page = sign_in(cast.hanan).get(reverse(LIST))
    assert (page.context["helping"], page.context["known"]) == (1, 1)
