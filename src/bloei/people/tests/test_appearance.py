"""The house style: who changes it, what is refused, and where it shows."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from bloei.foundation import house_style, theme
from bloei.foundation.models import Appearance, AuditRow, Mail, StoredFile
from bloei.foundation.tests.pdf_text import text_of
from bloei.people import actions

pytestmark = pytest.mark.django_db
PAGE = reverse("people:appearance_change")
PLACE = reverse("people:logo_place")
LOGO = reverse("foundation:logo")


def picture(kind="PNG", size=(900, 300), **more) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", size, "#1f5c2e").save(content, kind, **more)
    return SimpleUploadedFile(f"logo.{kind.lower()}", content.getvalue())


def place(client, upload, key="a-key-of-eight"):
    return client.post(PLACE, {"key": key, "upload": upload})


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = tmp_path


def test_an_administrator_gives_bloei_the_name_and_the_colour_of_the_organisation(cast, sign_in):
    client = sign_in(cast.sam)
    told = {"name": "Stichting De Linde", "accent": "#8A1C5B"}
    assert client.post(PAGE, told).status_code == 302
    row = Appearance.objects.get()
    assert (row.name, row.accent) == ("Stichting De Linde", "#8a1c5b")
    audited = AuditRow.objects.get(verb="appearance.changed")
    assert (audited.by, sorted(audited.fields)) == (cast.sam, ["accent", "name"])
    page = client.get(PAGE).content.decode()
    assert "Stichting De Linde</title>" in page
    assert "theme.css?accent=8a1c5b" in page


def test_a_colour_that_is_too_pale_is_refused_with_the_nearest_that_works(cast, sign_in):
    client = sign_in(cast.hanan)
    answer = client.post(PAGE, {"name": "De Linde", "accent": "#ffd94a"})
    better = theme.readable("#ffd94a")
    assert answer.status_code == 422
    assert better in answer.content.decode()
    assert "De Linde" in answer.content.decode()
    assert not Appearance.objects.exists()
    taken = client.post(PAGE, {"name": "De Linde", "accent": "#ffd94a", "take": better})
    assert taken.status_code == 200
    assert f'value="{better}"' in taken.content.decode()
    assert client.post(PAGE, {"name": "De Linde", "accent": better}).status_code == 302


@pytest.mark.parametrize("accent", ["rood", "#12345g", "#fff", "#0b5c44;}"])
def test_what_is_no_colour_is_refused(cast, sign_in, accent):
    answer = sign_in(cast.hanan).post(PAGE, {"name": "De Linde", "accent": accent})
    assert answer.status_code == 422


def test_looking_first_saves_nothing(cast, sign_in):
    answer = sign_in(cast.hanan).post(PAGE, {"name": "Nieuw", "accent": "#8a1c5b", "look": "1"})
    assert answer.status_code == 200
    assert "theme.css?accent=8a1c5b" in answer.content.decode()
    assert not Appearance.objects.exists()


@pytest.mark.parametrize("who", ["eva", "mo", "joost", "ria", "stan"])
def test_others_change_nothing_of_it(cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"name": "Van mij"}).status_code == 403
    assert place(client, picture()).status_code == 403
    assert client.post(reverse("people:logo_remove")).status_code == 403


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_and_shown_to_everybody(cast, sign_in, client, kind):
    assert place(sign_in(cast.sam), picture(kind)).status_code == 302
    answer = client.get(LOGO)
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    with Image.open(BytesIO(b"".join(answer.streaming_content))) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (640, 213))
    assert LOGO in sign_in(cast.eva).get("/", follow=True).content.decode()


def test_what_somebody_hid_in_a_picture_does_not_get_out(cast, sign_in, client):
    hidden = Image.Exif()
    hidden[0x010E] = "geheime omschrijving"
    place(sign_in(cast.sam), picture("JPEG", exif=hidden))
    assert b"geheim" not in b"".join(client.get(LOGO).streaming_content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("logo.png", b"<svg onload='alert(1)'/>"),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64),
        ("logo.gif", b"GIF89a" + b"\0" * 64),
        ("logo.jpg", b"%PDF-1.7"),
    ],
)
def test_svg_and_other_files_are_no_logo(cast, sign_in, client, name, content):
    answer = place(sign_in(cast.sam), SimpleUploadedFile(name, content))
    assert answer.status_code == 422
    assert not StoredFile.objects.exists()
    assert client.get(LOGO).status_code == 404


def test_a_picture_that_unpacks_to_too_much_is_refused(cast, sign_in, monkeypatch):
    monkeypatch.setattr(house_style, "MOST_PIXELS", 1000)
    assert place(sign_in(cast.sam), picture()).status_code == 422
    monkeypatch.setattr(house_style, "MOST_BYTES", 10)
    assert place(sign_in(cast.sam), picture()).status_code == 422


def test_a_resent_logo_is_one_logo_and_a_new_one_replaces_it(cast, sign_in):
    client = sign_in(cast.sam)
    place(client, picture())
    place(client, picture())
    assert StoredFile.objects.count() == 1
    first = house_style.logo_path(Appearance.objects.get())
    place(client, picture(size=(300, 300)), key="another-key-here")
    assert StoredFile.objects.count() == 1
    assert house_style.logo_path(Appearance.objects.get()) != first
    client.post(reverse("people:logo_remove"))
    assert Appearance.objects.get().logo is None
    assert not StoredFile.objects.exists()


def test_an_invitation_carries_the_name_of_the_organisation(cast):
    house_style.change_appearance(name="Stichting De Linde", accent="", by=cast.sam)
    actions.invite_person(cast.eva, by=cast.hanan)
    assert "Bloei · Stichting De Linde" in Mail.objects.get().text


def test_letters_print_names_of_all_languages_in_latin_script(cast, sign_in):
    house_style.change_appearance(name="Stichting De Linde", accent="#8a1c5b", by=cast.sam)
    names = (("Gülşah", "Şahin"), ("Łukasz", "Dąbrowski"), ("Đức", "Nguyễn"), ("Zoë", "Ğıİ"))
    for number, (given, family) in enumerate(names, 2001):
        cast.hire(
            number=str(number), given=given, family=family, unit=cast.vastgoed, email=None
        )  # fmt: skip
    answer = sign_in(cast.hanan).post(reverse("people:letter_batch"))
    text = text_of(answer.content)
    for given, family in names:
        assert f"{given} {family}" in text
    assert text.count("Stichting De Linde") == len(names)
    assert text.count("?") == len(names), "only the question of the letter itself"


def test_letters_show_the_logo(cast, sign_in):
    client = sign_in(cast.hanan)
    place(client, picture())
    cast.hire(number="2001", unit=cast.vastgoed, email=None)
    answer = client.post(reverse("people:letter_batch"))
    assert b"/Subtype /Image" in answer.content


def test_the_learning_record_shows_the_logo(cast, sign_in):
    place(sign_in(cast.hanan), picture())
    assert b"/Subtype /Image" in sign_in(cast.eva).get(reverse("learning:record_pdf")).content
