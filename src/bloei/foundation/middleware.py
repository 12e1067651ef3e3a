"""What every answer carries: the language of the person, and headers that keep it safe."""

from django.conf import settings
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from bloei.foundation import errors
from bloei.foundation.actions import KeyReused

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


class HeadersMiddleware(MiddlewareMixin):
    """A strict content policy on every answer, and nothing personal in a shared cache."""

    def process_exception(self, request, exception):
        """A form that comes back under the same key with other answers gets a sentence."""
        if not isinstance(exception, KeyReused):
            return None
        return errors.unprocessable(
            request,
            _("This form was sent before, with other answers. Open the page again and fill it in."),
        )

    def process_response(self, request, response):
        response.setdefault("Content-Security-Policy", CSP)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(settings.STATIC_URL):
            response.setdefault("Cache-Control", "no-store")
        return response
