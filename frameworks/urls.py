"""Addresses of the frameworks' pages, grouped under the path they hang from.

What a page shows is in frameworks/views, a module a subject.
"""

from django.urls import path, register_converter

from frameworks.models.entries import CODE
from frameworks.views import check, entries, frameworks


class EntryConverter:
    """An entry's code in either case; the view leads to the one that the framework writes."""

    regex = CODE

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(EntryConverter, "entry")

app_name = "frameworks"

# /frameworks/<slug>/check/
check_urls = [
    path("frameworks/<slug:slug>/check/", check.check, name="check"),
    path("frameworks/<slug:slug>/check.csv", check.check_csv, name="check_csv"),
    path("frameworks/<slug:slug>/check.xlsx", check.check_xlsx, name="check_xlsx"),
    path("frameworks/<slug:slug>/check/file/", check.check_file, name="check_file"),
]

# /frameworks/<slug>/<code>/
entry_urls = [
    path("frameworks/<slug:slug>/<entry:code>/", entries.entry, name="entry"),
    path("frameworks/<slug:slug>/<entry:code>.json", entries.entry_json, name="entry_json"),
]

# /frameworks/
urlpatterns = [
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/<slug:slug>/", frameworks.framework, name="framework"),
    path("frameworks/<slug:slug>.json", frameworks.framework_json, name="framework_json"),
    path("frameworks/<slug:slug>/levels/<int:number>/", frameworks.level, name="level"),
    *check_urls,
    *entry_urls,
]
