"""What is confidential is in the database as nobody but Bloei can read it."""

import hashlib
import hmac
import logging
import stat
from types import SimpleNamespace

import pytest
from django.apps.registry import Apps
from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import FieldError
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.template import Context, Template

from bloei.foundation import audit, encryption
from bloei.foundation.actions import action
from bloei.foundation.encrypted import EncryptedTextField, Sealed
from bloei.foundation.middleware import HeadersMiddleware
from bloei.foundation.models import UsedKey
from bloei.foundation.privacy import Erase, Personal
from bloei.foundation.tests.diary import Diary, columns_as_they_are, make_table

SECRET = "Ik wil eigenlijk iets heel anders"


@pytest.fixture
def installation(settings, tmp_path):
    """A data folder of its own, without keys."""
    settings.DATA, settings.ENCRYPTION_KEYS = tmp_path, ""
    return tmp_path


@pytest.fixture
def diary(installation, db):
    make_table()
    return Diary


def of_environment(*keys: encryption.Key) -> str:
    return ",".join(key.written for key in keys)


def test_what_was_written_is_read_again(diary):
    row = diary.objects.create(owner="Eva", text=SECRET, more="ook 🌱 dit")
    assert (row.text, row.more) == (SECRET, "ook 🌱 dit")
    again = diary.objects.get(pk=row.pk)
    assert (again.text, again.more) == (SECRET, "ook 🌱 dit")


def test_the_column_holds_nothing_of_it(diary):
    diary.objects.create(owner=SECRET[:10], text=SECRET, more=SECRET)
    ((owner, text, more),) = columns_as_they_are()
    assert owner in SECRET, "the same look finds what is not encrypted"
    for column in (text, more):
        # A word of two letters may stand in an encrypted text by chance.
        assert not any(word in column for word in SECRET.split() if len(word) > 5)
    assert text != more, "the same text twice does not look the same"


def test_the_file_with_the_key_is_made_at_first_use_for_its_owner_only(diary, installation):
    place = installation / "encryption-keys"
    assert not place.exists()
    diary.objects.create(owner="Eva", text=SECRET)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    (key,) = encryption.known_keys()
    assert key.written not in repr(key)
    assert columns_as_they_are()[0][1].startswith(f"1:{key.name}:")


def test_changing_a_row_keeps_and_changes_texts(diary):
    row = diary.objects.create(owner="Eva", text=SECRET, more="blijft")
    row = diary.objects.get(pk=row.pk)
    row.text = "anders"
    row.save()
    again = diary.objects.get(pk=row.pk)
    assert (again.text, again.more) == ("anders", "blijft")


def test_many_at_once_are_each_bound_to_their_own_row(diary):
    diary.objects.bulk_create(diary(owner=f"{n}", text=f"tekst {n}") for n in range(5))
    assert [row.text for row in diary.objects.order_by("pk")] == [f"tekst {n}" for n in range(5)]
    assert len(set(diary.objects.values_list("pk", flat=True))) == 5


def test_nothing_and_empty_stay_what_they_are(diary):
    row = diary.objects.create(owner="Eva", text="", more=None)
    again = diary.objects.get(pk=row.pk)
    assert (again.text, again.more) == ("", None)
    assert diary.objects.filter(more__isnull=True).exists()
    diary.objects.update(more=None, text="")
    diary.objects.create(owner="Eva", text=SECRET)
    diary.objects.update(text="")
    assert {row.text for row in diary.objects.all()} == {""}


MOVES = {
    "another row": "update foundation_diary set text = (select text from foundation_diary"
    " where owner = 'Stan') where owner = 'Eva'",
    "another column": "update foundation_diary set text = more where owner = 'Eva'",
    "a changed letter": "update foundation_diary set text = left(text, 40)"
    " || case substr(text, 41, 1) when 'A' then 'B' else 'A' end || substr(text, 42)",
    "cut off": "update foundation_diary set text = left(text, 20)",
    "nothing but the name of the key": "update foundation_diary set text = left(text, 11)",
    "plain text": "update foundation_diary set text = 'Bloei is ontslagen'",
}


