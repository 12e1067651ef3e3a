"""The mailbox: every mail of the demo, so that no mail server is needed to see them.

Outside the demo and development it does not exist. The HTML of a mail is shown as mail
programs do: in a frame that may run nothing and fetch nothing.
"""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from bloei.foundation.middleware import CSP
from bloei.foundation.models import Mail

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
    mails = Mail.objects.order_by("-written_at", "-pk").defer("html", "text")
    if to:
        mails = mails.filter(to__icontains=to)
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/mail_list.html", {"page": page, "to": to})


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
