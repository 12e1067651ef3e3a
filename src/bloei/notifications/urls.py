from django.urls import path

from bloei.notifications import views
from bloei.notifications.views import effects, mailbox, talks, undelivered

app_name = "notifications"
urlpatterns = [
    path("", views.notice_list, name="notice_list"),
    path("read/", views.notice_read_all, name="notice_read_all"),
    path("<int:pk>/open/", views.notice_open, name="notice_open"),
    path("nudges/<int:pk>/open/", views.case_open, name="case_open"),
    path("nudges/<int:pk>/dismiss/", views.case_dismiss, name="case_dismiss"),
    path("nudges/restore/<str:name>/", views.nudge_restore, name="nudge_restore"),
    path("preferences/", views.preferences, name="preferences"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("talks/", talks.talk_list, name="talk_list"),
    path("talks/<int:pk>/", talks.talk_note, name="talk_note"),
    path("talks/<int:pk>/pause/", talks.name_pause, name="name_pause"),
    path("effect/", effects.effect_list, name="effect_list"),
    path("effect/<str:name>/", effects.effect_detail, name="effect_detail"),
    path("effect/<str:name>/settings/", effects.effect_settings, name="effect_settings"),
    path("effect/<str:name>/stop/", effects.nudge_stop, name="nudge_stop"),
    path("effect/<str:name>/restart/", effects.nudge_restart, name="nudge_restart"),
    path("undelivered/", undelivered.undelivered_list, name="undelivered_list"),
    path("undelivered/<int:pk>/", undelivered.undelivered_again, name="undelivered_again"),
    path("mailbox/", mailbox.mail_list, name="mail_list"),
    path("mailbox/<int:pk>/", mailbox.mail_detail, name="mail_detail"),
    path("mailbox/<int:pk>/html/", mailbox.mail_html, name="mail_html"),
]
