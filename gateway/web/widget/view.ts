/**
 * What every part of the frame is drawn from. Parts are pure functions of it: what they would have
 * to remember stands in the state.
 */
import type { Chat } from './chat';
import type { Words } from './languages';
import type { State } from './state';

export interface View {
  readonly state: State;
  readonly words: Words;
  readonly chat: Chat;
}
