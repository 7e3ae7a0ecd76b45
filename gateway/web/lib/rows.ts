/** The rows of one list of conversations: newest activity first, as far down as it is loaded. */
import type { Conversation, PageConversation } from './contracts';

/** One filter's rows: newest activity first. `next` leads to the page below, null at the end. */
export interface List {
  readonly ids: readonly string[];
  readonly next: string | null;
  readonly isLoaded: boolean;
}

export const UNLOADED: List = { ids: [], next: null, isLoaded: false };

type ById = ReadonlyMap<string, Conversation>;

/** Whether `one` stands above `other`. */
export function isBefore(one: Conversation, other: Conversation): boolean {
  if (one.updated_at !== other.updated_at) return one.updated_at > other.updated_at;
  return one.id > other.id;
}

/** Rows below the last loaded page would hide what is between: their own page will bring them. */
export function upToPage(
  byId: ById,
  ids: readonly string[],
  page: PageConversation,
): readonly string[] {
  const last = page.items.at(-1);
  if (page.next_cursor === null || last === undefined) return ids;
  return ids.filter((id) => {
    const row = byId.get(id);
    return row !== undefined && !isBefore(last, row);
  });
}

export function listWithout(list: List, id: string): List {
  return list.ids.includes(id) ? { ...list, ids: list.ids.filter((other) => other !== id) } : list;
}

/** A list that is not loaded yet gathers what arrives meanwhile; its first page joins it. */
export function listWith(byId: ById, list: List, conversation: Conversation): List {
  const others = list.ids.filter((id) => id !== conversation.id);
  const below = others.findIndex((id) => {
    const other = byId.get(id);
    return other !== undefined && isBefore(conversation, other);
  });
  // Past the last loaded row it would hide rows that are not loaded yet; its page will bring it.
  if (below === -1 && list.next !== null) return { ...list, ids: others };
  const at = below === -1 ? others.length : below;
  const ids = [...others.slice(0, at), conversation.id, ...others.slice(at)];
  return ids.every((id, index) => id === list.ids[index]) ? list : { ...list, ids };
}
