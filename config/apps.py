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
        from taxonomy import successors
        from taxonomy.canon import change_sets, companions, gone_codes
        from taxonomy.profile import past, reading
        from taxonomy.web import drafting

        gone_codes.published_codes.fill(published_and_gone)
        reading.publication.fill("editions_published(key)")
        past.past_pages.fill(past_profile)
        companions.companions.fill((canon_links.COMPANION, canon_successions.COMPANION))
        drafting.form_drafts.fill(FormDrafts())
        successors.successors.fill(successors_shown)
        successors.stated_keys.fill(keys_stated)
        change_sets.recorder.fill(recorded)
        change_sets.draft_recorder.fill(drafted)
        change_sets.trial_scope.fill(not_recording)
        change_sets.verifier.fill(deviations)


class Admin(admin.AdminConfig):
    default = False
    default_site = "config.admin_site.CanonFirst"
