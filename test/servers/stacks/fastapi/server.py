"""What the recipe leaves to the site: a login form, and a view for the tests."""

import os

import uvicorn
from app import app
from fastapi import Request, Response
from fastapi.responses import HTMLResponse


@app.get("/login")
def login_form():
    form = '<!doctype html><title>login</title><form method="post"><input name="name"><button type="submit">Sign in</button></form>'
    return HTMLResponse(form)


@app.get("/me")
def me(request: Request):
    return Response(status_code=200 if "user" in request.session else 401)


uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")
