"""Addresses of one's own calendar; the feed stands here too (docs/formats.md 7)."""

from django.urls import path

from bloei.planning.views import calendar

app_name = "calendar"
urlpatterns = [
    path("", calendar.my_calendar, name="my_calendar"),
    path("address/", calendar.address_make, name="address_make"),
    path("address/revoke/", calendar.address_revoke, name="address_revoke"),
    path("disconnect/", calendar.disconnect, name="disconnect"),
    path("<str:secret>.ics", calendar.feed, name="feed"),
]
