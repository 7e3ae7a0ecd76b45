/** Signing in. */
import { Eye, EyeOff } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { asProblem, type ProblemError } from '../../lib/problems';
import { useSessionRoom } from '../contexts';
import { sentences } from '../explain';
import mark from '../icon.svg';
import { Button, IconButton } from '../ui/button';
import { Field } from '../ui/field';
import './sign-in.css';

/** The same sentence for an unknown address and a wrong password: neither is told apart. */
function said(problem: ProblemError): string {
  if (problem.status === 401) return 'This e-mail address and password do not match.';
  if (problem.slug === 'invalid') return 'Fill in your e-mail address and your password.';
  return sentences(problem);
}

export function SignIn({ hasEnded }: { readonly hasEnded: boolean }) {
  useEffect(() => {
    document.title = 'Sign in · Parley';
  }, []);
  return (
    <main class="sign-in">
      <div class="sign-in-card">
        <img class="sign-in-mark" src={mark} alt="" />
        <div>
          <h1 class="sign-in-title">Sign in to Parley</h1>
          <p class="sign-in-lead">Answer your customers where they are.</p>
        </div>
        {hasEnded && (
          <p class="sign-in-note" role="status">
            Your session has ended. What you had typed is kept.
          </p>
        )}
        <Form />
      </div>
    </main>
  );
}

function Form() {
  const room = useSessionRoom();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    try {
      await room.signIn({ email: email.trim(), password });
    } catch (thrown) {
      setProblem(said(asProblem(thrown)));
      setBusy(false);
    }
  }

  return (
    <form class="sign-in-form" onSubmit={(event) => void submit(event)} noValidate>
      <Field id="email" label="E-mail address">
        {(tied) => (
          <input
            {...tied}
            ref={first}
            type="email"
            autocomplete="username"
            required
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
        )}
      </Field>
      <Password value={password} onChange={setPassword} />
      {problem !== null && (
        <p class="sign-in-problem" role="alert">
          {problem}
        </p>
      )}
      <Button look="primary" type="submit" disabled={isBusy}>
        {isBusy ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  );
}

interface PasswordProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Password({ value, onChange }: PasswordProps) {
  const [isShown, setShown] = useState(false);
  const kind = isShown ? ({ type: 'text' } as const) : ({ type: 'password' } as const);
  return (
    <Field id="password" label="Password">
      {(tied) => (
        <div class="sign-in-password">
          <input
            {...tied}
            {...kind}
            autocomplete="current-password"
            required
            value={value}
            onInput={(event) => onChange(event.currentTarget.value)}
          />
          <IconButton
            icon={isShown ? EyeOff : Eye}
            name={isShown ? 'Hide the password' : 'Show the password'}
            onClick={() => setShown(!isShown)}
          />
        </div>
      )}
    </Field>
  );
}
