/** Who is typing, at the foot of the log: of several, the one who began to. */
import { fill } from './languages';
import './typing.css';
import type { View } from './view';

/** `Ann is typing…`; nothing while nobody is. */
export function Typing({ state, words }: View) {
  const [first] = state.typing;
  return (
    <p class="typing" role="status">
      {first && fill(words.isTyping, { name: first.name.split(' ', 1).join() })}
    </p>
  );
}
