import { describe, expect, it } from 'vitest';
import { formOf, originsOf, patchOf, problemsOf } from '../../console/settings/widget-form';

const widget = { color: '#3553cf', greeting: 'Hello', allowed_origins: ['https://shop.example'] };
const form = (change: Partial<ReturnType<typeof formOf>> = {}) => ({
  ...formOf(widget),
  ...change,
});

describe('sites', () => {
  it('are understood as people write them', () => {
    const sites =
      'shop.example\nhttps://Blog.example/about?x=1, http://localhost:3000\nshop.example';
    expect(originsOf(form({ sites }))).toEqual([
      'https://shop.example',
      'https://blog.example',
      'http://localhost:3000',
    ]);
  });

  it('that are none are named', () => {
    expect(problemsOf(form({ sites: 'https://shop.example\nftp://x' })).sites).toContain('ftp://x');
    expect(problemsOf(form({ sites: '' })).sites).toBeNull();
  });
});

describe('a change', () => {
  it('is only what differs', () => {
    expect(patchOf(form(), widget)).toBeNull();
    expect(patchOf(form({ greeting: ' Hi ' }), widget)).toEqual({ greeting: 'Hi' });
    expect(patchOf(form({ sites: '' }), widget)).toEqual({ allowed_origins: [] });
  });

  it('with a colour that is none, or too long a greeting, says so', () => {
    expect(problemsOf(form({ color: 'red' })).color).not.toBeNull();
    expect(problemsOf(form({ greeting: 'x'.repeat(301) })).greeting).toContain('1 characters');
  });
});
