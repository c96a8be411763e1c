<!doctype html>
<title>login</title>
<form method="post">@csrf<input name="name"><input name="password" type="password"><input name="remember" type="checkbox" value="1"><button type="submit">Sign in</button></form>
