/**
 * Text that can be read on whatever colour a workspace picks: WCAG 2 contrast, at least 4.5:1.
 * https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */

const READABLE_RATIO = 4.5;

/** Of `#rrggbb`, from 0 (black) to 1 (white). */
function luminance(color: string): number {
  const value = Number.parseInt(color.slice(1), 16);
  const linear = (shift: number): number => {
    const share = ((value >> shift) & 255) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0);
}

/** The contrast of two `#rrggbb` colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** White where it can be read on `background`, else black: one of them always can. */
export function textOn(background: string): string {
  return contrast('#ffffff', background) >= READABLE_RATIO ? '#ffffff' : '#000000';
}
