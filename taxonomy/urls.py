"""Addresses of the canon's public pages, grouped under the path they hang from.

What a page shows is in taxonomy/views, a module a subject.
"""

from django.urls import path, register_converter

from taxonomy.views import (
    about,
    compare,
    coordinates,
    functions,
    home,
    levels,
    match,
    match_roster,
    profiles,
    search,
    skills,
    tables,
    titles,
)
from taxonomy.web.tables import ENDINGS


class CodeConverter:
    """A code in either case; views lead lower case to upper."""

    regex = "[A-Za-z0-9]{1,24}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class KeyConverter(CodeConverter):
    """A profile's key or its first parts, whatever is in them; a fourth part is an ending."""

    regex = r"[^/.]+(?:\.[^/.]+){0,2}"


class EndingConverter(CodeConverter):
    """Which file a list is wanted as: csv, xlsx or json."""

    def to_python(self, value: str) -> str:
        if value not in ENDINGS:
            raise ValueError(f"no list ends in {value}")
        return value


register_converter(CodeConverter, "code")
register_converter(KeyConverter, "key")
register_converter(EndingConverter, "ending")

app_name = "taxonomy"

# /functions/
function_urls = [
    path("functions/", functions.functions, name="functions"),
    path("functions/<code:function>/", functions.function, name="function"),
    path("functions/<code:function>/<code:focus>/", functions.focus, name="focus"),
    path("functions.<ending:ending>", tables.functions_data, name="functions_data"),
    path("functions/<code:function>.<ending:ending>", tables.function_data, name="function_data"),
    path(
        "functions/<code:function>/<code:focus>.<ending:ending>",
        tables.focus_data,
        name="focus_data",
    ),
]

# /profiles/
profile_urls = [
    path("profiles.<ending:ending>", tables.profiles_data, name="profiles_data"),
    path("profiles/", profiles.profiles, name="profiles"),
    path("profiles/<key:key>/", profiles.profile, name="profile"),
    path("profiles/<str:key>.json", profiles.profile_json, name="profile_json"),
    path("profiles/<str:key>.md", profiles.profile_md, name="profile_md"),
    path("profiles/<str:key>/evidence/", profiles.evidence, name="evidence"),
    path("profiles/<str:key>/next/", profiles.next, name="next"),
    path("profiles/<str:key>/next.md", profiles.next_md, name="next_md"),
    path("profiles/<str:key>/next.docx", profiles.next_docx, name="next_docx"),
    path("profiles/<str:key>/next.json", profiles.next_json, name="next_json"),
    path("profiles/<str:asked>", profiles.no_profile, name="no_profile"),
    path("profiles/<str:asked>/", profiles.no_profile, name="no_profile"),
]

# /compare/
compare_urls = [
    path("compare/", compare.compare, name="compare"),
    path("compare.<ending:ending>", compare.compare_data, name="compare_data"),
]

# /coordinates/
coordinates_urls = [
    path("coordinates/", coordinates.coordinates, name="coordinates"),
    path("coordinates.json", coordinates.coordinates_json, name="coordinates_json"),
]

# /levels/
level_urls = [
    path("levels/", levels.levels, name="levels"),
    path("levels.<ending:ending>", tables.levels_data, name="levels_data"),
    path("levels/<code:level>/", levels.level, name="level"),
    path("levels/<code:level>.<ending:ending>", tables.level_data, name="level_data"),
]

# /skills/
skill_urls = [
    path("skills/", skills.skills, name="skills"),
    path("skills.<ending:ending>", tables.skills_data, name="skills_data"),
    path("skills/<slug:slug>/", skills.skill, name="skill"),
    path("skills/<slug:slug>.<ending:ending>", tables.skill_data, name="skill_data"),
]

# /match/
match_urls = [
    path("match/", match.match, name="match"),
    path("match.json", match.match_json, name="match_json"),
    path("match/roster/", match_roster.match_roster, name="match_roster"),
    path("match/sample.csv", match.match_sample_csv, name="match_sample_csv"),
]

# /titles/
title_urls = [
    path("titles/", titles.titles, name="titles"),
    path("titles.<ending:ending>", tables.titles_data, name="titles_data"),
]

# /search/
search_urls = [
    path("search/", search.search, name="search"),
    path("search.json", search.search_json, name="search_json"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("about/", about.about, name="about"),
    *function_urls,
    *profile_urls,
    *compare_urls,
    *coordinates_urls,
    *level_urls,
    *skill_urls,
    *match_urls,
    *title_urls,
    *search_urls,
]
