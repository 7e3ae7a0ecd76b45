/** The console's outline while it is not known yet who is signed in. */
import './shell.css';

export function Splash() {
  return (
    <div class="shell" aria-busy="true" aria-label="Loading">
      <div class="shell-navigation" />
      <div class="shell-room" />
    </div>
  );
}
