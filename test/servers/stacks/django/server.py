"""Starts the site, with one account."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "site_settings"

from django import setup
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

setup()
call_command("migrate", verbosity=0)

from django.contrib.auth.models import User

User.objects.create_superuser("Ada", password="secret")

server = ThreadedWSGIServer(("127.0.0.1", int(os.environ["PORT"])), WSGIRequestHandler)
server.set_app(get_wsgi_application())
server.serve_forever()
