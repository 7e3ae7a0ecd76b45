/** One's own picture: seen, changed, removed. */
import { Upload } from 'lucide';
import { useRef, useState } from 'preact/hooks';
import { Icon } from '../../lib/icon';
import type { Agent } from '../../lib/contracts';
import { asProblem } from '../../lib/problems';
import { useSession, useSessionRoom } from '../contexts';
import { sentences } from '../explain';
import { Avatar } from '../ui/avatar';
import { Button } from '../ui/button';
import { hasPicture, pictureOf } from './picture-file';
import './picture.css';

const TYPES = 'image/png,image/jpeg,image/webp,image/gif,image/avif';

/** What is happening to it, in words; `isProblem`: it went wrong. */
interface Note {
  readonly words: string;
  readonly isProblem?: boolean;
}

const RULE: Note = { words: 'Cut to a square. Customers see it too.' };

export function Picture() {
  const { agent } = useSession();
  const room = useSessionRoom();
  const [note, setNote] = useState(RULE);
  const [isBusy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  // Controls stay enabled meanwhile: a disabled one would lose the keyboard's place.
  async function run(during: string, after: string, work: () => Promise<Agent>): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    setNote({ words: during });
    try {
      room.withAgent(await work());
      setNote({ words: after });
    } catch (thrown) {
      setNote({ words: `Not changed. ${sentences(asProblem(thrown))}`, isProblem: true });
    } finally {
      setBusy(false);
    }
  }

  const change = (file: File) =>
    run('Uploading…', 'Picture changed.', async () =>
      room.requests.changePicture(await pictureOf(file)),
    );
  const remove = () => {
    // The button goes with the picture; the keyboard's place is beside it then.
    input.current?.focus();
    void run('Removing…', 'Picture removed.', () => room.requests.removePicture());
  };

  return (
    <div class="card-part own-picture" aria-busy={isBusy}>
      <Avatar name={agent.name} url={agent.avatar_url} size={64} label="Your picture" />
      <div class="own-picture-words">
        <div class="own-picture-buttons">
          <label class="button button-plain own-picture-choose">
            <input
              ref={input}
              type="file"
              accept={TYPES}
              aria-describedby="picture-note"
              onChange={({ currentTarget }) => {
                const file = currentTarget.files?.[0];
                if (file !== undefined) void change(file);
                // So that choosing the same file again is a change too.
                currentTarget.value = '';
              }}
            />
            <Icon of={Upload} size={15} />
            Change picture
          </label>
          {hasPicture(agent) && (
            <Button look="quiet" onClick={remove}>
              Remove
            </Button>
          )}
        </div>
        <p
          id="picture-note"
          class={note.isProblem ? 'own-picture-problem' : 'card-note'}
          role="status"
        >
          {note.words}
        </p>
      </div>
    </div>
  );
}
