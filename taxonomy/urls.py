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


register_converter(CodeConverter, "code")
register_converter(KeyConverter, "key")

app_name = "taxonomy"

# /functions/
function_urls = [
    path("functions/", functions.functions, name="functions"),
    path("functions/<code:function>/", functions.function, name="function"),
    path("functions/<code:function>/<code:focus>/", functions.focus, name="focus"),
    path("functions/<code:function>/<code:focus>.csv", tables.focus_csv, name="focus_csv"),
]

# /profiles/
profile_urls = [
    path("profiles.csv", tables.profiles_csv, name="profiles_csv"),
    path("profiles.xlsx", tables.profiles_xlsx, name="profiles_xlsx"),
    path("profiles/", profiles.profiles, name="profiles"),
    path("profiles/<key:key>/", profiles.profile, name="profile"),
    path("profiles/<str:key>.json", profiles.profile_json, name="profile_json"),
    path("profiles/<str:key>.md", profiles.profile_md, name="profile_md"),
    path("profiles/<str:key>/evidence/", profiles.evidence, name="evidence"),
    path("profiles/<str:key>/next/", profiles.next, name="next"),
    path("profiles/<str:key>/next.md", profiles.next_md, name="next_md"),
    path("profiles/<str:asked>", profiles.no_profile, name="no_profile"),
    path("profiles/<str:asked>/", profiles.no_profile, name="no_profile"),
]

# /compare/
compare_urls = [
    path("compare/", compare.compare, name="compare"),
    path("compare.csv", compare.compare_csv, name="compare_csv"),
    path("compare.xlsx", compare.compare_xlsx, name="compare_xlsx"),
]

# /coordinates/
coordinates_urls = [
    path("coordinates/", coordinates.coordinates, name="coordinates"),
]

# /levels/
level_urls = [
    path("levels/", levels.levels, name="levels"),
    path("levels.csv", tables.levels_csv, name="levels_csv"),
    path("levels/<code:level>/", levels.level, name="level"),
]

# /skills/
skill_urls = [
    path("skills/", skills.skills, name="skills"),
    path("skills.csv", tables.skills_csv, name="skills_csv"),
    path("skills/<slug:slug>/", skills.skill, name="skill"),
]

# /match/
match_urls = [
    path("match/", match.match, name="match"),
    path("match/roster/", match_roster.match_roster, name="match_roster"),
    path("match/sample.csv", match.match_sample_csv, name="match_sample_csv"),
]

# /titles/
title_urls = [
    path("titles/", titles.titles, name="titles"),
    path("titles.csv", tables.titles_csv, name="titles_csv"),
]

# /search/
search_urls = [
    path("search/", search.search, name="search"),
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
