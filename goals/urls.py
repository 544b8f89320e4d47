"""Addresses of goal templates, which hang from the profile's own."""

from django.urls import path

from goals import views

app_name = "goals"

# /profiles/<key>/
urlpatterns = [
    path("profiles/<str:key>/goals/", views.goals, name="goals"),
    path("profiles/<str:key>/goals.txt", views.goals_text, name="goals_text"),
    path("profiles/<str:key>/goals.docx", views.goals_docx, name="goals_docx"),
    path("profiles/<str:key>/goals.json", views.goals_json, name="goals_json"),
    path("profiles/<str:key>/goals.md", views.goals_md, name="goals_md"),
]
