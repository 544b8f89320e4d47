"""The actions of the lists of the admin: what they do is kept as drafts, and nothing that is never
deleted is deleted in bulk.
"""

from functools import partial
from typing import Any

from django.db import models, router, transaction
from django.http import HttpRequest, HttpResponse

from taxonomy.admin.change_sets import recorded_by
from taxonomy.admin.never_deleted import NeverDeleted
from taxonomy.web.drafting import ActionView, Drafting, FormRefusedError, drafting_of

ADD_TO_SET = "add_to_set"


def _add_to_set(
    model_admin: "ListActions", request: HttpRequest, rows: models.QuerySet
) -> HttpResponse | None:
    assert model_admin.drafting
    return model_admin.drafting.add_to_set(request, rows)


class ListActions(NeverDeleted):
    @property
    def drafting(self) -> Drafting | None:
        """Who keeps what is saved here as drafts; None where it is written at once."""
        return drafting_of(self.model)

    def response_action(  # type: ignore[override]  # Django 5.2 gives no place of the list of actions
        self, request: HttpRequest, queryset: models.QuerySet
    ) -> HttpResponse | None:
        view = partial(super().response_action, request, queryset)
        if request.POST.get("action") == ADD_TO_SET:
            return view()  # makes drafts itself
        what = self.opts.verbose_name_plural
        with transaction.atomic(router.db_for_write(self.model)):
            if self.drafting:
                return self._drafted_action(request, f"{str(what).capitalize()} edited", view)
            with recorded_by(request, what):
                return view()

    def _drafted_action(
        self, request: HttpRequest, title: str, view: ActionView
    ) -> HttpResponse | None:
        assert self.drafting
        try:
            return self.drafting.action(request, self.model, title, view)
        except FormRefusedError as error:
            self.message_user(request, str(error), level="error")
            return None

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No deleting in bulk of what is never deleted."""
        actions: dict[str, Any] = dict(super().get_actions(request))
        if self.drafting and not self.drafting.may_go(request, self.model):
            actions.pop("delete_selected", None)
        if self.drafting and self.has_change_permission(request):
            actions[ADD_TO_SET] = (_add_to_set, ADD_TO_SET, "Add to a change set")
        return actions
