import { app } from './secure-app.js';

const user = ({ session }) => session.get('user');
app.get('/login', (_request, reply) =>
  reply
    .type('text/html')
    .send(
      '<!doctype html><title>login</title><form method="post"><input name="name"><button type="submit">Sign in</button></form>',
    ),
);
app.get('/me', (request, reply) => reply.code(user(request) ? 200 : 401).send());

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
