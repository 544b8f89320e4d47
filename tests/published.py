"""Change sets published for tests: by way of a review, or without one where only rows matter."""

from django.db import transaction
from django.utils import timezone

from editions.change_sets import publishing as by_review
from editions.change_sets.applying import apply_drafts
from editions.history.recording import recorded
from editions.models import ChangeSet
from taxonomy.canon.change_sets import Origin


def reviewed(change_set, by, reviewer):
    """Submitted, approved as it is and published."""
    by_review.submit(change_set, by)
    seen = by_review.drafts_digest(change_set)
    by_review.review(change_set, reviewer, "approved", seen)
    return by_review.publish(change_set, reviewer)


def publish_drafts():
    for change_set in ChangeSet.objects.unfinished().order_by("pk"):
        drafts = list(change_set.drafts.all())
        change_set.state, change_set.published_at = ChangeSet.State.PUBLISHED, timezone.now()
        with transaction.atomic():
            change_set.save()
            with recorded(Origin(change_set.title, "test"), change_set):
                faults = apply_drafts(drafts)
                assert not faults, faults
            change_set.drafts.update(is_open=False)


def publishing(client):
    """A client whose forms are published as soon as they are saved."""
    post = client.post

    def posted(*args, **kwargs):
        answer = post(*args, **kwargs)
        publish_drafts()
        return answer

    client.post = posted
    return client
