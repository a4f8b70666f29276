"""Every setting of Dateline, read from the environment; docs/settings.md explains each one.

One file. A wrong value stops the start and says what to write (see `lib/env.py`).
"""

from csp.constants import NONE, SELF

from dateline.lib import catalogues, env, log

# --- where things are -------------------------------------------------------------------------------------------------
DATA = env.folder("DATELINE_DATA", "data")
PORT = env.integer("PORT", 8000, at_least=1)
HOST = env.text("HOST", "127.0.0.1")  # the address that `dateline serve` listens on
SITE_URL = env.web_address("SITE_URL", f"http://localhost:{PORT}")  # what readers type; goes into feeds and canonical links
WORKERS = env.integer("WORKERS", 2, at_least=1)  # web processes
DEMO = env.flag("DEMO", default=True)  # on the very first start, load the demo agency

# --- safe unless asked otherwise --------------------------------------------------------------------------------------
SECRET_KEY = env.secret("SECRET_KEY", DATA / "secret_key")
SIGNING_KEY_PATH = env.text("SIGNING_KEY_PATH", "") or str(DATA / "signing_key.pem")  # signs the log of releases; made on the first start
DEBUG = env.flag("DEBUG", default=False)
_HOST = SITE_URL.split("://")[1].rsplit(":", 1)[0] if SITE_URL.count(":") > 1 else SITE_URL.split("://")[1]
ALLOWED_HOSTS = [_HOST, "localhost", "127.0.0.1", "[::1]", *env.words("ALLOWED_HOSTS", "")]
_HTTPS = SITE_URL.startswith("https://")
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)  # believe X-Forwarded-For and -Proto of the last hop
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "dateline.website.errors.forbidden"
CSRF_COOKIE_HTTPONLY = True  # no script of ours reads it: forms and Wagtail's screens carry the token themselves
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/"
SECURE_HSTS_SECONDS = 31536000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False  # the agency's other hosts are not ours to decide about
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_TEMP_DIR = DATA / "uploads"  # beside the media, so that a finished upload is moved, not copied
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)

# The site's pages carry no inline script or style. The newsroom (Wagtail) sets inline styles; `desk` widens it there.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
NEWSROOM_PATH = "newsroom/"

# --- rooms ------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "dateline.ops",
    "dateline.desk",
    "dateline.website",
    "dateline.search",
    "dateline.readership",
    "dateline.stories",
    "dateline.media",
    "dateline.newscodes",
    "dateline.people",
    "dateline.agency",
    "dateline.limits",
    "dateline.lib",
    "wagtail.contrib.settings",
    "dateline.desk.staff.apps.WagtailUsers",  # Wagtail's users, with our screens
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",  # unused, but the admin asks for its addresses
    "wagtail.sites",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dateline.website.middleware.Compression",
    "dateline.website.middleware.SiteHeaders",
    "dateline.website.middleware.ContentPolicy",
    "dateline.website.middleware.OldAddresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dateline.desk.staff.gate.Gate",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "dateline.urls"
WSGI_APPLICATION = "dateline.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- databases: the newsroom, and the counts away from it -------------------------------------------------------------
DATABASES = {
    "default": env.database("DATABASE_URL", DATA / "news.sqlite3"),
    "counts": env.database("COUNTS_DATABASE_URL", DATA / "counts.sqlite3"),
}
DATABASE_ROUTERS = ["dateline.lib.databases.CountsRouter"]
SEARCH_DB = DATA / "search.sqlite3"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- languages and time -----------------------------------------------------------------------------------------------
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LANGUAGE_CODES = [code for code, _name in LANGUAGES]
LANGUAGE_CODE = env.choice("DEFAULT_LANGUAGE", "kk", LANGUAGE_CODES)
LOCALE_PATHS = catalogues.folders()
FORMAT_MODULE_PATH = ["dateline.locale"]
USE_TZ = True
TIME_ZONE = env.time_zone("TIME_ZONE", "Asia/Almaty")  # what people see; inside everything is UTC

