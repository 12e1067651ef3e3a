"""Every address of Bloei: each room has its own page of them."""

from importlib.util import find_spec

from django.urls import include, path

ROOMS = (
    ("", "bloei.home"),
    ("", "bloei.foundation"),
    ("people/", "bloei.people"),
    ("messages/", "bloei.notifications"),
    ("agreements/", "bloei.agreements"),
    ("learning/", "bloei.learning"),
    ("budgets/", "bloei.budgets"),
    ("time/", "bloei.planning"),
    ("talks/", "bloei.conversations"),
    ("hr-import/", "bloei.integrations.hr_import"),
)

urlpatterns = [
    path(prefix, include(f"{room}.urls")) for prefix, room in ROOMS if find_spec(f"{room}.urls")
]
urlpatterns.append(path("rosters/", include("bloei.planning.urls.rosters")))
urlpatterns.append(path("meetings/", include("bloei.conversations.meeting_urls")))
urlpatterns.append(path("calendar/", include("bloei.planning.urls.calendars")))
urlpatterns.append(path("plans/", include("bloei.planning.urls.plans")))
urlpatterns.append(path("accounts/", include("bloei.people.accounts")))

handler400 = "bloei.foundation.errors.refused"
handler403 = "bloei.foundation.errors.forbidden"
handler404 = "bloei.foundation.errors.not_found"
handler500 = "bloei.foundation.errors.failed"
