/** Where rows stand on the screen, so that what one looks at or points at does not jump. */

export const ROW_HEIGHT = 76;
/** Rows drawn beyond what is visible, for smooth scrolling. */
const MARGIN = 8;

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The rows to draw of `count`, for a window of `height` px scrolled by `top` px. */
export function range(top: number, height: number, count: number): Range {
  const start = Math.max(0, Math.floor(top / ROW_HEIGHT) - MARGIN);
  const end = Math.min(count, Math.ceil((top + height) / ROW_HEIGHT) + MARGIN);
  return { start, end: Math.max(start, end) };
}

/** The places of the rows to draw, ascending: a range, and rows that are never taken away. */
export function drawnIndexes(
  ids: readonly string[],
  { start, end }: Range,
  kept: readonly (string | null)[],
): readonly number[] {
  const indexes = new Set(Array.from({ length: end - start }, (_, offset) => start + offset));
  for (const id of kept) {
    const index = id === null ? -1 : ids.indexOf(id);
    if (index !== -1) indexes.add(index);
  }
  return [...indexes].sort((one, other) => one - other);
}

/** By how many rows most of `visible` have moved down from one order to the next. */
export function shift(
  before: readonly string[],
  after: readonly string[],
  visible: readonly string[],
): number {
  const votes = new Map<number, number>();
  for (const id of visible) {
    const place = after.indexOf(id);
    const moved = place - before.indexOf(id);
    if (place !== -1) votes.set(moved, (votes.get(moved) ?? 0) + 1);
  }
  const [winner] = [...votes].sort(([, one], [, other]) => other - one);
  return winner?.[0] ?? 0;
}

/** The order with one row held at its place, whatever moves around it. */
export function pinned(
  ids: readonly string[],
  id: string | null,
  index: number,
): readonly string[] {
  if (id === null || index < 0 || ids[index] === id || !ids.includes(id)) return ids;
  const others = ids.filter((other) => other !== id);
  return [...others.slice(0, index), id, ...others.slice(index)];
}
