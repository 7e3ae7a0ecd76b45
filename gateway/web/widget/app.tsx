/** The frame as a whole: which screen, and what is the same on all of them. */
import { Blank } from './blank';
import { Header, Question } from './header';
import { screen } from './state';
import { Conversation } from './thread';
import type { View } from './view';
import { Welcome } from './welcome';

function Screen(view: View) {
  const { words, chat } = view;
  switch (screen(view.state)) {
    case 'welcome':
      return <Welcome {...view} />;
    case 'thread':
      return <Conversation {...view} />;
    case 'away':
      return <Blank text={words.away} />;
    case 'ended':
      return <Blank text={words.gone} action={words.startNew} onAction={chat.startAnew} />;
    case 'failed':
      return <Blank text={words.loadFailed} action={words.retry} onAction={chat.reload} />;
    case 'loading':
      return <Blank />;
  }
}

export function App(view: View) {
  const { state, words, chat } = view;
  const drag = (isDropping: boolean) => (event: DragEvent) => {
    event.preventDefault();
    if (isDropping || event.relatedTarget === null) chat.show({ isDropping });
  };
  return (
    <main
      class="frame"
      tabIndex={-1}
      aria-label={words.thread}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        chat.show({ isDropping: false });
        chat.attach(event.dataTransfer?.files ?? []);
      }}
    >
      {screen(state) !== 'welcome' && <Header {...view} />}
      <Screen {...view} />
      {state.isAsking && <Question {...view} />}
      {state.isDropping && <p class="drop">{words.drop}</p>}
    </main>
  );
}
