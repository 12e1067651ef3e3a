"""Pages of the house itself: the accent, the language, installing, the gallery."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from bloei.foundation import health, house_style, theme
from bloei.foundation.addresses import safe_address
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
    """An accent as tokens: the one in the address, else that of the organisation, if any."""
    asked = request.GET.get("accent", "")
    accent = f"#{asked}" if asked else appearance().accent
    try:
        written = theme.style_sheet(accent) if accent else ""
    except (theme.NotAColour, theme.TooPale):
        raise Http404 from None
    return HttpResponse(written, content_type="text/css")


@login_not_required
@require_GET
@cache_control(public=True, max_age=3600)
def logo(request):
    """The logo of the organisation, also for who signs in; its address changes with it."""
    path = house_style.logo_path(appearance())
    if path is None:
        raise Http404
    answer = FileResponse(path.open("rb"), content_type="image/png")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


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
    answer = redirect(safe_address(request, request.POST.get("next", "/")))
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
