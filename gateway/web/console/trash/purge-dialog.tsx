/** Deletes a conversation for good, once one has written the word for it. */
import { useState } from 'preact/hooks';
import { asProblem } from '../../lib/problems';
import type { TrashRow } from '../../lib/trash';
import { useDesk } from '../contexts';
import { sentences } from '../explain';
import { Button } from '../ui/button';
import { Choices } from '../ui/choices';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { toast } from '../ui/toasts';
import { PURGE_WORD, wordProblem } from './word';

interface Props {
  readonly row: TrashRow;
  readonly onClose: () => void;
}

const FIELD = 'purge-word';

export function PurgeDialog({ row, onClose }: Props) {
  const { trash } = useDesk();
  const { conversation_id: id, customer, ticket } = row;
  const [word, setWord] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    const wrong = wordProblem(word);
    setProblem(wrong);
    if (wrong !== null) return document.getElementById(FIELD)?.focus();
    onClose();
    trash.purge(id).then(
      () => toast(`Conversation with ${customer.name} deleted permanently`),
      (thrown: unknown) => toast(`Not deleted. ${sentences(asProblem(thrown))}`),
    );
  };
  return (
    <Dialog title={`Delete the chat with ${customer.name} permanently?`} onClose={onClose}>
      <form class="dialog-parts" noValidate onSubmit={submit}>
        <p class="dialog-asking">
          Its messages and files are deleted everywhere, at once and for good. Nobody can restore
          them.{' '}
          {ticket?.state === 'created' &&
            `Ticket #${ticket.number} keeps its own transcript and files.`}
        </p>
        <Field id={FIELD} label={`Type ${PURGE_WORD} to confirm`} problem={problem}>
          {(tied) => (
            <input
              {...tied}
              type="text"
              autoFocus
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
              value={word}
              onInput={(event) => setWord(event.currentTarget.value)}
            />
          )}
        </Field>
        <Choices onCancel={onClose}>
          <Button look="danger" type="submit">
            Delete permanently
          </Button>
        </Choices>
      </form>
    </Dialog>
  );
}
