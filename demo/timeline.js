import { createPalette } from './palette.js';
import { length } from './words.js';

const calm = matchMedia('(prefers-reduced-motion: reduce)');
/** From this width on, in rem, the names stand beside the lanes; below it above them. */
const WIDE = 40;
/** Rem above the first lane, where the two halves are named. */
const HEAD = 1.9;
const STEPS = [5, 10, 15, 30, 60, 300, 900, 1800, 3600];

/**
 * Draws the tabs one above the other: to the left of "now" what they did, to the right what is planned if nobody does
 * anything, and below them the messages and the server.
 */
export function createTimeline(canvas, { history, tabs, me, plan }) {
  const pen = canvas.getContext('2d');
  const palette = createPalette(canvas);
  let drawn = 0;
  /** `row` is the height of a lane, `above` what its name takes of it, `left` where the lanes begin. */
  let size = { width: 0, height: 0, unit: 16, row: 0, above: 0, left: 0 };

  function layout(rows) {
    const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const width = canvas.clientWidth;
    const wide = width >= WIDE * unit;
    const row = (wide ? 2 : 3) * unit;
    const height = HEAD * unit + rows * row + 1.6 * unit;
    const ratio = devicePixelRatio || 1;
    if (size.width !== width || size.height !== height || canvas.width !== Math.round(width * ratio)) {
      size = { width, height, unit, row, above: wide ? 0 : 1.3 * unit, left: wide ? 12.5 * unit : 0 };
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
    const half = (size.width - size.left) / 2;
    const x = (at) => size.left + half + ((at - now) / ahead) * half;
    const tools = { now, x, half, ink: palette(time), planned, lanes: rows.length + 2, ahead };
    history.forget(now - ahead - 5_000);
    axis(tools);
    for (const [index, tab] of rows.entries()) tabLane(tools, index, tab);
    messageLane(tools, rows.length);
    serverLane(tools, rows.length + 1);
    nowLine(tools);
    // Last, so that no line runs through a name.
    for (const [index, tab] of rows.entries()) tabLabel(tools, index, tab);
    label(tools, rows.length, 'Messages between tabs');
    label(tools, rows.length + 1, 'Server session', 'pings');
  }

  const laneTop = (index) => HEAD * size.unit + index * size.row;
  const bandTop = (index) => laneTop(index) + size.above + size.unit * 0.35;
  const bandHeight = () => size.unit * 1.3;
  const middle = (index) => bandTop(index) + bandHeight() / 2;

  const font = (weight, scale) => `${weight} ${size.unit * scale}px system-ui, sans-serif`;

  function write(text, left, base, { weight = 400, align = 'left', colour, scale = 0.8125 }) {
    pen.font = font(weight, scale);
    pen.textAlign = align;
    pen.fillStyle = colour;
    pen.fillText(text, left, base);
  }

  function label({ ink }, index, name, said = '', weight = 400) {
    const base = size.left ? middle(index) + size.unit * 0.28 : laneTop(index) + size.unit;
    const rest = said && ` · ${said}`;
    const scale = 0.875;
    pen.font = font(weight, scale);
    const width = pen.measureText(name).width;
    pen.font = font(400, scale);
    pen.fillStyle = ink.card;
    pen.fillRect(0, base - size.unit, width + pen.measureText(rest).width + size.unit * 0.3, size.unit * 1.2);
    write(name, 0, base, { weight, colour: ink.ink, scale });
    write(rest, width, base, { colour: ink.muted, scale });
  }

  function band({ x }, index, from, to, colour, look = 'solid') {
    const left = Math.max(size.left, x(from));
    const width = Math.min(size.width, x(to)) - left;
    if (width <= 0) return;
    const [top, height] = [bandTop(index), bandHeight()];
    pen.save();
    pen.strokeStyle = pen.fillStyle = colour;
    if (look === 'dashed') {
      pen.lineWidth = 2;
      pen.setLineDash([3, 5]);
      pen.strokeRect(left, top + height / 2, width, 0);
    } else {
      pen.beginPath();
      pen.rect(left, top, width, height);
      pen.clip();
      pen.globalAlpha = look === 'plan' ? 0.24 : 1;
      pen.fill();
      if (look === 'hatched') hatch(left, top, width, height);
    }
    pen.restore();
  }

  function hatch(left, top, width, height) {
    pen.globalAlpha = 0.45;
    pen.strokeStyle = '#fff';
    pen.lineWidth = 2;
    pen.beginPath();
    for (let at = left - height; at < left + width; at += 7) {
      pen.moveTo(at, top + height);
      pen.lineTo(at + height, top);
    }
    pen.stroke();
  }

  const isSilent = (tab, now) => tab.id !== me() && !tab.closed && history.silent(tab.at, now);

  function tabLabel(tools, index, tab) {
    const own = tab.id === me();
    const state = tab.state === 'expired' ? 'signed out' : tab.state;
    const said = tab.closed ? 'closed' : isSilent(tab, tools.now) ? 'silent' : state;
    label(tools, index, `Tab ${tab.number}${own ? ' (this)' : ''}`, said + (tab.held ? ', held' : ''), own ? 700 : 400);
  }

  function tabLane(tools, index, tab) {
    const { ink, now, planned } = tools;
    const { runs = [], marks = [] } = history.lanes.get(tab.id) ?? {};
    const silence = isSilent(tab, now);
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

  function mark({ x, ink }, index, kind, at) {
    const [left, top] = [x(at), bandTop(index)];
    if (left < size.left) return;
    if (kind === 'activity') {
      pen.fillStyle = ink.ink;
      pen.fillRect(left - 0.75, top - size.unit * 0.25, 1.5, size.unit * 0.7);
    }
    if (kind === 'ping' || kind === 'pingerror')
      disc(left, top + size.unit * 0.9, size.unit * 0.26, ink.card, kind === 'ping' ? ink.accent : ink.expired);
    if (kind === 'leader') star(left, middle(index), size.unit * 0.7, ink);
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

  function flag({ x }, index, at, colour) {
    pen.fillStyle = colour;
    pen.fillRect(x(at) - 1, bandTop(index) - 2, 2, bandHeight() + 4);
  }

  function messageLane(tools, index) {
    const { ink, x, half } = tools;
    pen.fillStyle = ink.line;
    pen.fillRect(size.left, middle(index) - 0.5, half, 1);
    for (const { at } of history.messages) {
      const left = x(at);
      if (left >= size.left) disc(left, middle(index), size.unit * 0.22, ink.card, ink.muted);
    }
  }

  function serverLane(tools, index) {
    const { ink, now, planned, x } = tools;
    for (const { from, to } of planned.serverRuns) band(tools, index, from, to, ink.accent);
    if (planned.serverEnds > now) {
      band(tools, index, now, planned.serverEnds, ink.accent, 'plan');
      flag(tools, index, planned.serverEnds, ink.accent);
    }
    for (const { at, good } of history.requests) {
      const left = x(at);
      if (left < size.left) continue;
      disc(left, middle(index), size.unit * 0.3, good ? ink.accent : ink.ink, good ? ink.card : ink.expired);
    }
  }

  function axis({ now, x, half, ink, lanes, ahead }) {
    const step = STEPS.find((seconds) => (ahead / seconds / 1000) * size.unit * 4 < half) ?? STEPS.at(-1);
    const bottom = laneTop(lanes);
    for (let seconds = step; seconds * 1000 < ahead * 0.97; seconds += step) {
      for (const sign of [-1, 1]) {
        const left = x(now + sign * seconds * 1000);
        pen.fillStyle = ink.line;
        pen.fillRect(left, HEAD * size.unit, 1, bottom - HEAD * size.unit);
        const text = `${sign < 0 ? '−' : '+'}${length(seconds)}`;
        write(text, left, bottom + size.unit * 1.2, { align: 'center', colour: ink.muted, scale: 0.75 });
      }
    }
  }

  function nowLine({ half, ink, lanes }) {
    const at = size.left + half;
    const base = size.unit * 1.1;
    const apart = size.unit * 0.6;
    pen.fillStyle = ink.ink;
    pen.fillRect(at - 0.75, size.unit * 0.3, 1.5, laneTop(lanes) - size.unit * 0.3);
    const narrow = half < size.unit * 11;
    write(narrow ? 'past' : 'what happened', at - apart, base, { align: 'right', colour: ink.muted });
    write(narrow ? 'plan' : 'if nobody does anything', at + apart, base, { colour: ink.muted });
    write('now', at, laneTop(lanes) + size.unit * 1.2, { weight: 650, align: 'center', colour: ink.ink, scale: 0.75 });
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
