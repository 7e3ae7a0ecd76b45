/** Sends a closed conversation to whoever is to have it, by mail. */
import { useState } from 'preact/hooks';
import type { Conversation } from '../../lib/contracts';
import { asProblem, type ProblemError } from '../../lib/problems';
import { useSessionRoom } from '../contexts';
import { Button } from '../ui/button';
import { Choices } from '../ui/choices';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { toast } from '../ui/toasts';

const INPUT_ID = 'transcript-email';
const WRONG = 'Enter an e-mail address, such as name@example.com.';

/** Only what no address can lack; the server knows the rest. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/;

interface Props {
  readonly conversation: Conversation;
  readonly onClose: () => void;
}

export function TranscriptDialog(props: Props) {
  return (
    <Dialog title="Send transcript" onClose={props.onClose}>
      <TranscriptForm {...props} />
    </Dialog>
  );
}

function useSend({ id }: Conversation, onClose: () => void) {
  const { requests } = useSessionRoom();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const send = async (email: string) => {
    setBusy(true);
    setProblem(null);
    try {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      await requests.sendTranscript(id, { email, time_zone: timeZone });
      toast(`The transcript is on its way to ${email}.`);
      onClose();
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  };
  return { isBusy, problem, send };
}

function TranscriptForm({ conversation, onClose }: Props) {
  const [email, setEmail] = useState(conversation.customer.email);
  const [isTried, setTried] = useState(false);
  const { isBusy, problem, send } = useSend(conversation, onClose);
  const isWrong = (isTried && !EMAIL.test(email.trim())) || problem?.fieldMessage('email');
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (EMAIL.test(email.trim())) {
      if (!isBusy) void send(email.trim());
    } else document.getElementById(INPUT_ID)?.focus();
  };
  return (
    <form class="dialog-parts" noValidate onSubmit={submit}>
      <Field
        id={INPUT_ID}
        label="E-mail address"
        hint="The messages, and links to the files that work for seven days."
        problem={isWrong ? WRONG : null}
      >
        {(tied) => (
          <input
            {...tied}
            type="email"
            autoFocus
            required
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
        )}
      </Field>
      <Choices problem={isWrong ? null : problem} onCancel={onClose}>
        <Button look="primary" type="submit" disabled={isBusy}>
          {isBusy ? 'Sending…' : 'Send'}
        </Button>
      </Choices>
    </form>
  );
}
