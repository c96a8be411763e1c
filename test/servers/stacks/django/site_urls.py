from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from urls import urlpatterns as recipe


@login_required
def home(request):
    return render(request, "home.html")


def me(request):
    return HttpResponse(status=200 if request.user.is_authenticated else 401)


@login_required
def letter(request):
    return HttpResponse("<!doctype html><title>sent</title>")


def kill(request):
    request.session.flush()
    return HttpResponse()


urlpatterns = [
    *recipe,
    path("", home),
    path("me", me),
    path("letter", letter),
    path("kill", kill),
    path("admin/", admin.site.urls),
]
