"""When a page cannot be shown: friendly, with a way on, and never with what went wrong inside."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.views.decorators.csrf import requires_csrf_token


@requires_csrf_token
def refused(request, exception=None):
    """400: the browser sent something that makes no sense."""
    return render(request, "foundation/error_400.html", status=400)


@requires_csrf_token
def forbidden(request, exception=None):
    """403: this is not for you."""
    return render(request, "foundation/error_403.html", status=403)


@requires_csrf_token
def not_found(request, exception=None):
    """404: it is not there, or it is not yours to see; both look the same."""
    return render(request, "foundation/error_404.html", status=404)


@requires_csrf_token
def stale(request, reason=""):
    """403: the form was open too long (CSRF_FAILURE_VIEW)."""
    return render(request, "foundation/error_stale.html", status=403)


def unprocessable(request, sentence):
    """422: it cannot be done, in one sentence; for a request that has no form to go back to."""
    return render(request, "foundation/error_422.html", {"sentence": sentence}, status=422)


def unreadable(request):
    """503: a confidential text cannot be opened, which the log explains to who runs Bloei."""
    return render(request, "foundation/error_unreadable.html", status=503)


def busy(request):
    """503: others held the same rows too long; nothing was kept, and what was sent can go again."""
    typed = bool(request.POST) and not request.FILES
    again = typed and not any(map(_is_secret, request.POST))
    told = [
        (name, value)
        for name, values in (request.POST.lists() if again else ())
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    context = {"again": again, "told": told, "address": request.get_full_path()}
    response = render(request, "foundation/error_busy.html", context, status=503)
    response["Retry-After"] = "5"
    return response


def _is_secret(name: str) -> bool:
    return any(word in name for word in ("password", "code", "token")) and name != (
        "csrfmiddlewaretoken"
    )


def failed(request):
    """500: drawn without context or database, because one of those may be what broke."""
    facts = {"style": _style()}
    return HttpResponse(get_template("foundation/error_500.html").render(facts), status=500)


def _style() -> str:
    try:
        return staticfiles_storage.url("ui/bloei.css")
    except Exception:  # noqa: BLE001 - the page must appear, whatever broke
        return ""
