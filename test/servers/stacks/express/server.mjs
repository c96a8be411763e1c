import { app } from './app.js';

app.get('/login', (_request, response) => {
  response.send(
    '<!doctype html><title>login</title><form method="post"><input name="name"><button type="submit">Sign in</button></form>',
  );
});
app.get('/me', (request, response) => response.sendStatus(request.session.user ? 200 : 401));
app.get('/kill', (request, response) => request.session.destroy(() => response.sendStatus(200)));
app.listen(process.env.PORT, '127.0.0.1');
