"""A mail with a way in keeps its text no longer than until it is out, or given up."""

import pytest
from django.core import mail as sent

from bloei.foundation import sending
from bloei.foundation.models import Mail
from bloei.people import actions

pytestmark = pytest.mark.django_db
LINK = "/people/welcome/"


@pytest.fixture
def invited(cast) -> Mail:
    actions.invite_person(cast.eva, by=cast.hanan)
    return Mail.objects.get(about=cast.eva)


def test_the_link_is_in_the_mail_and_then_nowhere(cast, invited):
    assert LINK in invited.text
    assert sending.send_waiting(10) == 1
    assert LINK in sent.outbox[0].body
    invited.refresh_from_db()
    assert (invited.state, invited.text, invited.html) == ("sent", "", "")


def test_a_mail_without_a_way_in_keeps_its_text(cast, invited):
    Mail.objects.update(lets_in=False)
    sending.send_waiting(10)
    invited.refresh_from_db()
    assert LINK in invited.text, "the control: without the mark the link would stay"


def test_the_demo_keeps_it_in_its_mailbox(cast, invited, settings):
    settings.DEMO = True
    sending.send_waiting(10)
    invited.refresh_from_db()
    assert LINK in invited.text


def test_what_was_given_up_is_empty(cast, invited):
    Mail.objects.update(attempts=sending.MOST_ATTEMPTS)
    assert sending.send_waiting(10) == 0
    invited.refresh_from_db()
    assert (invited.state, invited.text) == ("failed", "")
