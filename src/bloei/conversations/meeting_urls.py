"""Addresses of team meetings."""

from django.urls import path

from bloei.conversations.views import meetings

app_name = "meetings"
urlpatterns = [
    path("", meetings.meeting_list, name="meeting_list"),
    path("units/<int:pk>/begin/", meetings.meeting_begin, name="meeting_begin"),
    path("units/<int:pk>/plan/", meetings.meeting_plan, name="meeting_plan"),
    path("units/<int:pk>/tips/", meetings.tip_add, name="tip_add"),
    path("tips/<int:pk>/take-back/", meetings.tip_take_back, name="tip_take_back"),
    path("<int:pk>/", meetings.meeting_detail, name="meeting_detail"),
    path("<int:pk>/now/", meetings.meeting_now, name="meeting_now"),
    path("<int:pk>/step/", meetings.meeting_step, name="meeting_step"),
    path("<int:pk>/agreements/", meetings.meeting_agree, name="meeting_agree"),
    path("<int:pk>/close/", meetings.meeting_close, name="meeting_close"),
]
