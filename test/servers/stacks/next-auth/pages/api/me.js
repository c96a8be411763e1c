import { getToken } from 'next-auth/jwt';

export default async function me(req, res) {
  res.status((await getToken({ req })) ? 200 : 401).end();
}
