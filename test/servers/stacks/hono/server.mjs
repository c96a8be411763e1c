import { serve } from '@hono/node-server';

// There is no https here.
process.env.INSECURE = '1';
const { app } = await import('./app.js');

app.get('/login', (c) =>
  c.html(
    '<!doctype html><title>login</title><form method="post"><input name="name"><button type="submit">Sign in</button></form>',
  ),
);
app.get('/me', (c) => c.body(null, c.get('session').user ? 200 : 401));
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' });
