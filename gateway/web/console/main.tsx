/** The console's start: theme, address, session, then the screen. */
import { render } from 'preact';
import '../lib/tokens.css';
import './base.css';
import { App } from './app';
import { SessionContext } from './contexts';
import { startRouter } from './router';
import { createSession } from './session/session';
import { startTheme } from './theme';

const room = createSession();
const root = document.getElementById('console');
startTheme();
startRouter();
void room.refresh();
if (root !== null) {
  render(
    <SessionContext.Provider value={room}>
      <App />
    </SessionContext.Provider>,
    root,
  );
}
