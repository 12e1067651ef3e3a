"""Addresses of the house itself."""

from django.urls import path

from bloei.foundation import views

app_name = "foundation"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("theme.css", views.theme_css, name="theme_css"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("language/", views.language, name="language"),
    path("ui/", views.gallery, name="gallery"),
]
