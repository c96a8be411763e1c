#!/usr/bin/env node
import { appendFileSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';

/*
 * A voice of speech-dispatcher without sound. It needs as long for a text as a usual voice, and writes down what a person
 * would have heard: a line of JSON at the beginning of each utterance, and one at its end or where it was cut off.
 */

const CHARACTERS_PER_SECOND = 14;
const SHORTEST_MS = 150;
const ENTITIES = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const say = (...lines) => process.stdout.write(lines.map((line) => `${line}\n`).join(''));
const write = (entry) => appendFileSync(process.env.SPEECH_LOG, `${JSON.stringify({ at: Date.now(), ...entry })}\n`);

/** Of the markup of an utterance a person hears nothing. */
const plain = (text) =>
  text
    .replace(/<[^>]*>/g, '')
    .replace(/&(\w+);/g, (entity, name) => ENTITIES[name] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();

let speaking;

function speak(text) {
  const begun = Date.now();
  const lasts = Math.max(SHORTEST_MS, (text.length / CHARACTERS_PER_SECOND) * 1_000);
  write({ type: 'begin', text });
  say('701 BEGIN');
  const end = (heard, code) => {
    clearTimeout(speaking?.timer);
    speaking = undefined;
    write({ type: 'end', text, heard });
    say(code);
  };
  speaking = {
    timer: setTimeout(() => end(text, '702 END'), lasts),
    stop: () => end(text.slice(0, Math.floor(((Date.now() - begun) / 1_000) * CHARACTERS_PER_SECOND)), '703 STOP'),
  };
}

/** What follows a command, up to a line with a full stop. */
let body;

const settings = (name, done) => [`207 OK RECEIVING ${name}`, () => say(done)];
const WITH_BODY = {
  AUDIO: settings('AUDIO SETTINGS', '203 OK AUDIO INITIALIZED'),
  LOGLEVEL: settings('LOGLEVEL SETTINGS', '203 OK LOG LEVEL SET'),
  SET: settings('SETTINGS', '203 OK SETTINGS RECEIVED'),
};
for (const kind of ['SPEAK', 'CHAR', 'KEY', 'SOUND_ICON']) {
  const onText = (text) => {
    say('200 OK SPEAKING');
    speak(plain(text));
  };
  WITH_BODY[kind] = ['202 OK RECEIVING MESSAGE', onText];
}

createInterface({ input: process.stdin }).on('line', (line) => {
  if (body) {
    if (line !== '.') return body.lines.push(line.replace(/^\.\./, '.'));
    const { lines, done } = body;
    body = undefined;
    return done(lines.join('\n'));
  }
  const [command] = line.trim().split(' ');
  if (WITH_BODY[command]) {
    const [answer, done] = WITH_BODY[command];
    body = { lines: [], done };
    say(answer);
  } else if (command === 'INIT') say('299-A voice without sound', '299 OK LOADED SUCCESSFULLY');
  else if (command === 'STOP' || command === 'PAUSE') speaking?.stop();
  else if (command === 'LIST') say('200-Silent\ten\tnone', '200 OK VOICE LIST SENT');
  else if (command === 'DEBUG') say('200 OK DEBUGGING');
  else if (command === 'QUIT') {
    say('210 OK QUIT');
    process.exit();
  } else say('300 ERR UNKNOWN COMMAND');
});
