"""Addresses of learning time."""

from django.urls import path

from bloei.planning.views import blocks, deciding, offline, week

app_name = "planning"
urlpatterns = [
    path("", week.week, name="week"),
    path("moment/", week.moment, name="moment"),
    path("plan/", week.block_plan, name="block_plan"),
    path("offline/", offline.offline, name="offline"),
    path("offline/facts/", offline.facts, name="offline_facts"),
    path("decisions/", deciding.decision_list, name="decision_list"),
    path("blocks/<int:pk>/", blocks.block_detail, name="block_detail"),
    path("blocks/<int:pk>/accept/", blocks.block_accept, name="block_accept"),
    path("blocks/<int:pk>/decline/", blocks.block_decline, name="block_decline"),
    path("blocks/<int:pk>/move/", blocks.block_move, name="block_move"),
    path("blocks/<int:pk>/cancel/", blocks.block_cancel, name="block_cancel"),
    path("blocks/<int:pk>/realise/", blocks.block_realise, name="block_realise"),
    path("blocks/<int:pk>/say/", offline.block_say, name="block_say"),
    path("blocks/<int:pk>/lapse/", blocks.block_lapse, name="block_lapse"),
    path("blocks/<int:pk>/reopen/", blocks.block_reopen, name="block_reopen"),
    path("blocks/<int:pk>/instead/", blocks.block_instead, name="block_instead"),
    path("blocks/<int:pk>/decide/", deciding.block_decide, name="block_decide"),
    path("blocks/<int:pk>/ask-to-move/", deciding.block_ask_to_move, name="block_ask_to_move"),
    path("moves/<int:pk>/answer/", blocks.move_answer, name="move_answer"),
]