@pytest.mark.parametrize("how", MOVES)
def test_a_text_that_was_moved_or_changed_is_refused(diary, how):
    diary.objects.create(owner="Stan", text="van Stan", more="ook van Stan")
    diary.objects.create(owner="Eva", text="van Eva", more="ook van Eva")
    assert diary.objects.get(owner="Eva").text == "van Eva"
    with connection.cursor() as cursor:
        cursor.execute(MOVES[how])
    with pytest.raises(encryption.NotGenuine) as refused:
        _ = diary.objects.get(owner="Eva").text
    assert "van" not in str(refused.value).replace("moved from another place", "").split()


def test_without_the_binding_a_moved_text_would_pass(diary, monkeypatch):
    """The negative control of the test above."""
    monkeypatch.setattr(EncryptedTextField, "place_of", lambda self, row: "everywhere")
    test = test_a_text_that_was_moved_or_changed_is_refused
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        test(diary, "another row")


def test_a_missing_key_is_an_error_that_says_which_and_what_to_do(diary, installation):
    row = diary.objects.create(owner="Eva", text=SECRET)
    (lost,) = encryption.known_keys()
    (installation / "encryption-keys").unlink()
    row = diary.objects.get(pk=row.pk)
    assert row.owner == "Eva", "the rest of the row can be read"
    with pytest.raises(encryption.KeyIsMissing, match=rf"{lost.name}.*docs/operations"):
        _ = row.text
    with pytest.raises(encryption.KeyIsMissing), transaction.atomic():
        row.save()  # never writes over what it cannot read
    row.owner = "Stan"
    row.save(update_fields=["owner"])
    (installation / "encryption-keys").write_text(lost.written)
    assert diary.objects.get(owner="Stan").text == SECRET


def test_a_template_does_not_show_emptiness_where_a_key_is_missing(diary, installation):
    row = diary.objects.create(owner="Eva", text=SECRET)
    page = Template("[{{ row.text }}]")
    assert page.render(Context({"row": diary.objects.get(pk=row.pk)})) == f"[{SECRET}]"
    (installation / "encryption-keys").unlink()
    with pytest.raises(encryption.KeyIsMissing):
        page.render(Context({"row": diary.objects.get(pk=row.pk)}))


def test_a_page_with_a_text_that_cannot_be_read_says_so_and_the_log_says_why(rf, caplog, db):
    request = rf.get("/")
    request.user = SimpleNamespace(is_authenticated=False)
    middleware = HeadersMiddleware(lambda request: HttpResponse())
    trouble = encryption.KeyIsMissing("The encryption key ab12 is not here.")
    with caplog.at_level(logging.ERROR):
        answer = middleware.process_exception(request, trouble)
    assert answer.status_code == 503
    assert b"ab12" not in answer.content
    assert "ab12" in caplog.text
    assert middleware.process_exception(request, RuntimeError("iets anders")) is None


def test_it_cannot_be_searched_sorted_out_or_written_past_its_row(diary):
    row = diary.objects.create(owner="Eva", text=SECRET)
    for lookup in ("text", "text__contains", "text__startswith", "text__in", "text__gt"):
        with pytest.raises(FieldError):
            list(diary.objects.filter(**{lookup: SECRET}))
    with pytest.raises(TypeError, match="saving its row"), transaction.atomic():
        diary.objects.update(text=SECRET)
    with pytest.raises(TypeError, match="saving its row"), transaction.atomic():
        diary.objects.bulk_update([row], ["text"])
    assert diary.objects.filter(owner="Eva").exists(), "what is not encrypted can be searched"


def test_it_shows_itself_nowhere_by_itself(diary):
    row = diary.objects.create(owner="Eva", text=SECRET)
    kept = diary.objects.get(pk=row.pk)
    (value,) = diary.objects.values_list("text", flat=True)
    shown = [repr(kept), repr(kept.__dict__), str(value), repr(value), str(Sealed(SECRET))]
    column = diary._meta.get_field("text")
    assert column.value_to_string(kept) == columns_as_they_are()[0][1]
    assert not [text for text in shown if SECRET in text]
    assert SECRET in repr(vars(row)), "what was just written is in memory, and this test sees it"


