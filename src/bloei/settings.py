"""All settings, in one file; what differs per installation comes from the environment.

BLOEI_DATA      the data folder (default .bloei in the folder of the project)
DATABASE_URL    an own PostgreSQL; without it the launcher starts one and sets this
BLOEI_MODE      demo | development | production (default)
BLOEI_URL       the address people use, such as https://leren.example.nl
BLOEI_ROLE      the database role to work under; "owner" while migrating
BLOEI_PROXIES   how many proxies of your own stand before Bloei (default 1 with https, else 0)
BLOEI_ENCRYPTION_KEYS  keys of confidential texts, newest first; else a file in the data folder
BLOEI_SECOND_STEP  roles that must sign in with a second step (default administrator,hr)
"""

import contextlib
import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

BASE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("BLOEI_DATA") or BASE.parents[1] / ".bloei").resolve()
MODE = os.environ.get("BLOEI_MODE", "production")
DEMO = MODE == "demo"
DEBUG = MODE == "development"
URL = os.environ.get("BLOEI_URL", "http://localhost:8000").rstrip("/")
SECURE = URL.startswith("https://")


def _secret_key() -> str:
    """Return the key of this installation; it is made once, in the data folder."""
    if written := os.environ.get("BLOEI_SECRET_KEY"):
        return written
    place = DATA / "secret-key"
    try:
        return place.read_text()
    except FileNotFoundError:
        DATA.mkdir(parents=True, exist_ok=True)
        fresh = place.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, place)  # whoever comes first makes the key
        fresh.unlink()
        return place.read_text()


SECRET_KEY = _secret_key()
ENCRYPTION_KEYS = os.environ.get("BLOEI_ENCRYPTION_KEYS", "").strip()
ALLOWED_HOSTS = (
    ["localhost", "127.0.0.1", "[::1]", "testserver"]
    if not SECURE
    else [urlsplit(URL).hostname or ""]
)
CSRF_TRUSTED_ORIGINS = [URL]
WIRING = "bloei.wiring"

INSTALLED_APPS = [
    "bloei.foundation",
    "procrastinate.contrib.django",
    "bloei.people",
    "bloei.notifications",
    "bloei.agreements",
    "bloei.learning",
    "bloei.budgets",
    "bloei.planning",
    "bloei.conversations",
    "bloei.integrations.hr_import",
    "bloei.home",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "bloei.foundation.middleware.TextMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bloei.foundation.middleware.PackedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "bloei.foundation.middleware.PersonMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "bloei.foundation.middleware.LanguageMiddleware",
    "bloei.foundation.middleware.DeviceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bloei.foundation.middleware.HeadersMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "bloei.people.middleware.SignInMiddleware",
]

ROOT_URLCONF = "bloei.urls"
WSGI_APPLICATION = "bloei.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bloei.foundation.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "bloei.foundation.templatetags.once",
                "bloei.foundation.templatetags.bloei",
            ],
        },
    }
]
CSRF_FAILURE_VIEW = "bloei.foundation.errors.stale"
FORM_RENDERER = "bloei.foundation.rendering.Renderer"

WORK_ROLE = "bloei_app"
_role = os.environ.get("BLOEI_ROLE", WORK_ROLE)


def database_of(url: str) -> dict:
    """Read a DATABASE_URL; the program works under a role that owns no tables."""
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    limits = "-c lock_timeout=5s -c idle_in_transaction_session_timeout=120s"
    role = "" if _role == "owner" else f"-c role={_role} "
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "bloei",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or asked.pop("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Plans are kept per connection: planning costs more than running for most of our questions.
        "OPTIONS": {
            "options": f"{role}{limits}",
            "server_side_binding": True,
            "prepare_threshold": 2,
            **asked,
        },
    }


DATABASES = {"default": database_of(os.environ.get("DATABASE_URL", "postgresql:///bloei"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "foundation_cache",
    }
}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["bloei.people.sign_in.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "bloei.people.passwords.LongEnough"},
    {"NAME": "bloei.people.passwords.NotYourself"},
    {"NAME": "bloei.people.passwords.NotCommon"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
# Bloei serves loopback only, so an https address means a web server of one's own in front.
PROXIES = int(os.environ.get("BLOEI_PROXIES") or SECURE)
_second_step = "" if DEMO or DEBUG else "administrator,hr"
SECOND_STEP_FOR = frozenset(
    filter(None, os.environ.get("BLOEI_SECOND_STEP", _second_step).split(","))
)
ACCOUNT_ADAPTER = "bloei.people.sign_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "bloei.people.entrance_forms.SignInForm",
    "reauthenticate": "bloei.people.entrance_forms.PasswordAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; allauth asks for it
ACCOUNT_USER_MODEL_USERNAME_FIELD = "number"
ACCOUNT_EMAIL_VERIFICATION = "none"  # the address comes from HR, an invitation proves it
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Passwords are counted by people.throttle; this is for codes of the second step.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
MFA_ADAPTER = "bloei.people.sign_in.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "bloei.people.entrance_forms.CodeForm",
    "reauthenticate": "bloei.people.entrance_forms.CodeAgainForm",
    "activate_totp": "bloei.people.entrance_forms.FirstCodeForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1

SESSION_ENGINE = "bloei.foundation.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if SECURE:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # who watches the machine asks it without https
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [DATA / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "bloei.foundation.ui.JoinedFinder",  # the style sheet, joined into one
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # files.py keeps files
    "staticfiles": {"BACKEND": "bloei.foundation.ui.HashedStorage"},
}

DEFAULT_FROM_EMAIL = os.environ.get("BLOEI_MAIL_FROM", "Bloei <bloei@localhost>")
_mail = urlsplit(os.environ.get("BLOEI_SMTP", ""))
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if _mail.hostname
    else "django.core.mail.backends.dummy.EmailBackend"  # the mailbox page shows the outbox
)
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
EMAIL_TIMEOUT = 20

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS = ["security.W021"] if not SECURE else []
# What lets somebody in stands in the path of these addresses: no log holds it.
SECRET_PATHS = (r"/people/welcome/", r"/calendar/(?!address/|disconnect/)", r"/unsubscribe/")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "bloei.foundation.logs.WithoutSecrets",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("BLOEI_LOG", "WARNING")},
    # A template that looks for a name in vain would write the whole page into a debug log.
    "loggers": {"django.template": {"level": "INFO"}},
}
