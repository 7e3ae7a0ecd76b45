/** Moving a conversation to the trash as one sees it: the row goes, a note offers to undo it. */
import { useCallback } from 'preact/hooks';
import type { Conversation } from '../../lib/contracts';
import { asProblem, type ProblemError } from '../../lib/problems';
import { useDesk } from '../contexts';
import { focusNeighbour, focusRow } from '../conversations/focus';
import type { Desk } from '../desk/desk';
import { sentences } from '../explain';
import { liveChat, navigate, place } from '../router';
import { toast } from '../ui/toasts';

const UNDO_WITHIN_MS = 10_000;

const NOT_FOUND = 404;

/** Whoever comes too late finds neither the chat nor its place in the trash. */
function whyNotRestored(problem: ProblemError): string {
  return problem.status === NOT_FOUND ? 'It is in the trash no more.' : sentences(problem);
}

/** Restores, and says why not where that fails. Whether it is back is the answer. */
async function restored(desk: Desk, id: string): Promise<boolean> {
  try {
    await desk.trash.restore(id);
    return true;
  } catch (thrown) {
    toast(`Not restored. ${whyNotRestored(asProblem(thrown))}`);
    return false;
  }
}

/** Elsewhere one has something else to do by now. */
function focusIfHere(id: string): void {
  if (place.peek().room === 'live-chat') focusRow(id);
}

/** Moves a conversation to the trash; one goes on at its neighbour in the list. */
export function useDelete(): (conversation: Conversation) => void {
  const desk = useDesk();
  return useCallback(
    ({ id, customer }) => {
      const here = place.peek();
      const isOpen = here.room === 'live-chat' && here.conversationId === id;
      focusNeighbour(id);
      if (isOpen) navigate(liveChat(here.status));
      const undo = async () => {
        if (await restored(desk, id)) focusIfHere(id);
      };
      const withdraw = toast(`Conversation with ${customer.name} moved to the trash`, {
        action: { words: 'Undo', run: () => void undo() },
        shownMs: UNDO_WITHIN_MS,
      });
      desk.deleting.delete(id).catch((thrown: unknown) => {
        withdraw();
        focusIfHere(id);
        toast(`Not moved to the trash. ${sentences(asProblem(thrown))}`);
      });
    },
    [desk],
  );
}

/** Restores a conversation; whether it is back is the answer. */
export function useRestore(): (id: string) => Promise<boolean> {
  const desk = useDesk();
  return useCallback((id) => restored(desk, id), [desk]);
}
