"""Edits that belong together, the drafts in them, and what reviewers said of them.

None of these tables raises the canon's revision: readers never see a draft.
"""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from editions.choices import ChangeSetState, ReviewVerdict
from taxonomy.choices import known

PUBLISHED = ChangeSetState.PUBLISHED.value
LONGEST_KEY = 300  # a link names a framework, an entry and its target
LONGEST_KIND = 12
LONGEST_TITLE = 200


def user_key(related_name: str = "+", **kwargs: Any) -> models.ForeignKey:
    """Who did it. An account that did something is made inactive, never deleted."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
        **kwargs,
    )


class ChangeSetQuerySet(models.QuerySet["ChangeSet"]):
    def unfinished(self) -> "ChangeSetQuerySet":
        return self.filter(state__in=ChangeSet.UNFINISHED)

    def create_titled(self, title: str, **fields: Any) -> "ChangeSet":
        """A title made of others' titles, or of the names of files, may be too long: it is cut."""
        return self.create(title=title[:LONGEST_TITLE], **fields)


class ChangeSet(models.Model):
    State = ChangeSetState
    UNFINISHED = (State.OPEN, State.IN_REVIEW, State.RETURNED)

    title = models.CharField(max_length=LONGEST_TITLE)
    why = models.TextField(blank=True)
    origin = models.CharField(max_length=30, help_text="The way in: admin, canon load, …")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = user_key()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = user_key()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = user_key()
    undoes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    objects = ChangeSetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="change_set_has_a_title"),
            known("state", ChangeSetState, "change_set_state_known"),
            models.CheckConstraint(
                condition=Q(state=PUBLISHED, published_at__isnull=False)
                | (~Q(state=PUBLISHED) & Q(published_at__isnull=True)),
                name="change_set_published_at_a_time",
            ),
        ]
        permissions = [
            ("review_changeset", "Can review change sets"),
            ("publish_changeset", "Can publish change sets"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        return self.state not in self.UNFINISHED


class DraftQuerySet(models.QuerySet):
    def open_of(self, kind: str, key: str) -> "DraftQuerySet":
        """The one draft of a thing that a set proposes now, where there is one."""
        return self.filter(kind=kind, key=key, is_open=True)


class Draft(models.Model):
    """The proposed state of one thing; without a document it is proposed to go."""

    change_set = models.ForeignKey(ChangeSet, models.CASCADE, related_name="drafts", db_index=False)
    kind = models.CharField(max_length=LONGEST_KIND)
    key = models.CharField(max_length=LONGEST_KEY)
    base = models.ForeignKey(
        "editions.Edition", models.PROTECT, null=True, blank=True, related_name="+"
    )
    document = models.JSONField(null=True, blank=True)
    # Of the row that it is to have in the canon, where it has none yet: its form's address.
    row = models.BigIntegerField(null=True, blank=True)
    saved_by = user_key()
    saved_at = models.DateTimeField(auto_now=True)
    # Changes with each save: a form that names another one was opened before.
    token = models.UUIDField(default=uuid.uuid4)
    # False once its set is published or dropped: then others may open a draft of the same thing.
    is_open = models.BooleanField(default=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(is_open=True),
                name="draft_open_once_a_key",
                violation_error_message="Another change set has a draft of this.",
            ),
            models.UniqueConstraint(
                fields=["change_set", "kind", "key"], name="draft_once_a_set_and_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def saver(self) -> str:
        """Who saved it last: an account, or the command that left its set open."""
        return str(self.saved_by or self.change_set.origin)


class SetReview(models.Model):
    Verdict = ReviewVerdict

    change_set = models.ForeignKey(ChangeSet, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict)
    comment = models.TextField(blank=True)
    # Of all drafts as they were seen: an approval counts while it is the same.
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "editions_review"
        ordering = ["pk"]
        constraints = [
            known("verdict", ReviewVerdict, "review_verdict_known"),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} by {self.reviewer}"
