import type { Express } from 'express';

export interface PagesOptions {
  home: string;
  /** What stands in the head, before the tag. */
  head: string;
  /** The attributes of the body. */
  body?: string;
  /** Where the tag of a page for those who are signed in stands. */
  tag: 'head' | 'body';
}

/** The site as a server renders it, with the script tag on the pages that need a sign-in, as the README says. */
export function servePages(app: Express, { home, head, body = '', tag: place }: PagesOptions): void {
  const attributes = [
    'data-timeout="9s" data-warn-before="8s"',
    'data-keep-alive="/session/renew" data-keep-alive-interval="2s"',
    `data-end-session="/session/logout" data-expired-url="${home}/login"`,
  ].join(' ');
  const links = `<nav>
    <a href="${home}">Home</a> <a href="${home}/letter">Letter</a> <a href="${home}/public">Public</a>
  </nav>`;
  const page = (content: string, tag = '') => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8"><title>A site</title><link rel="icon" href="data:,">
    ${head}${place === 'head' ? tag : ''}
  </head>
  <body ${body}>${content}${place === 'body' ? tag : ''}</body>
</html>`;
  const form = (action: string, label: string) =>
    `<form action="${action}" method="post"><button>${label}</button></form>`;
  const leave = form(`/session/leave?to=${home}/login`, 'Leave');

  for (const [path, heading] of [
    ['', 'Home'],
    ['/letter', 'Letter'],
  ]) {
    app.get(`${home}${path}`, (request, response) => {
      const fresh = 'fresh' in request.query ? ' data-fresh' : '';
      const tag = `<script src="/stillhere.min.js" ${attributes}${fresh}></script>`;
      response.type('html').send(page(`${links}<h1>${heading}</h1>${leave}`, tag));
    });
  }
  app.get(`${home}/public`, (_request, response) => {
    response.type('html').send(page(`${links}<h1>Public</h1>`));
  });
  app.get(`${home}/login`, (_request, response) => {
    const login = form(`/session/login?to=${encodeURIComponent(`${home}?fresh`)}`, 'Sign in');
    response.type('html').send(page(`<h1>Login</h1><input aria-label="Name" autofocus>${login}`));
  });
}
