/** One's picture, and a chosen file as the small square that is uploaded for it. */
import { type Agent, FILE_LIMIT_BYTES } from '../../lib/contracts';
import { ProblemError } from '../../lib/problems';

/** Enough for the largest avatar on the densest screen. */
const SIDE = 256;
const QUALITY = 0.9;

export interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** The largest square in the middle of a picture. */
export function centredSquare(width: number, height: number): Square {
  const side = Math.min(width, height);
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side };
}

/** Cut to a square and scaled. Throws a ProblemError where the browser cannot show the file. */
export async function pictureOf(file: File): Promise<Blob> {
  if (file.size > FILE_LIMIT_BYTES) {
    throw new ProblemError('too-large', 0, { limit_bytes: FILE_LIMIT_BYTES });
  }
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null) throw new ProblemError('not-a-picture', 0);
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const { x, y, side } = centredSquare(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  if (context === null) throw new ProblemError('not-a-picture', 0);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, x, y, side, side, 0, 0, SIDE, SIDE);
  bitmap.close();
  // A browser that cannot write WebP writes PNG, and says so in the type.
  return canvas.convertToBlob({ type: 'image/webp', quality: QUALITY });
}

/** Initials are drawn at an address without a version. */
export function hasPicture({ avatar_url }: Pick<Agent, 'avatar_url'>): boolean {
  return avatar_url?.includes('?v=') ?? false;
}
