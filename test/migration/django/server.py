"""The site around the guide's files, which are in the folder that is named: /enter signs in, / asks for a sign-in."""

import secrets
import sys
from pathlib import Path

sys.stderr = sys.stdout
folder = Path(sys.argv[1])
sys.path[:0] = [str(folder), str(Path(__file__).resolve().parents[2] / "servers")]

import django  # noqa: E402
from django.conf import settings  # noqa: E402
from mysite import settings as given  # noqa: E402

settings.configure(
    **{name: getattr(given, name) for name in dir(given) if name.isupper()},
    SECRET_KEY=secrets.token_hex(),
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [folder / "mysite" / "templates"],
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "database"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    STATIC_URL="/static/",
    USE_TZ=True,
)
django.setup()

from commands import announce  # noqa: E402
from django.contrib.auth import login  # noqa: E402
from django.contrib.auth.decorators import login_required  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse, HttpResponseRedirect  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import include, path  # noqa: E402
from django.views.static import serve  # noqa: E402

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">
<p>secret content</p>{% include 'session.html' %}"""


def enter(request):
    login(request, User.objects.get(username="ada"))
    return HttpResponseRedirect("/")


@login_required(login_url="login")
def page(request):
    return HttpResponse(engines["django"].from_string(PAGE).render(request=request))


def sign_in(request):
    return HttpResponse('<!doctype html><title>Sign in</title><link rel="icon" href="data:,">')


urlpatterns = [
    path("", page),
    path("enter", enter),
    path("accounts/login/", sign_in, name="login"),
    path("static/<path:path>", serve, {"document_root": Path(__file__).resolve().parents[3] / "dist"}),
    path("", include("mysite.urls")),
]


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args):
        pass


call_command("migrate", verbosity=0)
User.objects.create_user("ada")
server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
server.set_app(get_wsgi_application())
announce(server.server_port)
server.serve_forever()
