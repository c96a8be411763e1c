"""A letter desk: a small Flask site whose sessions end, and whose letters survive it.

Usage: python3 app.py [PORT]     (LIFETIME=60 PORT=5050 SECRET_KEY=... in the environment)
"""

import os
import secrets
import sys
from datetime import datetime, timedelta, timezone
from functools import wraps
from pathlib import Path

from flask import (
    Flask,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    send_from_directory,
    session,
    url_for,
)
from flask.sessions import SecureCookieSessionInterface

DIST = Path(__file__).resolve().parents[2] / "dist"
DEFAULT_LIFETIME = 60
DEFAULT_PORT = 5050
LONGEST_LETTER = 20_000

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}

GOODBYES = {
    "idle": "You were signed out because nobody was here for a while. Your letter is kept.",
    "server": "The server had ended your session.",
    "ended": "You are signed out. Your letter is kept.",
}

# With SESSION_REFRESH_EACH_REQUEST each answer renews the session, that of a style sheet too. These are no sign of a
# person, or are asked for when the session ends: an answer that sets the cookie after the logout signs the person in
# again. None is what was not found, such as a /favicon.ico.
NOT_RENEWING = {None, "static", "dist", "check", "login_page", "save_draft"}


class Sessions(SecureCookieSessionInterface):
    def should_set_cookie(self, app, session):
        return request.endpoint not in NOT_RENEWING and super().should_set_cookie(app, session)

    def seconds_left(self, app):
        """The cookie's signature says when it was made; a new one counts from now."""
        lifetime = app.permanent_session_lifetime
        cookie = request.cookies.get(self.get_cookie_name(app))
        age = timedelta()
        if request.endpoint in NOT_RENEWING and cookie:
            _, signed_at = self.get_signing_serializer(app).loads(cookie, return_timestamp=True)
            age = datetime.now(timezone.utc) - signed_at
        # Cookies count in whole seconds: the browser may drop this one up to a second early.
        return max(0.0, (lifetime - age).total_seconds() - 1)


def create_app(lifetime=DEFAULT_LIFETIME):
    app = Flask(__name__)
    app.config.update(
        # Without a lasting key each start of the server signs everybody out.
        SECRET_KEY=os.environ.get("SECRET_KEY") or secrets.token_hex(),
        PERMANENT_SESSION_LIFETIME=timedelta(seconds=lifetime),
        SESSION_REFRESH_EACH_REQUEST=True,
        SESSION_COOKIE_NAME="letters",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=4 * LONGEST_LETTER,
    )
    app.session_interface = Sessions()
    drafts = {}

    @app.before_request
    def check_csrf_token():
        # In a cookie of its own, so that a login form is still good when the session ends while it is open.
        cookie = request.cookies.get("letters_csrf")
        g.csrf = cookie or secrets.token_urlsafe()
        if request.method == "POST":
            given = request.headers.get("X-CSRF-Token") or request.form.get("csrf", "")
            if not cookie or not secrets.compare_digest(given.encode(), cookie.encode()):
                abort(400, "The CSRF token is missing or wrong.")

    @app.after_request
    def finish(response):
        response.headers.update(SECURITY_HEADERS)
        if request.endpoint not in ("static", "dist"):
            response.headers["Cache-Control"] = "no-store"
            if "letters_csrf" not in request.cookies:
                response.set_cookie("letters_csrf", g.csrf, httponly=True, samesite="Strict")
        return response

    @app.get("/dist/<path:name>")
    def dist(name):
        return send_from_directory(DIST, name)

    @app.get("/login")
    def login_page():
        return render_template("login.html", goodbye=GOODBYES.get(request.args.get("reason")))

    @app.post("/login")
    def login():
        name = request.form.get("name", "").strip()[:40]
        if not name:
            return redirect(url_for("login_page"), 303)
        session.clear()
        # Any session ends after the lifetime; only a permanent one is renewed by requests.
        session.permanent = True
        session["user"] = name
        session["fresh"] = True
        return redirect(url_for("letter"), 303)

    @app.post("/logout")
    def logout():
        session.clear()
        if wants_page():
            return redirect(url_for("login_page", reason="ended"), 303)
        return "", 204

    @app.get("/")
    @signed_in
    def letter():
        fresh = session.pop("fresh", False)
        return render_template(
            "letter.html",
            draft=drafts.get(session["user"], ""),
            fresh=fresh,
            lifetime=lifetime,
            # What the timer adds to it, a third of the timeout between two pings, stays below the lifetime.
            timeout=int((lifetime - 1) * 1000 * 3 / 4),
        )

    @app.post("/")
    @signed_in
    def send_letter():
        words = len(request.form.get("letter", "").split())
        drafts.pop(session["user"], None)
        flash(f"Sent: a letter of {words} word{'' if words == 1 else 's'}.")
        return redirect(url_for("letter"), 303)

    @app.post("/draft")
    @signed_in
    def save_draft():
        drafts[session["user"]] = request.form.get("letter", "")[:LONGEST_LETTER]
        return "", 204

    @app.post("/session/ping")
    @signed_in
    def ping():
        return what_is_left()

    @app.get("/session/check")
    @signed_in
    def check():
        return what_is_left()

    return app


def wants_page():
    return "text/html" in request.headers.get("Accept", "")


def signed_in(view):
    @wraps(view)
    def guarded(*args, **kwargs):
        if "user" in session:
            return view(*args, **kwargs)
        if wants_page():
            return redirect(url_for("login_page"))
        return {"error": "nobody is signed in"}, 401

    return guarded


def what_is_left():
    seconds = current_app.session_interface.seconds_left(current_app)
    return {"expiresIn": seconds}, {"Session-Expires-In": f"{seconds:.3f}"}


if __name__ == "__main__":
    port = int((sys.argv[1:] or [os.environ.get("PORT", DEFAULT_PORT)])[0])
    create_app(int(os.environ.get("LIFETIME", DEFAULT_LIFETIME))).run("127.0.0.1", port, threaded=True)
