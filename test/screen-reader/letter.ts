import type { Express } from 'express';
import type { Stillhere } from '../../src/script-tag/index.js';
import { eventually } from '../engines/eventually.js';
import type { Tab } from '../engines/index.js';

/** What the timer has told the page. */
interface PageEvent {
  readonly type: 'warn' | 'extend' | 'expire';
  readonly at: number;
  /** When the session ends if nobody does anything. */
  readonly deadline: number;
}

declare global {
  var stillhere: Stillhere | undefined;
  var told: PageEvent[];
}

const IDLE_MS = 15_000;
export const WARN_MS = 60_000;

const SCRIPT = `
  window.told = [];
  addEventListener('load', () => {
    const { timer } = stillhere;
    for (const type of ['warn', 'extend', 'expire'])
      timer.addEventListener(type, () => told.push({ type, at: Date.now(), deadline: Date.now() + timer.remaining }));
  });`;

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Letter to the council</title>
  <link rel="icon" href="data:,">
  <script src="/dist/stillhere.min.js" data-timeout="${IDLE_MS + WARN_MS}ms" data-warn-before="${WARN_MS}ms" data-fresh></script>
  <script src="/letter.js"></script>
  <h1>Letter</h1>
  <p>Please tell us what happened.</p>
  <label for="message">Your message</label><textarea id="message" rows="6" cols="40" autofocus></textarea>
  <p><button>Send</button></p></html>`;

/** A page with a letter that somebody writes, and the script tag with no more than its times. */
export function serveLetter(app: Express): void {
  app.get('/letter', (_request, response) => void response.type('html').send(PAGE));
  app.get('/letter.js', (_request, response) => void response.type('js').send(SCRIPT));
}

/** Waits until the timer tells of it once more than so many times. */
export const next = (tab: Tab, type: PageEvent['type'], before = 0): Promise<PageEvent> =>
  eventually(
    `the timer tells of "${type}"`,
    () => tab.evaluate((type, before) => told.filter((event) => event.type === type)[before], type, before),
    2 * (IDLE_MS + WARN_MS),
  );
