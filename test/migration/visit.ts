import express, { type Express } from 'express';
import { expect } from 'vitest';
import { launch, type Tab } from '../engines/index.js';
import { middleOf } from '../engines/place.js';
import { type Site, serve } from '../engines/site.js';
import { until } from '../engines/until.js';

/** A browser and the server of a site that has moved. */
export interface Visit {
  /** What the server was asked for by a script: `POST /logout`, say. */
  readonly requests: readonly string[];
  open(): Promise<Tab>;
  close(): Promise<void>;
}

/** @param folder - holds the page, and is served as it is. */
export async function visit(folder: string, routes: (app: Express) => void = () => {}): Promise<Visit> {
  const requests: string[] = [];
  const site: Site = await serve((app) => {
    routes(app);
    app.post(['/session/ping', '/logout'], ({ path }, response) => {
      requests.push(`POST ${path}`);
      response.sendStatus(204);
    });
    app.get('/login', (_request, response) => {
      response.type('html').send('<!doctype html><link rel="icon" href="data:,"><title>Sign in</title>');
    });
    app.use(express.static(folder));
  });
  const browser = await launch('chromium');
  return {
    requests,
    async open() {
      const tab = await browser.tab(`${site.url}/`);
      await tab.show();
      return tab;
    },
    async close() {
      await browser.close();
      await site.close();
    },
  };
}

/** What the page says of the end that is near. To run in a page. */
export function warning(): string {
  const element = document.querySelector<HTMLElement>('[role=alertdialog]');
  return element?.checkVisibility() ? element.innerText : '';
}

export const warned = (tab: Tab) => until(tab, warning).toMatch(/signed out/);

/** The warning tells how many seconds are left, and goes on to the next. */
export async function counts(tab: Tab): Promise<void> {
  await warned(tab);
  const first = Number(/\d+/.exec(await tab.evaluate(warning))?.[0]);
  expect([2, 3]).toContain(first);
  await until(tab, warning).toContain(`signed out in ${first - 1} seconds`);
}

/** The person clicks the button of the warning, and it goes. */
export async function stay(tab: Tab): Promise<void> {
  expect(await tab.evaluate(() => document.querySelector('[role=alertdialog] button')?.textContent)).toBe(
    'Stay signed in',
  );
  await tab.click(...(await middleOf(tab, '[role=alertdialog] button')));
  await until(tab, warning).toBe('');
}

/** Nobody answers: the page leaves for the login when the server has ended its session, which it is asked for once. */
export async function expires(tab: Tab, { requests }: Visit): Promise<void> {
  await until(tab, () => location.pathname).toBe('/login');
  expect(requests.filter((request) => request === 'POST /logout')).toHaveLength(1);
  expect(requests.at(-1)).toBe('POST /logout');
  expect(tab.errors).toEqual([]);
}