# --- people -----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "dateline.people.backends.Duties",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 4 * 3600  # how long the link in a letter works, in seconds
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = "account_login"
ROLES = ["reporter", "editor", "chief_editor", "photo_editor", "tv_producer", "client_manager", "administrator"]  # as `people.rights.Role`
SECOND_FACTOR_FOR = env.several("SECOND_FACTOR_FOR", "administrator" if _HTTPS else "none", ROLES)
ACCOUNT_ADAPTER = "dateline.desk.staff.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]  # for allauth's own checks: there is no sign-up
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation went to that address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letters to strangers
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a letter when a password or a second factor has changed
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.split(":")[0]
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/key"}  # for codes of a second factor; passwords are counted by axes
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
MFA_ADAPTER = "dateline.desk.staff.adapters.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "dateline.desk.staff.forms.CodeForm", "reauthenticate": "dateline.desk.staff.forms.CodeAgainForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
AXES_FAILURE_LIMIT = env.integer("SIGN_IN_TRIES", 5, at_least=1)
AXES_COOLOFF_TIME = env.seconds("SIGN_IN_PAUSE_S", 900) / 3600  # in hours, as axes wants it
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_IPWARE_PROXY_COUNT = 1 if BEHIND_PROXY else 0
AXES_LOCKOUT_TEMPLATE = "desk/locked_out.html"
AXES_USERNAME_CALLABLE = "dateline.people.signing_in.whose"
AXES_SENSITIVE_PARAMETERS = ["username", "login", "ip_address", "password", "code", "credential"]

# --- newsroom ---------------------------------------------------------------------------------------------------------
MACHINE_TRANSLATION = env.text("MACHINE_TRANSLATION", "")  # package.module:Class, see docs/machine-translation.md
MACHINE_TRANSLATION_TIMEOUT_S = env.seconds("MACHINE_TRANSLATION_TIMEOUT_S", 20)
MACHINE_TRANSLATION_MAX_CHARS = env.integer("MACHINE_TRANSLATION_MAX_CHARS", 5000, at_least=1)  # in one asking
TRANSLATION_MEMORY_PAIRS = env.integer("TRANSLATION_MEMORY_PAIRS", 200_000, at_least=1000)  # paragraphs; the oldest go
FLASH_KEY = env.chord("FLASH_KEY", "Shift+F8")  # opens the flash from anywhere in the newsroom; see docs/board.md
WAGTAIL_SITE_NAME = "Dateline"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
EDIT_LOCK_IDLE_S = env.seconds("EDIT_LOCK_IDLE_S", 600)  # see docs/editor.md
WAGTAIL_ENABLE_UPDATE_CHECK = False  # nothing leaves this machine unasked
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # ours, see `desk.staff`
WAGTAILIMAGES_IMAGE_MODEL = "media.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "dateline.media.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100_000_000
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}

SCHEDULED_AFTER_OUTAGE = env.choice("SCHEDULED_AFTER_OUTAGE", "publish", ("publish", "ask"))  # what was due while Dateline was down

PICTURE_FORMATS = env.several("PICTURE_FORMATS", "avif,webp", ("avif", "webp"))  # beside JPEG

# --- files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600  # files without a hash in their name; hashed ones are immutable

# --- mail -------------------------------------------------------------------------------------------------------------
# Without MAIL_HOST letters are written to data/mail/ and `dateline doctor` says so.
EMAIL_HOST = env.text("MAIL_HOST", "")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA / "mail")
EMAIL_PORT = env.integer("MAIL_PORT", 587, at_least=1)
EMAIL_HOST_USER = env.text("MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("MAIL_PASSWORD", "")
EMAIL_USE_TLS = env.flag("MAIL_TLS", default=True)
EMAIL_TIMEOUT = env.seconds("MAIL_TIMEOUT_S", 10)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", f"news@{_HOST}")

# --- cache and logs ---------------------------------------------------------------------------------------------------
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING_CONFIG = None
log.configure(env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")))
