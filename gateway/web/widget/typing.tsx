/** Who is typing, at the foot of the log. */
import { fill } from './languages';
import './typing.css';
import type { View } from './view';

/** `Ann is typing…`; nothing while nobody is. */
export function Typing({ state, words }: View) {
  const names = state.typing.map(({ name }) => name.split(' ', 1).join());
  const list = new Intl.ListFormat(words.language).format(names);
  return (
    <p class="typing" role="status">
      {names.length > 0 && (
        <>
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {fill(names.length > 1 ? words.areTyping : words.isTyping, { name: list })}
        </>
      )}
    </p>
  );
}
