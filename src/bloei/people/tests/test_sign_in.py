"""Coming in: by mail, by letter, by password and second step; and staying out."""

import re
import time
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth import authenticate, hashers
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse

from bloei.foundation import addresses, clock
from bloei.foundation.forms import new_key
from bloei.foundation.models import AuditRow, Mail
from bloei.people import actions, jobs, throttle
from bloei.people.models import EntryCode, Person, RoleGrant, SignInCount

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
GOOD = "paarse fiets onder de brug"
PAYLOADS = [
    "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil",
    "http:evil.example", "javascript:alert(1)", "https:/evil.example", "/\t/evil.example",
    "//evil.example@testserver", "https://testserver.evil.example", "%2f%2fevil.example",
    "https://testserver@evil.example", " //evil.example", "\x00//evil.example", "evil.example",
    "data:text/html,x", "/\r\nLocation: https://evil.example", "ftp://testserver/", "////evil",
]  # fmt: skip


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """A cheap hasher: what is tested here is not how slow the real one is."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def test_while_nobody_is_there_the_page_says_how_the_first_comes_in(client, today):
    assert "./bloei people administrator" in client.get(LOGIN).content.decode()
    actions.make_administrator(
        number="1009", given_name="Sam", infix="", family_name="Bos", email="", with_hr=True,
        today=today,
    )  # fmt: skip
    assert "./bloei people administrator" not in client.get(LOGIN).content.decode()


@pytest.fixture
def eva(cast):
    cast.eva.set_password(GOOD)
    cast.eva.save()
    return cast.eva


def sign_in_as(client, login, password=GOOD, **more):
    return client.post(LOGIN, {"login": login, "password": password, **more})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("by", ["number", "email"])
def test_one_signs_in_by_number_or_by_mail_address(eva, client, by):
    login = getattr(eva, by)
    assert sign_in_as(client, f" {login.upper()} ").status_code == 302
    assert is_in(client)


def test_a_wrong_password_keeps_what_was_typed_and_says_so(eva, client):
    page = sign_in_as(client, eva.number, "verkeerd wachtwoord")
    assert page.status_code == 422
    assert f'value="{eva.number}"' in page.content.decode()
    assert not is_in(client)


def test_the_answer_for_who_does_not_exist_is_the_same(eva, client):
    known = sign_in_as(client, eva.number, "verkeerd wachtwoord").context["form"].errors
    unknown = sign_in_as(client, "nobody@delinde.example", "iets").context["form"].errors
    assert known == unknown


@pytest.mark.parametrize("who", ["known", "unknown", "uninvited", "left"])
def test_every_refusal_hashes_once_so_time_tells_nothing(eva, cast, monkeypatch, who):
    uninvited = cast.hire(number="2001")
    left = cast.hire(number="2002", until=date(2024, 6, 1))
    left.set_password(GOOD)
    left.save()
    hashed = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher,
        "encode",
        lambda self, *told: hashed.append(1) or encode(self, *told),
    )
    login = {"known": eva.number, "unknown": "77", "uninvited": uninvited.number}.get(who, "2002")
    password = GOOD if who == "left" else "verkeerd"
    assert authenticate(None, username=login, password=password) is None
    assert len(hashed) == 1


def test_signing_in_gives_a_new_session_and_signing_out_ends_it(eva, client):
    client.get(LOGIN)
    client.session["x"] = 1
    session = client.session
    session.save()
    before = session.session_key
    sign_in_as(client, eva.number)
    after = client.session.session_key
    assert before != after
    client.post("/accounts/logout/")
    replayed = Client()
    replayed.cookies["sessionid"] = after
    assert replayed.get(reverse("people:my_details")).status_code == 302


def test_on_the_own_device_one_stays_14_days_else_until_the_browser_closes(eva):
    own, strange = Client(), Client()
    sign_in_as(own, eva.number, remember="on")
    sign_in_as(strange, eva.number)
    assert own.session.get_expiry_age() == 14 * 24 * 3600
    assert strange.session.get_expire_at_browser_close()
    for browser in (own, strange):
        session = browser.session
        session["signed_in_at"] = time.time() - 13 * 3600
        session.save()
    assert own.get(reverse("people:my_details")).status_code == 200
    assert strange.get(reverse("people:my_details")).status_code == 302


@pytest.mark.parametrize("payload", PAYLOADS)
def test_after_signing_in_nobody_is_led_to_another_site(eva, client, payload):
    answer = client.post(LOGIN, {"login": eva.number, "password": GOOD, "next": payload})
    if "\x00" in payload:
        assert answer.status_code == 400  # no browser sends it
        return
    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_after_signing_in_one_comes_where_one_wanted_to_be(eva, client):
    url = reverse("people:my_details")
    answer = client.post(LOGIN, {"login": eva.number, "password": GOOD, "next": url})
    assert answer["Location"] == url


def test_after_many_wrong_guesses_the_guesser_waits_and_the_owner_still_comes_in(eva):
    owner, guesser = Client(), Client(REMOTE_ADDR="10.9.8.7")
    sign_in_as(owner, eva.number)
    owner.post("/accounts/logout/")
    for _number in range(throttle.LIMITS["account"].most):
        sign_in_as(guesser, eva.number, "gok")
    assert sign_in_as(guesser, eva.number).status_code == 429
    assert not is_in(guesser)
    sign_in_as(owner, eva.number)
    assert is_in(owner)


def test_the_same_account_by_number_and_by_mail_is_counted_as_one(eva, client):
    for number in range(throttle.LIMITS["account"].most):
        sign_in_as(client, eva.number if number % 2 else eva.email, "gok")
    sign_in_as(client, eva.email)
    assert not is_in(client)


def test_the_wait_is_over_after_a_quarter(eva, client):
    for _number in range(throttle.LIMITS["account"].most + 1):
        sign_in_as(client, eva.number, "gok")
    before = clock.now() - timedelta(minutes=16)
    SignInCount.objects.update(since=before)
    sign_in_as(client, eva.number)
    assert is_in(client)


def test_one_address_that_tries_many_accounts_waits(eva, client, monkeypatch):
    monkeypatch.setitem(throttle.LIMITS, "address", throttle.Limit(5, timedelta(minutes=15)))
    for number in range(6):
        sign_in_as(client, f"x{number}", "gok")
    sign_in_as(client, eva.number)
    assert not is_in(client)


def test_all_strangers_together_are_limited(eva, monkeypatch):
    monkeypatch.setitem(throttle.LIMITS, "all", throttle.Limit(5, timedelta(minutes=15)))
    known = Client()
    sign_in_as(known, eva.number)
    known.post("/accounts/logout/")
    for number in range(6):
        sign_in_as(Client(REMOTE_ADDR=f"10.0.0.{number}"), f"x{number}", "gok")
    stranger = Client(REMOTE_ADDR="10.0.1.1")
    sign_in_as(stranger, eva.number)
    assert not is_in(stranger)
    sign_in_as(known, eva.number)
    assert is_in(known)


def test_successes_use_no_room(eva, monkeypatch):
    monkeypatch.setitem(throttle.LIMITS, "address", throttle.Limit(2, timedelta(minutes=15)))
    for _number in range(4):
        browser = Client()
        sign_in_as(browser, eva.number)
        assert is_in(browser)


def test_a_forged_mark_of_a_known_device_is_worth_nothing(eva, rf):
    request = rf.post(LOGIN)
    request.COOKIES[throttle.COOKIE] = f'{{"person:{eva.pk}": "x"}}:forged'
    assert not throttle._device(request, f"person:{eva.pk}")


def test_the_address_behind_own_proxies_is_the_one_they_saw(rf, settings):
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.9")
    assert throttle.address(request) == "10.0.0.1"
    settings.PROXIES = 1
    assert throttle.address(request) == "203.0.113.9"
    wide = rf.get("/", HTTP_X_FORWARDED_FOR="2001:db8:1:2:3::4")
    assert throttle.address(wide) == "2001:db8:1:2::"


def link_in_mail() -> str:
    text = Mail.objects.order_by("-pk").first().text
    return re.search(r"http\S+(/people/welcome/\S+/)", text).group(1)


def test_an_invitation_lets_somebody_choose_a_password_once(cast, client):
    actions.invite_person(cast.eva, by=cast.hanan)
    link = link_in_mail()
    token = link.split("/")[-2]
    assert token not in EntryCode.objects.get().digest
    assert client.get(link).status_code == 200
    assert client.get(link).status_code == 200  # looking does not use it up
    assert client.post(link, {"password": GOOD}).status_code == 302
    assert is_in(client)
    assert client.get(reverse("people:my_details")).status_code == 200
    assert Client().get(link).status_code == 410
    assert Person.objects.get(pk=cast.eva.pk).check_password(GOOD)
    assert AuditRow.objects.filter(verb="person.password_chosen", by=cast.eva).exists()


def test_a_link_holds_the_configured_address_whatever_the_request_says(cast, client, settings):
    settings.URL = "https://leren.example.nl"
    settings.ALLOWED_HOSTS = ["*"]
    client.post(
        reverse("people:forgotten_password"), {"login": cast.eva.email}, headers={"host": "evil"}
    )
    jobs.send_new_password_link(person=cast.eva.pk)
    assert "https://leren.example.nl/people/welcome/" in Mail.objects.get().text


def test_a_link_is_over_after_its_time_and_after_a_newer_one(cast, client):
    actions.invite_person(cast.eva, by=cast.hanan)
    first = link_in_mail()
    actions.invite_person(cast.eva, by=cast.hanan)
    second = link_in_mail()
    assert client.get(first).status_code == 410
    with clock.fixed(cast.today + timedelta(days=15)):
        assert client.get(second).status_code == 410
    assert client.get(second).status_code == 200


@pytest.mark.parametrize(
    "weak", ["kort", "aaaaaaaaaaaaaaa", "password1234", "evadevries1003", "1003devrieseva"]
)
def test_a_weak_password_is_refused_in_a_friendly_sentence(cast, client, weak):
    actions.invite_person(cast.eva, by=cast.hanan)
    link = link_in_mail()
    assert client.post(link, {"password": weak}).status_code == 422
    assert EntryCode.objects.get().used_at is None


def test_a_letter_lets_somebody_in_with_number_and_code(cast, client):
    kim = cast.hire(number="2001", unit=cast.vastgoed, email=None)
    [letter] = actions.make_letters([kim], by=cast.hanan)
    url = reverse("people:letter")
    assert client.post(url, {"number": "2001", "code": "AAAA-BBBB-CCCC"}).status_code == 422
    spaced = "-".join(letter.code[at : at + 4] for at in (0, 4, 8)).lower()
    answer = client.post(url, {"number": " 2001 ", "code": spaced})
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    assert client.post(answer["Location"], {"password": GOOD}).status_code == 302
    assert is_in(client)
    again = Client()
    assert again.post(url, {"number": "2001", "code": letter.code}).status_code == 422
    assert again.get(answer["Location"]).status_code == 410


def test_who_types_the_number_of_another_keeps_nobody_with_a_letter_out(cast, client):
    kim = cast.hire(number="2001", unit=cast.vastgoed, email=None)
    [letter] = actions.make_letters([kim], by=cast.hanan)
    url, guesser = reverse("people:letter"), Client(REMOTE_ADDR="10.9.8.7")
    for _number in range(throttle.LIMITS["account"].most + 1):
        sign_in_as(guesser, "2001", "gok")
        guesser.post(url, {"number": "2001", "code": "AAAA-BBBB-CCCC"})
    assert client.post(url, {"number": "2001", "code": letter.code}).status_code == 302


def test_codes_are_not_guessed_without_end_either(cast, client, monkeypatch):
    monkeypatch.setitem(throttle.LIMITS, "address", throttle.Limit(5, timedelta(minutes=15)))
    told = {"number": cast.eva.number, "code": "AAAA-BBBB-CCCC"}
    answers = [client.post(reverse("people:letter"), told).status_code for _number in range(6)]
    assert answers == [422] * 5 + [429]


def test_the_code_of_one_letter_does_not_open_for_another_number(cast, client):
    kim = cast.hire(number="2001", email=None)
    [letter] = actions.make_letters([kim], by=cast.hanan)
    told = {"number": cast.eva.number, "code": letter.code}
    assert client.post(reverse("people:letter"), told).status_code == 422


def test_asking_for_a_new_password_says_the_same_to_everybody(eva, client):
    url = reverse("people:forgotten_password")
    known = client.post(url, {"login": eva.email}).content
    unknown = client.post(url, {"login": "nobody@delinde.example"}).content
    strip = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
    assert strip.sub(b"", known) == strip.sub(b"", unknown)


def test_a_mailbox_is_not_flooded(eva, rf):
    allowed = [throttle.asked_for_mail(rf.post("/"), "person:1").allowed for _number in range(5)]
    assert allowed == [True, True, True, False, False]


def test_a_new_password_ends_all_other_sessions(eva, client):
    other = Client()
    sign_in_as(other, eva.number)
    actions.send_new_password_link(eva)
    client.post(link_in_mail(), {"password": "een heel ander wachtwoord"})
    assert other.get(reverse("people:my_details")).status_code == 302
    assert client.get(reverse("people:my_details")).status_code == 200


def test_another_password_is_chosen_after_a_fresh_sign_in(eva, sign_in):
    url = reverse("account_change_password")
    assert sign_in(eva, fresh=False).get(url).status_code == 302
    client = sign_in(eva)
    assert client.post(url, {"password": "kort"}).status_code == 422
    assert client.post(url, {"password": "een heel ander wachtwoord"}).status_code == 302
    assert client.get(reverse("people:my_details")).status_code == 200


def test_sessions_are_listed_and_can_be_ended_each(eva):
    here, there, elsewhere = Client(), Client(HTTP_USER_AGENT="Firefox Windows"), Client()
    for browser in (here, there, elsewhere):
        sign_in_as(browser, eva.number)
    page = here.get("/accounts/sessions/")
    assert len(page.context["sessions"]) == 3
    row = next(
        one
        for one in page.context["sessions"]
        if one["device"] == "Firefox on Windows" or "Windows" in one["device"]
    )
    here.post("/accounts/sessions/", {"session": row["row"].pk})
    assert there.get(reverse("people:my_details")).status_code == 302
    assert elsewhere.get(reverse("people:my_details")).status_code == 200
    here.post("/accounts/sessions/", {"session": "all"})
    assert elsewhere.get(reverse("people:my_details")).status_code == 302
    assert here.get(reverse("people:my_details")).status_code == 200


def test_nobody_ends_the_session_of_somebody_else(eva, cast, sign_in):
    theirs = Client()
    sign_in_as(theirs, eva.number)
    from allauth.usersessions.models import UserSession

    row = UserSession.objects.get()
    sign_in(cast.stan).post("/accounts/sessions/", {"session": row.pk})
    assert theirs.get(reverse("people:my_details")).status_code == 200


def test_a_step_that_matters_asks_again_and_then_carries_out_what_was_filled_in(
    cast, sign_in, settings
):
    cast.sam.set_password(GOOD)
    cast.sam.save()
    client = sign_in(cast.sam, fresh=False)
    told = {"person": cast.eva.number, "role": "lnd", "from_on": "2026-11-23", "key": new_key()}
    answer = client.post(reverse("people:role_grant"), told)
    assert answer.status_code == 302
    assert not RoleGrant.objects.filter(person=cast.eva).exists()
    again = answer["Location"]
    assert client.get(again).status_code == 200
    assert client.post(again, {"password": "fout", "next": "/people/roles/new/"}).status_code == 200
    assert not RoleGrant.objects.filter(person=cast.eva).exists()
    done = client.post(again, {"password": GOOD, "next": "/people/roles/new/"})
    assert done.status_code == 302
    assert RoleGrant.objects.filter(person=cast.eva).exists()


def test_the_suspended_form_keeps_no_cookies(cast, sign_in):
    client = sign_in(cast.sam, fresh=False)
    client.post(reverse("people:role_grant"), {"person": "x"})
    kept = client.session["account_reauthentication_state"]["request"]
    assert client.session.session_key not in kept
    assert "COOKIE" not in kept


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_with_a_second_step_a_password_alone_is_not_enough(eva, client):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(eva, secret)
    assert secret not in str(Authenticator.objects.get(type="totp").data)
    sign_in_as(client, eva.number)
    assert not is_in(client)
    assert client.get("/accounts/code/").status_code == 200
    client.post("/accounts/code/", {"code": "000000"})
    assert not is_in(client)
    client.post("/accounts/code/", {"code": code_of(secret)})
    assert is_in(client)


def test_codes_cannot_be_guessed_without_end(eva, client):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(eva, secret)
    sign_in_as(client, eva.number)
    for _number in range(6):
        client.post("/accounts/code/", {"code": "000000"})
    client.post("/accounts/code/", {"code": code_of(secret)})
    assert not is_in(client)


def test_hr_and_administrators_must_have_a_second_step_where_that_is_set(cast, sign_in, settings):
    settings.SECOND_STEP_FOR = frozenset({"administrator", "hr"})
    page = reverse("people:my_details")
    assert sign_in(cast.hanan).get(page)["Location"] == reverse("mfa_activate_totp")
    assert sign_in(cast.eva).get(page).status_code == 200
    client = sign_in(cast.sam)
    form = client.get(reverse("mfa_activate_totp")).context["form"]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(form.secret)})
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200  # the recovery codes
    assert client.get(page).status_code == 200
    assert AuditRow.objects.filter(verb="person.second_step_on", by=cast.sam).exists()
    off = client.post(reverse("mfa_deactivate_totp"))
    assert off.status_code == 200
    assert Authenticator.objects.filter(user=cast.sam, type="totp").exists()


def test_a_second_look_does_not_make_the_code_of_the_app_worthless(cast, sign_in, settings):
    settings.SECOND_STEP_FOR = frozenset({"hr"})
    client, page = sign_in(cast.hanan), reverse("mfa_activate_totp")
    secret = client.get(page).context["form"].secret
    assert client.get(reverse("planning:week"), follow=True).redirect_chain == [(page, 302)]
    assert client.post(page, {"code": "000000"}).context["form"].secret == secret
    assert client.post(page, {"code": code_of(secret)}).status_code == 302
    assert sign_in(cast.sam).get(page).context["form"].secret != secret


def test_what_is_open_to_everybody_is_never_answered_with_the_second_step(cast, sign_in, settings):
    settings.SECOND_STEP_FOR = frozenset({"hr"})
    client = sign_in(cast.hanan)
    for name in ("planning:offline", "foundation:offline"):
        assert client.get(reverse(name)).status_code == 200, "a device keeps what this answers"
    assert client.get(reverse("planning:week")).status_code == 302


@pytest.mark.parametrize(
    "name", ["mfa_index", "mfa_activate_totp", "usersessions_list", "account_logout"]
)
def test_the_pages_about_signing_in_open(cast, sign_in, name):
    assert sign_in(cast.eva).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["account_login", "people:letter", "people:forgotten_password"])
def test_the_entrance_opens_for_everybody(db, client, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["signup/", "password/reset/", "email/", "confirm-email/x/", "2fa/webauthn/", "inactive/"],
)
def test_what_we_do_not_use_of_allauth_is_off(db, client, path):
    answer = client.get(f"/accounts/{path}")
    assert answer.status_code == 404


def test_a_leaver_reaches_only_the_own_things_and_after_a_year_nothing(cast, sign_in):
    actions.end_employment(
        cast.eva.employments.get(), last_on=date(2026, 10, 31), today=cast.today, by=cast.hanan
    )
    client = sign_in(cast.eva)
    assert client.get(reverse("people:after_leaving")).status_code == 200
    assert client.post(reverse("people:my_export")).status_code == 200
    gone = client.get(reverse("people:deputy_add"))
    assert gone["Location"] == reverse("people:after_leaving")
    later = date(2027, 11, 2)
    with clock.fixed(later):
        jobs.turn_the_day(later)
    assert not Person.objects.get(pk=cast.eva.pk).is_active
    assert client.get(reverse("people:after_leaving")).status_code == 302


def test_a_leaver_holds_no_role_any_more(cast):
    actions.end_employment(
        cast.hanan.employments.get(), last_on=date(2026, 11, 22), today=cast.today, by=None
    )
    hanan = Person.objects.get(pk=cast.hanan.pk)
    assert hanan.roles == {"employee"}
    assert not RoleGrant.objects.on(cast.today).filter(person=hanan).exists()


def test_one_click_lets_the_cast_in_and_only_in_the_demo(cast, client, settings):
    url = reverse("people:demo_sign_in")
    told = {"person": cast.eva.number, "next": "//evil.example"}
    assert client.post(url, told).status_code == 404
    settings.DEMO = True
    other = cast.hire(number="2001")
    assert client.post(url, told | {"person": other.number}).status_code == 404
    answer = client.post(url, told)
    assert answer["Location"] == "/"
    assert is_in(client)
    settings.DEMO = False
    assert b'name="person"' not in Client().get(LOGIN).content


def test_the_start_is_refused_where_one_click_would_be_open_to_others(settings):
    settings.DEMO, settings.MODE = True, "production"
    assert "people.E001" in {problem.id for problem in run_checks()}
    settings.MODE, settings.SECURE = "demo", True
    assert "people.E002" in {problem.id for problem in run_checks()}
    settings.DEMO, settings.MODE, settings.SECURE = False, "production", True
    assert not {problem.id for problem in run_checks()} & {"people.E001", "people.E002"}


def test_somebody_who_signed_in_with_one_click_needs_no_password_again(cast, client, settings):
    settings.DEMO = True
    client.post(reverse("people:demo_sign_in"), {"person": cast.sam.number, "next": "/"})
    assert client.get(reverse("people:role_grant")).status_code == 200
    settings.DEMO = False
    assert client.get(reverse("people:role_grant")).status_code == 302


def test_a_safe_address_is_a_path_of_this_site(rf):
    request = rf.get("/")
    assert addresses.safe_address(request, "/budgets/?page=2") == "/budgets/?page=2"
    for payload in PAYLOADS:
        assert addresses.safe_address(request, payload) == "/"


def test_used_links_and_old_counts_are_forgotten(cast):
    actions.invite_person(cast.eva, by=cast.hanan)
    with clock.fixed(cast.today + timedelta(days=60)):
        jobs.forget(cast.today + timedelta(days=60))
    assert not EntryCode.objects.exists()
