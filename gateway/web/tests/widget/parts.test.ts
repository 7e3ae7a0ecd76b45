import { describe, expect, test } from 'vitest';
import { contrast, textOn } from '../../lib/contrast';
import consoleTokens from '../../lib/tokens.css?raw';
import { frameAddress } from '../../loader/protocol';
import { pick } from '../../loader/words';
import { ProblemError } from '../../lib/problems';
import { isAddress, mistakes, untranscribed } from '../../widget/form';
import { hints } from '../../widget/host';
import { fill, newMessages, type Words } from '../../widget/languages';
import english from '../../widget/languages/en.json';
import frameTokens from '../../widget/tokens.css?raw';
import { attachments, changed, chosen, isBusy, type Upload } from '../../widget/uploads';

describe('text on the workspace’s colour', () => {
  const colors = Array.from({ length: 4096 }, (_, index) => {
    const channels = [index >> 8, (index >> 4) & 15, index & 15];
    return `#${channels.map((channel) => (channel * 17).toString(16).padStart(2, '0')).join('')}`;
  });

  test('can be read, whatever the colour', () => {
    const worst = Math.min(...colors.map((color) => contrast(color, textOn(color))));
    expect(worst).toBeGreaterThanOrEqual(4.5);
  });

  test('has the contrast that the guidelines count', () => {
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});

describe('every language', () => {
  interface Language {
    launcher: Record<string, string>;
    words: Record<string, unknown>;
  }
  const languages = Object.entries(
    import.meta.glob<Language>('../../widget/languages/*.json', {
      eager: true,
      import: 'default',
    }),
  );
  const names = ({ newMessages: _, ...words }: Record<string, unknown>) =>
    Object.entries(words)
      .flatMap(([name, word]) => [
        name,
        ...(typeof word === 'object' ? Object.keys(word ?? {}) : []),
      ])
      .sort();
  const places = (text: unknown) =>
    JSON.stringify(text)
      .match(/\{\w+\}/g)
      ?.sort() ?? [];

  test.each(languages)('%s says all that English says', (path, { launcher, words }) => {
    expect(Object.keys(launcher)).toEqual(Object.keys(english.launcher));
    expect(names(words)).toEqual(names(english.words));
    expect(path).toContain(`/${launcher.language}.json`);
    expect(words.language).toBe(launcher.language);
  });

  test.each(languages)('%s keeps what is to be filled in', (_, { words }) => {
    const { newMessages: forms, ...others } = words;
    for (const [key, text] of Object.entries(others)) {
      expect(places(text), key).toEqual(places((english.words as Record<string, unknown>)[key]));
    }
    expect(Object.keys(forms as object)).toContain('other');
  });

  test('counts in its own plural', () => {
    const words: Words = english.words;
    expect(newMessages(words, 1)).toBe('1 new message');
    expect(newMessages(words, 2)).toBe('2 new messages');
  });

  test('is chosen by the site first, and English where none is known', () => {
    expect(pick(['de-AT', 'en']).language).toBe('de');
    expect(pick(['', 'xx', 'fr']).language).toBe('fr');
    expect(pick(['xx']).language).toBe('en');
  });
});

test('what has no value stays as it stands', () => {
  expect(fill('{a} and {b}', { a: '1' })).toBe('1 and {b}');
});

test('the frame reads from its address what the loader wrote there', () => {
  const config = { key: 'k1', base_url: 'https://chat.example', enabled: true, color: '#a1b2c3' };
  const address = new URL(frameAddress(config, 'https://shop.example', 'de'));
  expect(address.search).toBe('');
  expect(hints(address)).toEqual({
    key: 'k1',
    origin: 'https://shop.example',
    language: 'de',
    color: '#a1b2c3',
    text: '#000000',
  });
});

test('a colour that is none is not taken from the address', () => {
  const { color, text } = hints({ pathname: '/widget/k/frame', hash: '#color=red;}&text=url(x)' });
  expect([color, text]).toEqual(['#3553cf', '#ffffff']);
});

describe('a transcript that does not go', () => {
  const problem = (status: number, members = {}) =>
    untranscribed(new ProblemError('x', status, members));

  test('says whether the address, the hour or anything else is to blame', () => {
    expect(problem(422, { errors: [{ field: 'body.email', message: 'no' }] })).toBe('wrong');
    expect(problem(429)).toBe('tooOften');
    expect(problem(503)).toBe('failed');
  });

  test('was not asked for without an address', () => {
    expect(isAddress(' mia@shop.example ')).toBe(true);
    expect(isAddress('mia@shop')).toBe(false);
  });
});

describe('a first message', () => {
  const good = { name: 'Mia', email: 'mia@shop.example', text: 'Hello' };

  test('needs a name, an address and something to say', () => {
    expect(mistakes(good)).toEqual({});
    expect(mistakes({ name: ' ', email: 'mia@shop', text: '\n' })).toEqual({
      name: 'nameMissing',
      email: 'emailWrong',
      text: 'messageMissing',
    });
  });

  test('has an end', () => {
    expect(mistakes({ ...good, text: 'x'.repeat(10_001) })).toEqual({ text: 'messageTooLong' });
  });
});

describe('a chosen file', () => {
  const file = (size: number) => ({ name: 'film.mov', size });
  const ten = Array.from({ length: 10 }, (_, id) => chosen([], `${id}`, file(1), true));

  test('is uploaded at once, or waits until there is a conversation', () => {
    expect(chosen([], 'a', file(20 * 1024 * 1024), true).state).toBe('uploading');
    expect(chosen([], 'a', file(1), false).state).toBe('waiting');
  });

  test('over the limit is refused and says so', () => {
    const refused = chosen([], 'a', file(20 * 1024 * 1024 + 1), true);
    expect(refused).toMatchObject({ state: 'refused', reason: 'tooLarge' });
  });

  test('is refused when ten are there', () => {
    expect(chosen(ten, 'a', file(1), true)).toMatchObject({ state: 'refused', reason: 'tooMany' });
  });

  test('holds the message until it is there', () => {
    const attachment = { id: 'f', name: 'film.mov', size: 1, content_type: 'video/quicktime' };
    const one: Upload[] = [chosen([], 'a', file(1), true)];
    expect(isBusy(one)).toBe(true);
    const done = changed(one, 'a', { state: 'done', attachment });
    expect(isBusy(done)).toBe(false);
    expect(attachments(done)).toEqual([attachment]);
  });
});

test('the frame’s tokens are those of the console', () => {
  const declared = (css: string) =>
    new Map(
      [...css.matchAll(/^ {2}(--[\w-]+):\s*([^;]+);/gm)].map(([, name, value]) => [
        name,
        value?.replace(/\s+/g, ' ').replaceAll("'", '"'),
      ]),
    );
  const all = declared(consoleTokens);
  for (const [name, value] of declared(frameTokens)) {
    expect(all.get(name), name).toBe(value);
  }
});