def test_keys_of_the_environment_come_newest_first(diary, settings):
    old, new = encryption.fresh_key(), encryption.fresh_key()
    settings.ENCRYPTION_KEYS = of_environment(old)
    early = diary.objects.create(owner="Eva", text="vroeg")
    settings.ENCRYPTION_KEYS = of_environment(new, old)
    late = diary.objects.create(owner="Eva", text="laat")
    names = [encryption.key_name(text) for _owner, text, _more in columns_as_they_are()]
    assert names == [old.name, new.name]
    assert diary.objects.get(pk=early.pk).text == "vroeg"
    settings.ENCRYPTION_KEYS = of_environment(new)
    assert diary.objects.get(pk=late.pk).text == "laat"
    with pytest.raises(encryption.KeyIsMissing, match=old.name):
        _ = diary.objects.get(pk=early.pk).text


def test_a_key_may_be_written_by_openssl(settings):
    key = encryption.Key(b"\xfb\xff" * 16)
    settings.ENCRYPTION_KEYS = key.written.replace("-", "+").replace("_", "/") + "\n"
    assert encryption.known_keys() == (key,)


def problems() -> set[str]:
    return {problem.id for problem in run_checks()}


def test_production_without_a_key_is_refused(installation, settings):
    settings.DEMO, settings.SECURE, settings.MODE = False, True, "production"
    assert "foundation.E002" in problems()
    with pytest.raises(encryption.KeyIsMissing):
        encryption.seal(SECRET, "x")
    settings.ENCRYPTION_KEYS = encryption.fresh_key().written
    assert "foundation.E002" not in problems()
    settings.ENCRYPTION_KEYS = ""
    encryption.add_key()
    assert "foundation.E002" not in problems()


@pytest.mark.parametrize("word", ["geheim", "A" * 44, "é" * 44, "QUJD"])
def test_what_is_not_a_key_is_refused_and_not_repeated(installation, settings, word):
    settings.ENCRYPTION_KEYS = f"{encryption.fresh_key().written},{word}"
    (found,) = [problem for problem in run_checks() if problem.id == "foundation.E001"]
    assert word not in str(found)


def test_a_key_file_that_others_can_read_is_told(installation):
    encryption.add_key()
    assert "foundation.W001" not in problems()
    (installation / "encryption-keys").chmod(0o644)
    assert "foundation.W001" in problems()


def test_a_model_whose_number_comes_too_late_or_never_changes_is_refused():
    class Late(models.Model):
        text = EncryptedTextField()
        append_only = True

        class Meta:
            app_label = "foundation"
            apps = Apps()

    found = {problem.id for problem in Late.check(databases=["default"])}
    assert found >= {"foundation.E003", "foundation.E004"}
    assert not {problem.id for problem in Diary.check()} & {"foundation.E003", "foundation.E004"}


def test_the_privacy_registry_says_what_is_encrypted():
    entry = Personal(
        Diary, person="owner", fields={"owner": "who", "text": "what"}, purpose="", keep="",
        erase=Erase.REMOVE,
    )  # fmt: skip
    assert entry.encrypted == {"text"}
    words = {name: str(said) for name, said in entry.words.items()}
    assert words["owner"] == "who"
    assert words["text"].startswith("what (")


def test_a_short_text_cannot_be_guessed_from_an_idempotency_key(diary):
    @action(creates=Diary)
    def write(*, text, key, by=None):
        row = Diary.objects.create(owner="Eva", text=text)
        audit.record("diary.written", row, by=by)
        return row

    write(text="Ja", key="1")
    (kept,) = UsedKey.objects.all()
    told = repr({"text": "Ja"}).encode()
    assert kept.digest != hashlib.sha256(told).hexdigest()
    under_our_key = hmac.new(settings.SECRET_KEY.encode(), told, "sha256")
    assert kept.digest == under_our_key.hexdigest(), "the guess above is of the right shape"
