import { readFile } from 'node:fs/promises';
import { api, requireUser } from './api.js';

const tag = await readFile('page.html', 'utf8');

// The pages and the API are one program here, behind two origins.
api.get('/login', (_request, response) => {
  response.send(
    '<!doctype html><title>login</title><form method="post"><input name="name"><button type="submit">Sign in</button></form>',
  );
});
api.get('/', (request, response) => {
  const own = tag.replaceAll('https://api.example.com', request.get('X-Api') ?? '');
  response.send(`<!doctype html><title>home</title>${own}
    <form id="sign-out" method="post" action="/logout"><button type="submit">Sign out</button></form>`);
});
api.get('/me', requireUser, (_request, response) => response.sendStatus(200));
api.get('/kill', (request, response) => request.session.destroy(() => response.sendStatus(200)));
api.listen(process.env.PORT, '127.0.0.1');
