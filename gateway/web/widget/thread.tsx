/** A conversation: what is going on, its messages, and where to write. */
import { Blank } from './blank';
import { Composer } from './composer';
import { EmailField } from './field';
import { fill } from './languages';
import { Log } from './log';
import { canWrite, isUnattended } from './state';
import './thread.css';
import type { View } from './view';

/** What became of a conversation that one cannot write to any more. */
function Ended(view: View) {
  const { state, words, chat } = view;
  const { conversation, isAway } = state;
  if (conversation?.status !== 'closed') return <Blank class="ended" text={words.away} />;
  const { ticket, closed_by } = conversation;
  const isMine = closed_by === null || closed_by.kind === 'customer';
  const closed = isMine ? words.closedByYou : fill(words.closedBy, { name: closed_by.name });
  return (
    <Blank
      class="ended"
      text={ticket ? fill(words.ticket, { number: `#${ticket.number}` }) : closed}
      action={!isAway && words.startNew}
      onAction={chat.startAnew}
    >
      {!isAway && <Transcript {...view} />}
    </Blank>
  );
}

/** The way to have the conversation by mail, and how that went. */
function Transcript({ state, words, chat }: View) {
  const { transcript, visitor } = state;
  const note = transcript ? words.transcripts[transcript] : undefined;
  const isGood = transcript === 'sending' || transcript === 'sent';
  return (
    <form
      class="transcript"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void chat.transcribe(String(new FormData(event.currentTarget).get('email')));
      }}
    >
      <EmailField
        label={words.transcript}
        visitor={visitor}
        hint={isGood ? note : undefined}
        mistake={isGood ? undefined : note}
      />
      <button type="submit" class="quiet">
        {words.send}
      </button>
    </form>
  );
}

export function Conversation(view: View) {
  const { state, words } = view;
  const isLost = state.connection === 'offline' && !state.isAway;
  return (
    <>
      <p class="bar" role="status">
        {isLost && (navigator.onLine ? words.reconnecting : words.offline)}
      </p>
      <Log {...view} />
      <p class="bar" role="status">
        {canWrite(state) && isUnattended(state) && words.answersLater}
      </p>
      {canWrite(state) || state.starting ? <Composer {...view} /> : <Ended {...view} />}
    </>
  );
}
