import express from 'express';
import Provider from 'oidc-provider';

const { PORT, VARIANT } = process.env;
const LIFETIME = Number(process.env.LIFETIME);

const provider = new Provider(`http://127.0.0.1:${PORT}/oidc`, {
  clients: [
    {
      client_id: 'app',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ['http://127.0.0.1/callback'],
    },
  ],
  scopes: ['openid', 'offline_access'],
  ttl: {
    AccessToken: Math.round(LIFETIME / 2),
    RefreshToken: LIFETIME,
    Session: 600,
    Grant: 600,
    Interaction: 600,
    IdToken: 600,
  },
  rotateRefreshToken: true,
  clientBasedCORS: () => true,
  issueRefreshToken: () => true,
  features: { revocation: { enabled: true }, devInteractions: { enabled: false } },
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  // Nobody is asked what the application may do.
  async loadExistingGrant({ oidc }) {
    const granted = oidc.session.grantIdFor(oidc.client.clientId);
    const existing = granted && (await oidc.provider.Grant.find(granted));
    if (existing) return existing;
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope('openid offline_access');
    await grant.save();
    return grant;
  },
});
// The tests look at it through proxies, each with a port of its own.
provider.proxy = true;
provider.Client.prototype.redirectUriAllowed = () => true;

const app = express();
app.use('/oidc', provider.callback());
app.use('/modules', express.static('node_modules'));
app.use('/dist', express.static('../../../dist'));
app.use(express.urlencoded({ extended: false }));

app.get('/interaction/:uid', (_request, response) => {
  response.send(
    '<!doctype html><title>login</title><form method="post"><input name="name"><button type="submit">Sign in</button></form>',
  );
});
app.post('/interaction/:uid', (request, response) =>
  provider.interactionFinished(request, response, { login: { accountId: request.body.name } }),
);

const refreshToken = async (request) => {
  const token = await provider.RefreshToken.find(request.get('X-Refresh-Token') ?? '');
  return token?.isValid && !token.consumed ? token : undefined;
};
app.get('/me', async (request, response) => response.sendStatus((await refreshToken(request)) ? 200 : 401));
app.get('/kill', async (request, response) => {
  const token = await refreshToken(request);
  await provider.RefreshToken.revokeByGrantId(token.grantId);
  await token.destroy();
  response.sendStatus(200);
});

const PAGE = `<!doctype html>
<html data-variant="${VARIANT}">
<title>home</title>
<script type="importmap">{ "imports": {
  "oidc-client-ts": "/modules/oidc-client-ts/dist/esm/oidc-client-ts.js",
  "jwt-decode": "/modules/jwt-decode/build/esm/index.js",
  "stillhere": "/dist/index.js"
} }</script>
<script type="module" src="/dist/dialog.js"></script>
<script>
  // The page is ready once its own script is.
  globalThis.credentials = async () => (await import('/page.js')).credentials();
</script>
<script type="module" src="/page.js"></script>
<stillhere-dialog></stillhere-dialog>
<a href="/sign-out">Sign out</a>`;
app.get(['/', '/callback', '/sign-out', '/sign-in'], (_request, response) => response.send(PAGE));
app.use(express.static('.'));
app.listen(PORT, '127.0.0.1');
