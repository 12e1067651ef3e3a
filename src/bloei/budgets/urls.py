"""Addresses of budgets and applications."""

from django.urls import path

from bloei.budgets.views import applications, deciding, mine

app_name = "budgets"
urlpatterns = [
    path("", mine.my_budget, name="my_budget"),
    path("apply/<int:offer_pk>/", applications.application_form, name="application_form"),
    path("applications/<int:pk>/", applications.application_detail, name="application_detail"),
    path(
        "applications/<int:pk>/decide/", applications.application_decide, name="application_decide"
    ),
    path("applications/<int:pk>/undo/", applications.application_undo, name="application_undo"),
    path(
        "applications/<int:pk>/withdraw/",
        applications.application_withdraw,
        name="application_withdraw",
    ),
    path(
        "applications/<int:pk>/cancel/", applications.application_cancel, name="application_cancel"
    ),
    path(
        "applications/<int:pk>/top-up/", applications.application_top_up, name="application_top_up"
    ),
    path("applications/<int:pk>/pay/", applications.application_pay, name="application_pay"),
    path("applications/<int:pk>/proof/", applications.proof_add, name="proof_add"),
    path(
        "applications/<int:pk>/proof/<int:proof_pk>/",
        applications.proof_download,
        name="proof_download",
    ),
    path("decisions/", deciding.decision_list, name="decision_list"),
    path("payments/", deciding.payment_list, name="payment_list"),
]
