"""What a WSGI server calls: the site behind its page store. Settings are in config/settings.py."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - readable only now

from config.pagestore import PageStore  # noqa: E402
from config.revision import RevisionReader  # noqa: E402

if settings.PAGE_STORE_MB:
    application = PageStore(
        application,
        RevisionReader(),
        settings.PAGE_STORE_MB * 1024 * 1024,
        settings.SESSION_COOKIE_NAME,
    )

if settings.TRUSTED_PROXIES:
    from granian.utils.proxies import wrap_wsgi_with_proxy_headers

    application = wrap_wsgi_with_proxy_headers(application, settings.TRUSTED_PROXIES)

# What is loaded by now stays as long as the process: the collector need not look at it again. And
# what a page makes is gone after the page, so it may look less often. Both together cost a page a
# third of what Python's own settings do.
gc.collect()
gc.freeze()
gc.set_threshold(5_000)
