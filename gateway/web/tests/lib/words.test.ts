import { describe, expect, it } from 'vitest';
import { bucket, fileSize, initials, linked } from '../../lib/text';
import { clock, day, relative } from '../../lib/time';
import { place } from '../../lib/timeline';
import { aMessage, ann, at } from './builders';

const links = (text: string) =>
  linked(text)
    .filter((part) => part.href)
    .map((part) => part.href);

describe('links in a text', () => {
  it('are found, without the punctuation around them', () => {
    expect(links('See https://shop.example/a?b=1. (or http://x.example/y_(z))!')).toEqual([
      'https://shop.example/a?b=1',
      'http://x.example/y_(z)',
    ]);
  });

  it('of e-mail addresses open the mail program', () => {
    expect(links('write to mia@shop.example, please')).toEqual(['mailto:mia@shop.example']);
  });

  it('never lead anywhere but to the web and to mail', () => {
    expect(links('javascript:alert(1) data:text/html,x file:///etc vbscript:x')).toEqual([]);
  });

  it('leave the text as it was', () => {
    const text = 'A <b>https://x.example</b> and "mia@x.example" end';
    expect(
      linked(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });
});

describe('a name', () => {
  it.each([
    ['Mia Torres', 'MT'],
    ['ann', 'A'],
    ['  Jo  van der Berg ', 'JB'],
    ['😀 Smile', '😀S'],
    ['', '?'],
  ])('%j is shortened to %s', (name, letters) => {
    expect(initials(name)).toBe(letters);
  });

  it('always has the same colour', () => {
    expect(bucket('Mia', 8)).toBe(bucket('Mia', 8));
    expect(bucket('Mia', 8)).toBeLessThan(8);
  });
});

it.each([
  [0, '0 bytes'],
  [2048, '2 KB'],
  [1_500_000, '1.4 MB'],
  [20 * 1024 * 1024, '20 MB'],
])('%i bytes are %s', (bytes, words) => {
  expect(fileSize(bytes, 'en')).toBe(words);
});

describe('a time', () => {
  const now = Date.parse(at(30));
  it.each([
    [at(30), 'now'],
    [at(25), '5m'],
    ['2025-03-07T07:30:00.000Z', '3h'],
    ['2025-03-01T07:30:00.000Z', 'Mar 1'],
    ['2024-03-01T07:30:00.000Z', 'Mar 1, 2024'],
  ])('%s is %s', (moment, words) => {
    expect(relative(moment, now, 'en')).toBe(words);
  });

  it('of a day is called today and yesterday', () => {
    expect(day(at(1), now, 'en')).toBe('Today');
    expect(day('2025-03-06T10:00:00.000Z', now, 'en')).toBe('Yesterday');
    expect(day('2025-03-03T10:00:00.000Z', now, 'en')).toBe('Monday, March 3');
  });

  it('on the clock has two digits', () => {
    expect(clock('2025-03-07T10:02:00.000Z', 'de')).toMatch(/^\d\d:\d\d$/);
  });
});

describe('a timeline', () => {
  it('groups messages of one author close in time', () => {
    const messages = [aMessage(1), aMessage(2), aMessage(3, { author: ann }), aMessage(20)];
    const placed = place(messages).map(({ startsRun, endsRun }) => [startsRun, endsRun]);
    expect(placed).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
  });

  it('separates days', () => {
    const nextDay = aMessage(2, { sent_at: '2025-03-09T10:00:00.000Z' });
    expect(place([aMessage(1), nextDay]).map((one) => one.startsDay)).toEqual([true, true]);
  });

  it('cut out of the middle looks at its neighbours', () => {
    const messages = [aMessage(1), aMessage(2), aMessage(3)];
    expect(place(messages, 1, 2)).toMatchObject([{ startsRun: false, endsRun: false }]);
  });
});
