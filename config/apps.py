"""App configurations of the wiring itself and of the admin as this site sets it up.

What the admin's front page shows is in admin_site.py; what editors edit is each app's own.
"""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class Wiring(AppConfig):
    name = "config"
    default = True

    def ready(self) -> None:
        from editions.admin.form_drafts import FormDrafts
        from editions.change_sets.load_drafts import drafted
        from editions.history.published_codes import published_and_gone
        from editions.history.recording import not_recording, recorded  # models are loaded by now
        from editions.history.verifying import deviations
        from editions.succession import canon_successions
        from editions.succession.successions import keys_stated, successors_shown
        from editions.views.past import past_profile
        from frameworks.exchange import canon_links
        from taxonomy.canon import change_sets, companions, gone_codes
        from taxonomy.profile import loading, past
        from taxonomy.successors import successors_by
        from taxonomy.web.drafting import draft_with

        gone_codes.gone_codes_by(published_and_gone)
        loading.with_published_by("editions_published")
        past.pages_by(past_profile)
        companions.register(canon_links.COMPANION)
        companions.register(canon_successions.COMPANION)
        draft_with(FormDrafts())
        successors_by(successors_shown, keys_stated)
        change_sets.leave_drafts_with(drafted)
        change_sets.record_with(recorded, not_recording, deviations)


class Admin(admin.AdminConfig):
    default = False
    default_site = "config.admin_site.CanonFirst"
