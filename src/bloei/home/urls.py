"""Addresses of the front door."""

from django.urls import path

from bloei.home import views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("team/", views.team, name="team"),
    path("search/", views.search, name="search"),
    path("choose/", views.choose, name="choose"),
]
