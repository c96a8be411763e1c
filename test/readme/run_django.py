"""Runs the README's settings and view for Django: prints what the ping answers before and after the sign-in."""

import json
import sys

import django
from django.conf import settings

source = json.load(sys.stdin)
given = {}
exec(source["settings"], given)
settings.configure(
    **{name: value for name, value in given.items() if name.isupper()},
    SECRET_KEY="for this run",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="urls",
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
django.setup()

from types import ModuleType  # noqa: E402

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.middleware.csrf import get_token  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402

views = {"__name__": "views"}
exec(source["views"], views)
urls = ModuleType("urls")
urls.urlpatterns = [
    path("session/ping", views["ping"]),
    path("token", lambda request: HttpResponse(get_token(request))),
]
sys.modules["urls"] = urls

call_command("migrate", verbosity=0)
client = Client(enforce_csrf_checks=True)
token = client.get("/token").content.decode()


def ping(**headers):
    response = client.post("/session/ping", **headers)
    return [response.status_code, response.headers.get("Session-Expires-In"), "sessionid" in response.cookies]


answers = [ping(), ping(HTTP_X_CSRFTOKEN=token)]
client.force_login(User.objects.create_user("ada"))
token = client.get("/token").content.decode()
answers.append(ping(HTTP_X_CSRFTOKEN=token))
print(json.dumps(answers))
