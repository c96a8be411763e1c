import { createPalette } from './palette.js';
import { length } from './words.js';

const calm = matchMedia('(prefers-reduced-motion: reduce)');
const STEPS = [5, 10, 15, 30, 60, 300, 900, 1800, 3600];

/**
 * Draws the tabs one above the other: to the left of "now" what they did, to the right what is planned if nobody does
 * anything, and below them the messages and the server.
 */
export function createTimeline(canvas, { history, tabs, me, plan }) {
  const pen = canvas.getContext('2d');
  const palette = createPalette(canvas);
  let drawn = 0;
  let size = { width: 0, height: 0, unit: 16 };

  function layout(rows) {
    const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const width = canvas.clientWidth;
    const height = (rows * 2.9 + 1.6) * unit;
    const ratio = devicePixelRatio || 1;
    if (size.width !== width || size.height !== height || canvas.width !== Math.round(width * ratio)) {
      size = { width, height, unit };
      canvas.style.height = `${height}px`;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
  }

  function draw(time) {
    const now = Date.now();
    const planned = plan();
    const ahead = planned.scale * 1.08;
    const rows = [...tabs.values()].sort((a, b) => a.number - b.number);
    layout(rows.length + 2);
    const x = (at) => size.width / 2 + ((at - now) / ahead) * (size.width / 2);
    const ink = palette(time);
    const tools = { now, x, ink, planned, row: size.unit * 2.9, unit: size.unit };
    history.forget(now - ahead - 5_000);
    axis(tools, rows.length + 2, ahead);
    nowLine(tools, rows.length + 2);
    for (const [index, tab] of rows.entries()) tabLane(tools, index, tab);
    messageLane(tools, rows.length);
    serverLane(tools, rows.length + 1);
  }

  function label({ ink, row, unit }, index, text, strong) {
    pen.font = `${strong ? 600 : 400} ${unit * 0.8}px system-ui, sans-serif`;
    pen.textAlign = 'left';
    pen.fillStyle = ink.card;
    pen.fillRect(0, index * row + unit * 0.3, pen.measureText(text).width + unit * 0.4, unit);
    pen.fillStyle = strong ? ink.ink : ink.muted;
    pen.fillText(text, 0, index * row + unit * 1.05);
  }

  const bandTop = ({ row, unit }, index) => index * row + unit * 1.4;

  function band(tools, index, from, to, colour, look = 'solid') {
    const left = Math.max(0, tools.x(from));
    const width = Math.min(size.width, tools.x(to)) - left;
    if (width <= 0) return;
    const [top, height] = [bandTop(tools, index), tools.unit];
    pen.save();
    pen.beginPath();
    pen.rect(left, top, width, height);
    pen.clip();
    pen.strokeStyle = pen.fillStyle = colour;
    pen.globalAlpha = look === 'plan' ? 0.22 : look === 'dashed' ? 1 : 0.85;
    if (look === 'dashed') {
      pen.lineWidth = 2;
      pen.setLineDash([3, 5]);
      pen.strokeRect(left, top + height / 2, width, 0);
    } else pen.fillRect(left, top, width, height);
    if (look === 'hatched') hatch(tools, left, top, width, height);
    pen.restore();
  }

  function hatch({ ink }, left, top, width, height) {
    pen.globalAlpha = 0.6;
    pen.strokeStyle = ink.card;
    pen.lineWidth = 2;
    pen.beginPath();
    for (let at = left - height; at < left + width; at += 7) {
      pen.moveTo(at, top + height);
      pen.lineTo(at + height, top);
    }
    pen.stroke();
  }

  function tabLane(tools, index, tab) {
    const { ink, now, planned } = tools;
    const { runs = [], marks = [] } = history.lanes.get(tab.id) ?? {};
    const own = tab.id === me();
    const silence = !own && !tab.closed && history.silent(tab.at, now);
    const said = tab.closed ? 'closed' : silence ? 'silent' : tab.state === 'expired' ? 'signed out' : tab.state;
    label(tools, index, `Tab ${tab.number}${own ? ' (this one)' : ''} · ${said}${tab.held ? ' · held' : ''}`, own);
    const colours = {
      active: ink.active,
      warning: ink.warning,
      expired: ink.expired,
      stopped: ink.quiet,
      silent: ink.muted,
    };
    const looks = { warning: 'hatched', silent: 'dashed' };
    const last = runs.at(-1);
    for (const run of runs) {
      const to = run === last && !tab.closed && !silence ? now : run.to;
      band(tools, index, run.from, to, colours[run.state], looks[run.state]);
    }
    if (silence) band(tools, index, last?.to ?? now, now, ink.muted, 'dashed');
    if (planned.deadline > now && !tab.closed && !silence && (tab.state === 'active' || tab.state === 'warning')) {
      band(tools, index, now, planned.warnAt, ink.active, 'plan');
      band(tools, index, Math.max(now, planned.warnAt), planned.deadline, ink.warning, 'plan');
      flag(tools, index, planned.deadline, ink.expired);
    }
    for (const { kind, at } of marks) mark(tools, index, kind, at);
  }

  function mark(tools, index, kind, at) {
    const { ink, unit } = tools;
    const [left, top] = [tools.x(at), bandTop(tools, index)];
    if (left < 0) return;
    pen.fillStyle = pen.strokeStyle = ink.ink;
    if (kind === 'activity') pen.fillRect(left - 0.75, top, 1.5, unit * 0.5);
    if (kind === 'ping' || kind === 'pingerror')
      disc(left, top + unit * 0.72, unit * 0.24, ink.card, kind === 'ping' ? ink.accent : ink.expired);
    if (kind === 'leader') star(left, top + unit / 2, unit * 0.62, ink);
  }

  function disc(left, top, radius, rim, colour) {
    pen.beginPath();
    pen.arc(left, top, radius, 0, 2 * Math.PI);
    pen.fillStyle = colour;
    pen.fill();
    pen.lineWidth = 1.5;
    pen.strokeStyle = rim;
    pen.stroke();
  }

  function star(left, top, radius, ink) {
    pen.beginPath();
    for (let point = 0; point < 10; point += 1) {
      const angle = (point * Math.PI) / 5 - Math.PI / 2;
      const reach = point % 2 ? radius * 0.45 : radius;
      pen.lineTo(left + reach * Math.cos(angle), top + reach * Math.sin(angle));
    }
    pen.closePath();
    pen.fillStyle = ink.ink;
    pen.strokeStyle = ink.card;
    pen.lineWidth = 2;
    pen.stroke();
    pen.fill();
  }

  function flag(tools, index, at, colour) {
    pen.fillStyle = colour;
    pen.fillRect(tools.x(at) - 1, bandTop(tools, index) - 3, 2, tools.unit + 6);
  }

  function messageLane(tools, index) {
    const { ink, unit } = tools;
    label(tools, index, 'Messages between tabs');
    const middle = bandTop(tools, index) + unit / 2;
    pen.fillStyle = ink.line;
    pen.fillRect(0, middle - 0.5, size.width / 2, 1);
    for (const { at } of history.messages) {
      const left = tools.x(at);
      if (left >= 0) disc(left, middle, unit * 0.2, ink.card, ink.muted);
    }
  }

  function serverLane(tools, index) {
    const { ink, now, planned, unit } = tools;
    label(tools, index, 'The server, with the pings it saw');
    for (const { from, to } of planned.serverRuns) band(tools, index, from, to, ink.accent);
    if (planned.serverEnds > now) {
      band(tools, index, now, planned.serverEnds, ink.accent, 'plan');
      flag(tools, index, planned.serverEnds, ink.accent);
    }
    for (const { at, good } of history.requests) {
      const left = tools.x(at);
      if (left >= 0)
        disc(
          left,
          bandTop(tools, index) + unit / 2,
          unit * 0.26,
          good ? ink.accent : ink.ink,
          good ? ink.card : ink.expired,
        );
    }
  }

  function axis({ now, x, ink, row, unit }, rows, ahead) {
    const step = STEPS.find((seconds) => (ahead / seconds / 1000) * 64 < size.width / 2) ?? STEPS.at(-1);
    pen.font = `400 ${unit * 0.75}px system-ui, sans-serif`;
    pen.textAlign = 'center';
    for (let seconds = step; seconds * 1000 < ahead * 0.97; seconds += step) {
      for (const sign of [-1, 1]) {
        const left = x(now + sign * seconds * 1000);
        pen.fillStyle = ink.line;
        pen.fillRect(left, unit * 0.4, 1, rows * row);
        pen.fillStyle = ink.muted;
        pen.fillText(`${sign < 0 ? '−' : '+'}${length(seconds)}`, left, rows * row + unit * 1.3);
      }
    }
  }

  function nowLine({ ink, row, unit }, rows) {
    pen.fillStyle = ink.ink;
    pen.fillRect(size.width / 2 - 0.75, unit * 0.4, 1.5, rows * row);
    pen.font = `600 ${unit * 0.75}px system-ui, sans-serif`;
    pen.textAlign = 'center';
    pen.fillText('now', size.width / 2, rows * row + unit * 1.3);
  }

  function frame(time) {
    if (time - drawn >= (calm.matches ? 1000 : 33)) {
      drawn = time;
      draw(time);
    }
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);
}
