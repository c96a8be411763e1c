"""What the recipe leaves to the site: a login form, and views for the tests."""

import os

from app import app
from flask import render_template_string, session
from flask_login import current_user, login_required

if "AGING" in os.environ:
    # Longer than the interval, or no form could be sent; shorter than the timeout, so that no idle tab has a good one.
    app.config["WTF_CSRF_TIME_LIMIT"] = int(os.environ["LIFETIME"]) * 2 // 5
if os.environ["VARIANT"] == "flask-session":
    import sessions  # noqa: F401


@app.get("/login")
def login_form():
    return render_template_string("""<!doctype html><title>login</title><form method="post">
      <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
      <input name="name"><input type="checkbox" name="remember"><button type="submit">Sign in</button></form>""")


@app.get("/me")
def me():
    return ("", 200) if current_user.is_authenticated else ("", 401)


@app.post("/letter")
@login_required
def letter():
    return "<!doctype html><title>sent</title>"


@app.get("/kill")
def kill():
    app.session_interface.cache.delete(app.session_interface.key_prefix + session.sid)
    session.clear()
    session.modified = False
    return ""


app.run("127.0.0.1", int(os.environ["PORT"]), threaded=True)
