"""What the recipe leaves to the site: a login form, and a view for the tests."""

import os

from app import app
from flask import session


@app.get("/login")
def login_form():
    return '<!doctype html><title>login</title><form method="post"><input name="name"><button type="submit">Sign in</button></form>'


@app.get("/me")
def me():
    return ("", 200) if "user" in session else ("", 401)


app.run("127.0.0.1", int(os.environ["PORT"]), threaded=True)
