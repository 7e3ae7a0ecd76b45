/** Which screen there is: signing in, or the console itself. */
import { CloudOff } from 'lucide';
import type { ProblemError } from '../lib/problems';
import { useSessionRoom } from './contexts';
import { explain } from './explain';
import { SignIn } from './session/sign-in';
import { Shell } from './shell/shell';
import { Splash } from './shell/splash';
import { Blank } from './ui/blank';
import { Button } from './ui/button';
import { Toasts } from './ui/toasts';
import './app.css';

export function App() {
  return (
    <>
      <Screen />
      <Toasts />
    </>
  );
}

function Screen() {
  const { state } = useSessionRoom();
  const current = state.value;
  switch (current.phase) {
    case 'loading':
      return <Splash />;
    case 'unreachable':
      return <Unreachable problem={current.problem} />;
    case 'signed-out':
      return <SignIn hasEnded={current.hasEnded} />;
    case 'signed-in':
      return <Shell key={current.session.agent.id} />;
  }
}

function Unreachable({ problem }: { readonly problem: ProblemError }) {
  const room = useSessionRoom();
  const { what, next } = explain(problem);
  return (
    <main class="app-blank">
      <Blank
        level={1}
        icon={CloudOff}
        role="alert"
        title="Parley cannot be reached"
        text={`${what} ${next}`}
      >
        <Button look="primary" onClick={() => void room.refresh()}>
          Try again
        </Button>
      </Blank>
    </main>
  );
}
