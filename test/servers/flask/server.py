"""The letter desk of demo/flask, with one page more: signed in, and without a timer of its own."""

import secrets
import sys
from pathlib import Path

from flask import g, render_template_string
from werkzeug.serving import make_server

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[2] / "demo" / "flask")]

from app import create_app, signed_in  # noqa: E402
from commands import announce, obey  # noqa: E402

BARE = """<!doctype html>
<title>signed in</title>
<script src="/dist/stillhere.min.js"></script>
<input type="hidden" name="csrf" value="{{ g.csrf }}">
<textarea autofocus></textarea>
"""

app = create_app(lifetime=int(sys.argv[1]))


@app.get("/bare")
@signed_in
def bare():
    return render_template_string(BARE, g=g)


def revoke():
    # The sessions are in the cookies: another key is the only way to call them back.
    app.secret_key = secrets.token_hex()


server = make_server("127.0.0.1", 0, app, threaded=True)
obey({"revoke": revoke})
announce(server.server_port)
server.serve_forever()
