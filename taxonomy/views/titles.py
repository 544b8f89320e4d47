"""Every title and alias of the roles in use, from A to Z, each leading to its profile."""

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from taxonomy import text
from taxonomy.models import Profile, TitleAlias
from taxonomy.models.levels import label_or_code
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated
from taxonomy.web.lookup import page_of

TITLES_A_PAGE = 400


def entries(letter: str = "") -> QuerySet:
    """Rows (dicts): the sort key, the name, whether it is a title or an alias, and of its role the
    key, level, function, focus and title; in order of the alphabet.
    """
    titles = _rows(Profile.objects.in_use(), "title", "", letter)
    aliases = TitleAlias.objects.exclude(profile__status=Profile.Status.RETIRED)
    both = titles.union(_rows(aliases, "alias", "profile__", letter), all=True)
    return both.order_by("fold", "name", "role")


def _rows(rows: QuerySet, kind: str, to: str, letter: str) -> QuerySet:
    if letter:
        key = text.sort_key(letter)
        rows = rows.filter(title_key__startswith=key) if key else rows.filter(title_key="")
    return rows.order_by().values(
        fold=F("title_key"),
        name=F("title"),
        what=Value(kind, CharField()),
        role=F(f"{to}key"),
        rung=label_or_code(f"{to}level"),
        of_function=F(f"{to}function__name"),
        of_focus=F(f"{to}focus__name"),
        own=F(f"{to}title"),
    )


def _letters() -> list[str]:
    def first(rows: QuerySet) -> QuerySet:
        return rows.order_by().values_list(Substr("title_key", 1, 1))

    aliases = TitleAlias.objects.exclude(profile__status=Profile.Status.RETIRED)
    signs = first(Profile.objects.in_use()).union(first(aliases))
    return [text.initial(sign) for sign in sorted({sign for (sign,) in signs})]


@require_safe
@revalidated(reads=("letter", "page"))
def titles(request: HttpRequest) -> HttpResponse:
    letter, letters = request.GET.get("letter", ""), _letters()
    if letter and letter not in letters:
        raise Http404(f"No title starts with {letter[:20]!r}.")
    page = page_of(entries(letter), request, TITLES_A_PAGE)
    context = {"letters": letters, "letter": letter, "page": page}
    return htmx.render(request, "taxonomy/titles.html", context)
