"""Addresses of the house itself."""

from django.urls import path

from bloei.foundation import device, views

app_name = "foundation"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("theme.css", views.theme_css, name="theme_css"),
    path("logo.png", views.logo, name="logo"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("sw.js", device.service_worker, name="service_worker"),
    path("device/", device.this_device, name="this_device"),
    path("offline/", device.offline, name="offline"),
    path("language/", views.language, name="language"),
    path("ui/", views.gallery, name="gallery"),
]
