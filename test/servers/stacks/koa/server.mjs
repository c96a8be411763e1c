import { app } from './app.js';

app.use((context) => {
  if (context.path === '/login')
    context.body =
      '<!doctype html><title>login</title><form method="post"><input name="name"><button type="submit">Sign in</button></form>';
  else if (context.path === '/me') context.status = context.session.user ? 200 : 401;
});
app.listen(process.env.PORT, '127.0.0.1');
