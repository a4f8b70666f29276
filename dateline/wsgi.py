"""Dateline as a WSGI application, for `dateline serve` and for other servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.settings")
application = get_wsgi_application()
