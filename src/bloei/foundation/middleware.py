"""What every answer carries: the language of the person, and headers that keep it safe."""

import logging
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpResponse, HttpResponseBadRequest, QueryDict
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from bloei.foundation import errors, offline, overtaken
from bloei.foundation.actions import KeyReused
from bloei.foundation.encryption import Unreadable

log = logging.getLogger(__name__)

CSP = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data:; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "manifest-src 'self'; "
    "form-action 'self'; "
    "frame-ancestors 'none'; "
    "base-uri 'none'; "
    "object-src 'none'"
)


class TextMiddleware(MiddlewareMixin):
    """Refuses the sign NUL: no text holds it, and the database cannot keep it."""

    def process_request(self, request):
        asked = [request.path_info, *request.COOKIES.values()]
        return self._refused([*asked, *_said(request.GET)])

    def process_view(self, request, _view, _args, _kwargs):
        return self._refused(_said(request.POST)) if request.method == "POST" else None

    def _refused(self, texts: Iterable[str]) -> HttpResponse | None:
        if any("\0" in text for text in texts):
            return HttpResponseBadRequest("400", content_type="text/plain")
        return None


def _said(query: QueryDict) -> Iterator[str]:
    for name, values in query.lists():
        yield name
        yield from values


class PersonMiddleware(AuthenticationMiddleware):
    """Finds who is signed in at once: every page asks it, so a promise to look would only cost."""

    def process_request(self, request):
        super().process_request(request)
        request.user = get_user(request)


class LanguageMiddleware(MiddlewareMixin):
    """Show pages in the language of who is signed in, else that of the browser."""

    def process_request(self, request):
        if request.user.is_authenticated:
            language = request.user.language
        else:
            language = translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, _request, response):
        response.setdefault("Content-Language", translation.get_language() or "nl")
        return response


class PackedMiddleware(GZipMiddleware):
    """Packs pages on their way out, to a quarter; files go as they are.

    The token in a form differs at every answer, and Django adds bytes of a random length, so the
    size of a packed page tells nothing about what it holds (BREACH; decisions/0017).
    """

    def process_response(self, request, response):
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


class DeviceMiddleware(MiddlewareMixin):
    """Wipes what a device keeps when its person signs out, or somebody else signs in."""

    def process_request(self, request):
        request.was_signed_in = request.user.is_authenticated

    def process_response(self, request, response):
        person = getattr(request, "user", None)
        if person is None or not person.is_authenticated:
            if getattr(request, "was_signed_in", False):
                offline.wipe(response)
            return response
        mine, kept = offline.mark_of(person), request.COOKIES.get(offline.COOKIE, "")
        if kept and kept != mine:
            offline.wipe(response)
        elif not kept and offline.may_keep(request):
            offline.remember(response, mine)
        return response


# What these say is true whoever else is there: a second look would find the same.
SURE = (Unreadable, KeyReused)


class HeadersMiddleware(MiddlewareMixin):
    """A strict content policy on every answer, and nothing personal in a shared cache."""

    def process_exception(self, request, exception):
        """Try once more where somebody was quicker; tell in a sentence what still goes wrong."""
        if isinstance(exception, SURE) or not overtaken.is_overtaken(exception):
            return _told(request, exception)
        try:
            return overtaken.answer_again(request, exception)
        except Exception as second:
            if (answer := _told(request, second)) is None:
                raise
            return answer

    def process_response(self, request, response):
        response.setdefault("Content-Security-Policy", CSP)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(settings.STATIC_URL):
            response.setdefault("Cache-Control", "no-store")
        return response


def _told(request, exception: Exception) -> HttpResponse | None:
    """Give a sentence for a form that comes back otherwise, and for a text without its key."""
    if isinstance(exception, Unreadable):
        log.error("%s", exception)
        return errors.unreadable(request)
    if overtaken.is_busy(exception):
        log.warning("others held the same rows too long: %s", exception)
        return errors.busy(request)
    if not isinstance(exception, KeyReused):
        return None
    return errors.unprocessable(
        request,
        _("This form was sent before, with other answers. Open the page again and fill it in."),
    )
