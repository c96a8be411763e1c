<!doctype html>
<title>home</title>
@include('stillhere')
<form id="sign-out" method="post" action="/logout">@csrf<button type="submit">Sign out</button></form>
