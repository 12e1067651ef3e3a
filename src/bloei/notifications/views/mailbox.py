"""The mailbox: every mail of the demo, so that no mail server is needed to see them.

Outside the demo and development it does not exist. The HTML of a mail is shown as mail
programs do: in a frame that may run nothing and fetch nothing.
"""

from functools import wraps
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from bloei.foundation.middleware import CSP
from bloei.foundation.models import Mail
from bloei.people.demo_cast import ONE_CLICK_CAST
from bloei.people.models import Person

PER_PAGE = 30
IN_A_FRAME = (
    "sandbox allow-top-navigation-by-user-activation; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)


def in_the_demo(view):
    """Let a page exist in the demo and in development only, also for who is not signed in."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not (settings.DEMO or settings.MODE == "development"):
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(require_GET(guarded))


@in_the_demo
def mail_list(request):
    to = request.GET.get("to", "").strip()[:254]
    mails = Mail.objects.select_related("about").order_by("-written_at", "-pk")
    if to:
        mails = mails.filter(to__icontains=to)
    page = Paginator(mails.defer("html", "text"), PER_PAGE).get_page(request.GET.get("page"))
    facts = {"page": page, "to": to, "chips": _cast(to)}
    return render(request, "notifications/mail_list.html", facts)


def _cast(to: str) -> list[dict]:
    """Return a choice for everybody who can be with one click, and for all mail."""
    numbers = [member.number for member in ONE_CLICK_CAST]
    people = Person.objects.filter(number__in=numbers, email__isnull=False).order_by("sort_name")
    everybody = {"label": _("Everybody"), "url": "?", "current": not to}
    return [everybody] + [
        {"label": one.full_name, "url": f"?to={quote(one.email)}", "current": to == one.email}
        for one in people
    ]


@in_the_demo
def mail_detail(request, pk):
    mail = get_object_or_404(Mail, pk=pk)
    response = render(request, "notifications/mail_detail.html", {"mail": mail})
    response["Content-Security-Policy"] = f"{CSP}; frame-src 'self'"
    return response


@xframe_options_sameorigin
@in_the_demo
def mail_html(request, pk):
    mail = get_object_or_404(Mail, pk=pk)
    html = mail.html.replace("<head>", '<head><base target="_top">', 1)
    return HttpResponse(html, headers={"Content-Security-Policy": IN_A_FRAME})
