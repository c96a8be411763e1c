import { serve } from '@hono/node-server';

process.env.BETTER_AUTH_SECRET = 'a secret that is long enough for the tests';
process.env.BETTER_AUTH_URL = `http://127.0.0.1:${process.env.PORT}`;
// The tests look at it through proxies, each with a port of its own.
process.env.BETTER_AUTH_TRUSTED_ORIGINS = 'http://127.0.0.1:*';
const { app } = await import('./app.js');
const { auth } = await import('./auth.js');

const account = { email: 'ada@example.org', password: 'secret-secret', name: 'Ada' };
await auth.api.signUpEmail({ body: account });

app.get('/login', (c) =>
  c.html(
    '<!doctype html><title>login</title><form method="post"><input name="name"><button type="submit">Sign in</button></form>',
  ),
);
app.post('/login', async (c) => {
  const { headers } = await auth.api.signInEmail({ body: account, headers: c.req.raw.headers, returnHeaders: true });
  for (const cookie of headers.getSetCookie()) c.header('Set-Cookie', cookie, { append: true });
  return c.redirect('/');
});
const look = (c) => auth.api.getSession({ headers: c.req.raw.headers, query: { disableRefresh: true } });
app.get('/me', async (c) => c.body(null, (await look(c)) ? 200 : 401));
app.get('/kill', async (c) => {
  await auth.api.signOut({ headers: c.req.raw.headers });
  return c.body(null, 200);
});
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' });
