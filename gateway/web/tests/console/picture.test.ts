import { describe, expect, it, vi } from 'vitest';
import { centredSquare, hasPicture, pictureOf } from '../../console/settings/picture-file';
import { FILE_LIMIT_BYTES } from '../../lib/contracts';

describe('the square that is cut out', () => {
  it('is as large as it can be and in the middle', () => {
    expect(centredSquare(300, 100)).toEqual({ x: 100, y: 0, side: 100 });
    expect(centredSquare(100, 301)).toEqual({ x: 0, y: 100, side: 100 });
    expect(centredSquare(5, 5)).toEqual({ x: 0, y: 0, side: 5 });
  });

  it('never leaves the picture', () => {
    const { x, y, side } = centredSquare(1, 4000);
    expect([x + side, y + side <= 4000]).toEqual([1, true]);
  });
});

describe('a file', () => {
  it('that the browser cannot show is no picture', async () => {
    vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('cannot be decoded')));
    await expect(pictureOf(new File(['<svg/>'], 'a.png'))).rejects.toThrow('not-a-picture');
    vi.unstubAllGlobals();
  });

  it('of enormous size is not even read', async () => {
    const file = { size: FILE_LIMIT_BYTES + 1 } as File;
    await expect(pictureOf(file)).rejects.toThrow('too-large');
  });
});

describe('an agent', () => {
  it('has a picture where the address says which', () => {
    expect(hasPicture({ avatar_url: '/avatars/ann?v=3' })).toBe(true);
    expect(hasPicture({ avatar_url: '/avatars/ann' })).toBe(false);
    expect(hasPicture({ avatar_url: null })).toBe(false);
  });
});
