"""A small Django site with a session that ends, and the views that a timer asks for."""

import secrets
import sys
import time
from functools import wraps
from pathlib import Path

from django.conf import settings

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

LIFETIME = int(sys.argv[1])

settings.configure(
    SECRET_KEY=secrets.token_hex(),
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[f"{__name__}.Sessions", "django.middleware.csrf.CsrfViewMiddleware"],
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    SESSION_COOKIE_NAME="django_session",
    SESSION_COOKIE_AGE=LIFETIME,
    # Without it only a changed session is renewed: a ping would renew nothing.
    SESSION_SAVE_EVERY_REQUEST=True,
    CSRF_COOKIE_NAME="django_csrf",
    USE_TZ=True,
)

from django import setup  # noqa: E402
from django.contrib.sessions.middleware import SessionMiddleware  # noqa: E402
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse  # noqa: E402
from django.middleware.csrf import get_token  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils.html import format_html  # noqa: E402
from django.views.decorators.http import require_GET, require_POST  # noqa: E402
from django.views.static import serve  # noqa: E402

from commands import announce, obey  # noqa: E402


class Sessions(SessionMiddleware):
    """Leaves the session as it is where a view says so, and notes in it when it was last renewed."""

    def process_response(self, request, response):
        # Browsers ask for a /favicon.ico by themselves, perhaps while the logout is under way.
        if getattr(request, "renews_nothing", False) or response.status_code == 404:
            return response
        if not request.session.is_empty():
            request.session["renewed"] = int(time.time())
        return super().process_response(request, response)


def renews_nothing(view):
    @wraps(view)
    def marked(request, *args, **kwargs):
        request.renews_nothing = True
        return view(request, *args, **kwargs)

    return marked


def signed_in(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if "user" in request.session:
            return view(request, *args, **kwargs)
        return JsonResponse({"error": "nobody is signed in"}, status=401)

    return guarded


def left(since):
    # Cookies count in whole seconds: the browser may drop this one up to a second early.
    seconds = max(0, since + LIFETIME - 1 - time.time())
    return JsonResponse({"expiresIn": seconds}, headers={"Session-Expires-In": f"{seconds:.3f}"})


def login(request):
    if request.method == "POST":
        request.session.cycle_key()
        request.session["user"] = request.POST["name"]
        return HttpResponseRedirect("/bare")
    request.renews_nothing = True
    form = '<!doctype html><form method="post"><input type="hidden" name="csrf" value="{}"><input name="name"></form>'
    return HttpResponse(format_html(form, get_token(request)))


@require_POST
def logout(request):
    request.session.flush()
    return HttpResponse(status=204)


@require_GET
@signed_in
def bare(request):
    page = """<!doctype html>
<title>signed in</title>
<script src="/dist/stillhere.min.js"></script>
<input type="hidden" name="csrf" value="{}">
<textarea autofocus></textarea>
"""
    return HttpResponse(format_html(page, get_token(request)))


@require_POST
@signed_in
def ping(request):
    return left(time.time())


@require_GET
@renews_nothing
@signed_in
def check(request):
    return left(request.session["renewed"])


urlpatterns = [
    path("login", login),
    path("logout", logout),
    path("bare", bare),
    path("session/ping", ping),
    path("session/check", check),
    path("dist/<path:path>", renews_nothing(serve), {"document_root": HERE.parents[2] / "dist"}),
]


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def revoke():
    # The sessions are in the cookies: another key is the only way to call them back.
    settings.SECRET_KEY = secrets.token_hex()


setup()
server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
server.set_app(get_wsgi_application())
obey({"revoke": revoke})
announce(server.server_port)
server.serve_forever()
