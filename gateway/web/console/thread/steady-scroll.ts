/**
 * Keeps a thread steady: at the newest message unless one scrolled up, and then still where one
 * was, whatever grows or shrinks above.
 *
 * Chunks are measured as they change. What changes wholly above the screen moves the scroll
 * position with it, before the browser paints.
 */

/** Closer to the end than this counts as at the end. */
const END_SLACK_PX = 48;
/** Chunks this far beyond the screen stay drawn. */
const NEAR = '1200px 0px';

interface Listeners {
  /** Which chunks are near the screen may have changed. */
  onNear(names: ReadonlySet<number>): void;
  onAtEnd(isAtEnd: boolean): void;
}

export interface SteadyScroll {
  watch(element: HTMLElement | null, name: number): void;
  heightOf(name: number): number;
  toEnd(): void;
  stop(): void;
}

export function createSteadyScroll(
  scroller: HTMLElement,
  content: HTMLElement,
  { onNear, onAtEnd }: Listeners,
): SteadyScroll {
  const elements = new Map<number, HTMLElement>();
  const names = new Map<Element, number>();
  const heights = new Map<number, number>();
  const near = new Set<number>();
  let isAtEnd = true;
  let topBefore = 0;

  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
  };

  /** How much taller what lies above the screen has become. Older chunks count as above. */
  function grownAbove(entries: readonly ResizeObserverEntry[]): number {
    const top = scroller.getBoundingClientRect().top;
    const oldest = Math.min(...heights.keys());
    let [grown, changed] = [0, 0];
    for (const { name, box } of measured(entries)) {
      const change = box.height - (heights.get(name) ?? 0);
      const endedAt = box.bottom - changed - change;
      changed += change;
      if (endedAt <= top + 1 || name < oldest) grown += change;
      heights.set(name, box.height);
    }
    return grown;
  }

  /** From top to bottom. */
  function measured(entries: readonly ResizeObserverEntry[]) {
    return entries
      .flatMap(({ target }) => {
        const name = names.get(target);
        return name === undefined ? [] : [{ name, box: target.getBoundingClientRect() }];
      })
      .sort((one, other) => one.name - other.name);
  }

  const resized = new ResizeObserver((entries) => {
    const grown = grownAbove(entries);
    if (isAtEnd) toEnd();
    else if (grown !== 0) scroller.scrollTop += grown;
  });

  const nearing = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const name = names.get(target);
        if (name === undefined) continue;
        if (isIntersecting) near.add(name);
        else near.delete(name);
      }
      onNear(new Set(near));
    },
    { root: scroller, rootMargin: NEAR },
  );

  /** Only scrolling up leaves the end: growing below it, before it is followed, does not. */
  const scrolled = () => {
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    const isNearEnd = scrollHeight - scrollTop - clientHeight < END_SLACK_PX;
    const isNowAtEnd = isNearEnd || (isAtEnd && scrollTop >= topBefore);
    topBefore = scrollTop;
    if (isNowAtEnd === isAtEnd) return;
    isAtEnd = isNowAtEnd;
    onAtEnd(isAtEnd);
  };

  function forget(name: number): void {
    const element = elements.get(name);
    if (element === undefined) return;
    resized.unobserve(element);
    nearing.unobserve(element);
    names.delete(element);
    elements.delete(name);
    near.delete(name);
  }

  resized.observe(content);
  resized.observe(scroller);
  scroller.addEventListener('scroll', scrolled, { passive: true });

  return {
    watch(element, name) {
      forget(name);
      if (element === null) return;
      elements.set(name, element);
      names.set(element, name);
      resized.observe(element);
      nearing.observe(element);
    },
    heightOf: (name) => heights.get(name) ?? 0,
    toEnd() {
      isAtEnd = true;
      onAtEnd(true);
      toEnd();
    },
    stop() {
      resized.disconnect();
      nearing.disconnect();
      scroller.removeEventListener('scroll', scrolled);
    },
  };
}
