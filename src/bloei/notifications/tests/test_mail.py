"""How mail looks."""

import pytest

from bloei.foundation import house_style, mail


@pytest.mark.django_db
def test_mails_carry_the_name_of_the_organisation():
    house_style.change_appearance(name="Stichting De Linde", accent="", by=None)
    facts = {"name": "Eva", "items": [], "preferences": "", "unsubscribe": ""}
    words = mail.render("notifications/mail_digest", facts, "nl")
    assert "Bloei · Stichting De Linde" in words.text
    assert "Bloei · Stichting De Linde" in words.html
