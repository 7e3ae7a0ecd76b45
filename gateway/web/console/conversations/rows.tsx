/** The rows of one filter, or of a search. Only what is near the screen is drawn, and nothing jumps. */
import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ProblemError } from '../../lib/problems';
import { useDesk } from '../contexts';
import { MoreNote } from '../ui/more-rows';
import { stepped, useSteps } from '../ui/moves';
import { focusRow, rowAt, showing, wantedRow } from './focus';
import { drawnIndexes, pinned, range, ROW_HEIGHT, shift } from './placing';
import { Row, RowTrash } from './row';
import './rows.css';

/** Rows below the screen that must be left before more are loaded. */
const AHEAD = 25;

type Scroller = RefObject<HTMLElement | null>;

interface Viewport {
  readonly top: number;
  readonly height: number;
}

function useViewport(scroller: Scroller): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ top: 0, height: 800 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () =>
      setViewport((before) => {
        // A new drawing is due only when another row comes near.
        const top = Math.floor(element.scrollTop / ROW_HEIGHT) * ROW_HEIGHT;
        const height = element.clientHeight;
        return before.top === top && before.height === height ? before : { top, height };
      });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [scroller]);
  return viewport;
}

/** The order to show: the row pointed at stays where it is, and so does what is scrolled to. */
function useSteadyOrder(
  ids: readonly string[],
  scroller: Scroller,
  viewport: Viewport,
  pointedAt: string | null,
): readonly string[] {
  const before = useRef({ ids, shown: ids });
  const isScrolled = (scroller.current?.scrollTop ?? 0) > 0;
  const hasChanged = before.current.ids !== ids;
  const { start, end } = range(viewport.top, viewport.height, before.current.shown.length);
  const visible = before.current.shown.slice(start, end);
  const moved = isScrolled && hasChanged ? shift(before.current.shown, ids, visible) : 0;
  const place = pointedAt === null ? -1 : visible.indexOf(pointedAt);
  const shown = pinned(ids, pointedAt, place === -1 ? -1 : start + place + moved);
  useLayoutEffect(() => {
    before.current = { ids, shown };
    if (moved !== 0 && scroller.current) scroller.current.scrollTop += moved * ROW_HEIGHT;
  });
  return shown;
}

function usePointedAt(scroller: Scroller): string | null {
  const [pointedAt, setPointedAt] = useState<string | null>(null);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const over = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') setPointedAt(rowAt(event.target));
    };
    const leave = () => setPointedAt(null);
    element.addEventListener('pointerover', over);
    element.addEventListener('pointerleave', leave);
    return () => {
      element.removeEventListener('pointerover', over);
      element.removeEventListener('pointerleave', leave);
    };
  }, [scroller]);
  return pointedAt;
}

/** Scrolls to the row that is to be focused, and focuses it once it is drawn: before the next key
 * is heard, which moves on from there. */
function useWantedFocus(ids: readonly string[], scroller: Scroller): void {
  const wanted = wantedRow.value;
  useLayoutEffect(() => {
    const element = scroller.current;
    const index = wanted === null ? -1 : ids.indexOf(wanted);
    if (element === null || wanted === null) return;
    if (index === -1) {
      wantedRow.value = null;
      return;
    }
    const [top, bottom] = [index * ROW_HEIGHT, (index + 1) * ROW_HEIGHT];
    if (top < element.scrollTop) element.scrollTop = top;
    const height = element.clientHeight;
    if (bottom > element.scrollTop + height) element.scrollTop = bottom - height;
    const row = element.querySelector<HTMLElement>(`[data-id="${CSS.escape(wanted)}"]`);
    if (row === null) return;
    row.focus({ preventScroll: true });
    wantedRow.value = null;
  });
}

interface Props {
  readonly list: { readonly ids: readonly string[]; readonly next: string | null };
  readonly openId: string | null;
  /** The rows are of several statuses. */
  readonly isMixed?: boolean;
  /** Why the rows below could not be loaded; null when they could. */
  readonly problem: ProblemError | null;
  /** Loads the rows below. */
  readonly more: () => Promise<void>;
}

/** From the focused row, else from the open one, also to rows that are not drawn. */
function useRowMoves(ids: readonly string[], openId: string | null): void {
  const move = useCallback(
    (step: number) => {
      const from = rowAt(document.activeElement) ?? openId;
      const at = from === null ? -1 : ids.indexOf(from);
      const next = stepped(ids, at, step);
      if (next !== undefined) focusRow(next);
    },
    [ids, openId],
  );
  useSteps(move);
}

export function Rows({ list, openId, isMixed = false, problem, more }: Props) {
  const { inbox, me, presence } = useDesk();
  const typing = presence.typing.value;
  const scroller = useRef<HTMLDivElement>(null);
  const { byId } = inbox.state.value;
  const { ids, next } = list;
  const viewport = useViewport(scroller);
  const pointedAt = usePointedAt(scroller);
  const shown = useSteadyOrder(ids, scroller, viewport, pointedAt);
  const { start, end } = range(viewport.top, viewport.height, shown.length);
  useRowMoves(shown, openId);
  useEffect(() => showing(shown), [shown]);
  useWantedFocus(shown, scroller);
  useEffect(() => {
    if (next !== null && end + AHEAD > shown.length) void more();
  }, [more, next, end, shown.length]);

  const kept = [rowAt(document.activeElement), openId, wantedRow.value];
  const drawn = drawnIndexes(shown, { start, end }, kept);
  return (
    <div ref={scroller} class="rows">
      <ul class="rows-all" style={{ height: `${shown.length * ROW_HEIGHT}px` }}>
        {drawn.map((index) => {
          const id = shown[index] ?? '';
          const conversation = byId.get(id);
          if (conversation === undefined) return null;
          return (
            <li
              key={id}
              class="rows-place"
              aria-setsize={next === null ? shown.length : -1}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${index * ROW_HEIGHT}px)` }}
            >
              <Row
                {...{ conversation, me, isMixed }}
                isOpen={id === openId}
                isTyping={typing.has(id)}
              />
              <RowTrash conversation={conversation} />
            </li>
          );
        })}
      </ul>
      {next !== null && <MoreNote {...{ problem, more }} />}
    </div>
  );
}
