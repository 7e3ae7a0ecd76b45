import { describe, expect, it } from 'vitest';
import { createDrafts, NO_DRAFT } from '../../lib/drafts';

function aStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
    key: (index) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
}

const blocked = {
  getItem: () => {
    throw new Error('blocked');
  },
} as unknown as Storage;

describe('a draft', () => {
  it('is still there on the next page', () => {
    const storage = aStorage();
    createDrafts(storage, 'ann').change('c1', { text: 'Let me lo' });
    expect(createDrafts(storage, 'ann').read('c1').text).toBe('Let me lo');
  });

  it('belongs to one agent', () => {
    const storage = aStorage();
    createDrafts(storage, 'ann').change('c1', { text: 'secret' });
    expect(createDrafts(storage, 'ben').read('c1')).toEqual(NO_DRAFT);
  });

  it('that is empty leaves nothing behind', () => {
    const storage = aStorage();
    const drafts = createDrafts(storage, 'ann');
    drafts.change('c1', { text: 'a' });
    drafts.change('c1', { text: '' });
    expect(storage.length).toBe(0);
  });

  it('of a ticket is kept until it is taken back', () => {
    const storage = aStorage();
    const drafts = createDrafts(storage, 'ann');
    const ticket = { subject: 'A broken mug', company: { id: 'acme', name: 'Acme' } };
    drafts.change('c1', { ticket });
    expect(createDrafts(storage, 'ann').read('c1').ticket).toEqual(ticket);
    drafts.change('c1', { ticket: null });
    expect(storage.length).toBe(0);
  });

  it('lives in memory where storage is blocked', () => {
    const drafts = createDrafts(blocked, 'ann');
    drafts.change('c1', { text: 'here' });
    expect(drafts.read('c1').text).toBe('here');
  });

  it('that cannot be read is no draft', () => {
    const storage = aStorage();
    storage.setItem('parley.draft.ann.c1', '{broken');
    expect(createDrafts(storage, 'ann').read('c1')).toEqual(NO_DRAFT);
  });
});
