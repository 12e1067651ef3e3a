"""What a device asks of the house: its service worker, whose things it keeps, a calm page."""

import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from bloei.foundation import offline as keeping
from bloei.foundation.addresses import address_of
from bloei.foundation.context import appearance


@login_not_required
@require_GET
def service_worker(request):
    """The script that shows a page where there is no connection; never from /static/.

    It changes with the release, the language and the house style, so that a browser then takes
    its pages anew.
    """
    told = keeping.shell(_of_the_house()) | {"language": get_language()}
    script = f"const SHELL = {json.dumps(told)};\n{keeping.worker()}"
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = "/"
    answer["Cache-Control"] = "no-cache"
    tag = quote_etag(keeping.digest(script))
    answer["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=answer)


def _of_the_house() -> list[str]:
    """Return the addresses of the organisation's own colour and logo."""
    look, found = appearance(), []
    if look.accent:
        found.append(f"{address_of('foundation:theme_css')}?accent={look.accent[1:]}")
    if look.logo_id:
        found.append(f"{address_of('foundation:logo')}?v={look.logo_id}")
    return found


@login_not_required
@require_GET
def this_device(request):
    """Whose things this device may keep, and the token that its forms need."""
    signed_in = request.user.is_authenticated
    told = {
        "signed_in": signed_in,
        "whose": keeping.mark_of(request.user) if signed_in else "",
        "token": get_token(request) if signed_in else "",
    }
    return JsonResponse(told)


@login_not_required
@require_GET
def offline(request):
    """The page that is shown where another one cannot be fetched; it holds nothing of anybody."""
    return render(request, "foundation/offline.html")
