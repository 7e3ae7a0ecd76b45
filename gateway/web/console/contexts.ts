/** How components reach the session and the desk. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Session } from '../lib/contracts';
import type { Desk } from './desk/desk';
import type { SessionRoom } from './session/session';
import type { TicketsRoom } from './tickets/store';

export const SessionContext = createContext<SessionRoom | null>(null);
export const DeskContext = createContext<Desk | null>(null);
export const TicketsContext = createContext<TicketsRoom | null>(null);

function present<T>(value: T | null, name: string): T {
  if (value === null) throw new Error(`${name} is only there once signed in`);
  return value;
}

export function useSessionRoom(): SessionRoom {
  return present(useContext(SessionContext), 'the session');
}

/** Who is signed in; only below the signed-in part of the console. */
export function useSession(): Session {
  return present(useSessionRoom().session.value, 'the session');
}

export function useDesk(): Desk {
  return present(useContext(DeskContext), 'the desk');
}

/** The desk where live chat is in the plan. */
export function useDeskIfAny(): Desk | null {
  return useContext(DeskContext);
}

export function useTickets(): TicketsRoom {
  return present(useContext(TicketsContext), 'the tickets room');
}
