"""Runs the README's Flask site: prints what it answers before and after the sign-in, and after the sign-out."""

import json
import sys

site = {"__name__": "__main__"}
exec(sys.stdin.read(), site)
client = site["app"].test_client()


def post(path):
    response = client.post(path)
    cookie = response.headers.get("Set-Cookie") or ""
    return [response.status_code, response.headers.get("Session-Expires-In"), "Expires=" in cookie]


print(json.dumps([post(path) for path in ("/session/ping", "/login", "/session/ping", "/logout", "/session/ping")]))
