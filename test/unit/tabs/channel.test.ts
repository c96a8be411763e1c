import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createChannel } from '../../../src/tabs/channel.js';
import { FakeChannel, pass, useChannels, useClock } from '../helpers.js';

const KEY = 'stillhere:2:a';
const sent = () => FakeChannel.sent.map(({ data }) => data);

beforeEach(() => {
  useClock();
  useChannels();
});

function open(name = 'a') {
  const receive = vi.fn();
  const channel = createChannel(name, receive);
  channel.open();
  return { channel, receive };
}

describe('a channel', () => {
  test('stores what it publishes, and tells the others of its name', async () => {
    const [first, second, stranger] = [open(), open(), open('b')];
    first.channel.publish('text');
    await pass(0);
    expect(localStorage.getItem(KEY)).toBe('text');
    expect(second.channel.read()).toBe('text');
    expect(second.receive.mock.calls).toEqual([['text', false]]);
    expect(first.receive).not.toHaveBeenCalled();
    expect(stranger.receive).not.toHaveBeenCalled();
  });

  test('asks what the others know only where nothing is stored, and marks that it asks', async () => {
    const [first, second] = [open(), open()];
    first.channel.requestState('mine');
    await pass(0);
    expect(sent()).toEqual(['?mine']);
    expect(second.receive.mock.calls).toEqual([['mine', true]]);
    localStorage.setItem(KEY, 'stored');
    first.channel.requestState('mine');
    expect(sent()).toHaveLength(1);
  });

  test('asks too where storage is denied', () => {
    const { channel } = open();
    vi.spyOn(localStorage, 'getItem').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    channel.requestState('mine');
    expect(sent()).toEqual(['?mine']);
  });

  test('the mark counts at the beginning of a text alone; what is no text is handed on', async () => {
    const { receive } = open();
    const other = new FakeChannel(KEY);
    for (const data of ['mine?', '', 5, null]) other.postMessage(data);
    await pass(0);
    expect(receive.mock.calls).toEqual([
      ['mine?', false],
      ['', false],
      [5, false],
      [null, false],
    ]);
  });

  test('where storage is denied it remembers what this page has published', () => {
    const { channel } = open('denied');
    vi.spyOn(localStorage, 'getItem').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    expect(channel.read()).toBeUndefined();
    channel.publish('text');
    expect(channel.read()).toBe('text');
  });

  test('without BroadcastChannel it hears the storage event of its own key, until it is closed', () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    const { channel, receive } = open();
    channel.publish('not sent, and no error');
    const store = (key: string, newValue: string) =>
      window.dispatchEvent(new StorageEvent('storage', { key, newValue }));
    store('stillhere:2:b', 'other');
    expect(receive).not.toHaveBeenCalled();
    store(KEY, 'text');
    expect(receive.mock.calls).toEqual([['text', false]]);
    channel.close();
    store(KEY, 'late');
    expect(receive).toHaveBeenCalledTimes(1);
  });

  test('closed it hears and sends nothing; opened twice it is still one', async () => {
    const [first, second] = [open(), open()];
    second.channel.open();
    first.channel.publish('one');
    await pass(0);
    expect(second.receive).toHaveBeenCalledTimes(1);
    second.channel.close();
    first.channel.publish('two');
    second.channel.publish('three');
    await pass(0);
    expect(second.receive).toHaveBeenCalledTimes(1);
    expect(first.receive).not.toHaveBeenCalled();
    expect(FakeChannel.open.size).toBe(1);
  });

  test('a full storage keeps nothing that the next page would take for the truth', () => {
    const items = new Map<string, string>();
    const storage = {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: vi.fn((key: string, text: string) => void items.set(key, text)),
      removeItem: vi.fn((key: string) => void items.delete(key)),
    };
    vi.stubGlobal('localStorage', storage);
    const { channel } = open();
    channel.publish('still lives');
    expect(channel.read()).toBe('still lives');
    storage.setItem.mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    channel.publish('has ended');
    expect(items.size).toBe(0);
    expect(sent()).toEqual(['still lives', 'has ended']);
    storage.removeItem.mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    expect(() => channel.publish('has ended')).not.toThrow();
  });

  test('tabs with another version of the script are left alone', async () => {
    const items = new Map([['stillhere:a', 'of the last version']]);
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, text: string) => void items.set(key, text),
    });
    const { channel } = open();
    expect(channel.read()).toBeUndefined();
    channel.publish('text');
    expect(items.get('stillhere:a')).toBe('of the last version');
    expect([...FakeChannel.open].map(({ name }) => name)).toEqual([KEY]);
  });
});
