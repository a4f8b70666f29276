"""Settings of the test run: an own data folder that is thrown away, and nothing slow or outgoing."""

import atexit
import os
import shutil
import tempfile

from dateline.lib import catalogues

_DATA = tempfile.mkdtemp(prefix="dateline-test-")
os.mkdir(f"{_DATA}/static")  # empty, but WhiteNoise looks for it
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)
os.environ["DATELINE_DATA"] = _DATA
os.environ["LOG_LEVEL"] = "ERROR"
catalogues.compile_all()

from dateline.settings import *  # noqa: E402, F403
from dateline.settings import STORAGES as _STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**_STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SITE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
AXES_ENABLED = False  # the tests of sign-in throttling switch it on
