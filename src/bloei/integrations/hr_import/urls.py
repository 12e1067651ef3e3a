"""Addresses of the import of people."""

from django.urls import path

from bloei.integrations.hr_import import views

app_name = "hr_import"
urlpatterns = [
    path("", views.file_list, name="file_list"),
    path("<int:pk>/", views.file_detail, name="file_detail"),
    path("<int:pk>/columns/", views.file_columns, name="file_columns"),
    path("<int:pk>/choices/", views.file_choices, name="file_choices"),
    path("<int:pk>/progress/", views.file_progress, name="file_progress"),
    path("<int:pk>/confirm/", views.file_confirm, name="file_confirm"),
    path("<int:pk>/withdraw/", views.file_withdraw, name="file_withdraw"),
    path("<int:pk>/problems.csv", views.file_problems, name="file_problems"),
]
