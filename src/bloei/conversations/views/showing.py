"""How a conversation is fetched and shown: by one of the two, and every look is noted."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bloei.conversations import pages, queries, viewing
from bloei.conversations.access import TALK
from bloei.conversations.models import Conversation
from bloei.foundation import clock
from bloei.foundation.errors import unprocessable


def find(request, pk: int) -> Conversation:
    """Fetch a conversation of the viewer and one other; anybody else gets 404."""
    rows = queries.with_people(Conversation.objects.all())
    return TALK.find(rows, request.user, pk=pk)


def show(request, conversation: Conversation, *, status: int = 200, **forms) -> HttpResponse:
    """Show the page of a conversation, and note that the viewer looked."""
    viewing.look(conversation, by=request.user)
    facts = pages.page(
        conversation, request.user, clock.today(), card=request.GET.get("card", ""), **forms
    )
    return render(request, "conversations/conversation_detail.html", facts, status=status)


def closed(request) -> HttpResponse:
    """Say that it cannot be changed: the other one was first, or it was closed."""
    words = _("This conversation was closed in the meantime. You can still read it.")
    return unprocessable(request, words)
