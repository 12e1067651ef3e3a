"""Addresses of conversations."""

from django.urls import path

from bloei.conversations.views import help as helping
from bloei.conversations.views import talks, time, writing

app_name = "conversations"
urlpatterns = [
    path("", talks.conversation_list, name="conversation_list"),
    path("ask/", talks.conversation_ask, name="conversation_ask"),
    path("how/", talks.how_it_works, name="how_it_works"),
    path("help/", helping.help_list, name="help_list"),
    path("help/<int:pk>/settle/", helping.help_settle, name="help_settle"),
    path("terms/", helping.terms_change, name="terms_change"),
    path("<int:pk>/", talks.conversation_detail, name="conversation_detail"),
    path("<int:pk>/card/", talks.conversation_card, name="conversation_card"),
    path("<int:pk>/plan/", talks.conversation_plan, name="conversation_plan"),
    path("<int:pk>/finish/", talks.conversation_finish, name="conversation_finish"),
    path("<int:pk>/call-off/", talks.conversation_call_off, name="conversation_call_off"),
    path("<int:pk>/calendar.ics", talks.conversation_ics, name="conversation_ics"),
    path("<int:pk>/points/", writing.point_add, name="point_add"),
    path("<int:pk>/points/<int:point_pk>/", writing.point_change, name="point_change"),
    path("<int:pk>/points/<int:point_pk>/move/", writing.point_move, name="point_move"),
    path("<int:pk>/points/<int:point_pk>/remove/", writing.point_remove, name="point_remove"),
    path("<int:pk>/notes/", writing.notes_write, name="notes_write"),
    path("<int:pk>/preparation/", writing.preparation_write, name="preparation_write"),
    path("<int:pk>/agreements/", writing.agreement_add, name="agreement_add"),
    path("<int:pk>/time/", time.time_facts, name="time_facts"),
    path("<int:pk>/time/questions/", time.time_questions, name="time_questions"),
    path("<int:pk>/time/outcome/", time.time_outcome, name="time_outcome"),
    path("<int:pk>/help/", helping.help_ask, name="help_ask"),
]
