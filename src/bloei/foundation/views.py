"""Pages of the house itself: the accent, the language, installing, the gallery."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from bloei.foundation import health, theme
from bloei.foundation.context import appearance
from bloei.foundation.gallery import Gallery


@login_not_required
@require_GET
def healthz(request):
    """Whether this installation works, for whoever watches over it."""
    if health.is_well():
        return HttpResponse("ok\n", content_type="text/plain")
    answer = HttpResponse("the database is not well\n", content_type="text/plain", status=503)
    answer["Retry-After"] = "5"
    return answer


@login_not_required
@require_GET
@cache_control(public=True, max_age=3600)
def theme_css(request):
    """The accent of the organisation as tokens; nothing when there is none."""
    accent = appearance().accent
    written = theme.style_sheet(accent) if accent else ""
    return HttpResponse(written, content_type="text/css")


@login_not_required
@require_GET
@cache_control(public=True, max_age=3600)
def manifest(request):
    """What a phone needs to put Bloei on its home screen."""
    sizes = {"any": (192, 512), "maskable": (512,)}
    icons = [
        {
            "src": static(f"foundation/icon-{size}{'' if purpose == 'any' else '-maskable'}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for purpose, wanted in sizes.items()
        for size in wanted
    ]
    name = appearance().name
    facts = {
        "id": "/",
        "name": name if name == "Bloei" else f"Bloei – {name}",
        "short_name": "Bloei",
        "description": _("Your time, your budget and something good to learn, in one place."),
        "lang": translation.get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f7f8f4",
        "theme_color": "#0b4a38",
        "icons": icons,
    }
    return JsonResponse(facts, content_type="application/manifest+json")


@login_not_required
@require_POST
def language(request):
    """Remember the language of this browser and go back."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    answer = redirect(back)
    if translation.check_for_language(chosen) and chosen in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 3600,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return answer


@login_not_required
def gallery(request):
    """Every component in every state; only in the demo and in development."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    form = Gallery(request.POST) if request.method == "POST" else Gallery()
    wrong = Gallery({"amount": "veel", "when": "", "moment": "full"})
    wrong.is_valid()
    facts = {"form": form, "wrong": wrong, **form.facts()}
    return render(request, "foundation/gallery.html", facts, status=422 if form.errors else 200)
