"""Settings of processes that only count: they start in a fraction of the time that the newsroom takes."""

from dateline.settings import *  # noqa: F403

INSTALLED_APPS = ["dateline.readership"]
MIDDLEWARE = []
DATABASE_ROUTERS = ["dateline.lib.databases.CountsRouter"]
