from django.urls import path

from bloei.agreements import views

app_name = "agreements"
urlpatterns = [
    path("", views.agreement_list, name="agreement_list"),
    path("<int:pk>/finish/", views.agreement_finish, name="agreement_finish"),
    path("<int:pk>/reopen/", views.agreement_reopen, name="agreement_reopen"),
    path("<int:pk>/move/", views.agreement_move, name="agreement_move"),
    path("<int:pk>/drop/", views.agreement_drop, name="agreement_drop"),
]
