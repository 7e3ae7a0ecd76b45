/** The switch for live chat, for the whole workspace. */
import { useState } from 'preact/hooks';
import { asProblem } from '../../lib/problems';
import { useSession, useSessionRoom } from '../contexts';
import { PLAN_NAME, sentences } from '../explain';
import { liveChatOf } from '../session/session';
import { Switch } from '../ui/switch';
import { toast } from '../ui/toasts';

export function LiveChatSwitch() {
  const session = useSession();
  const room = useSessionRoom();
  const [isBusy, setBusy] = useState(false);
  const hasPlan = liveChatOf(session) !== 'plan';
  const isOn = session.workspace.live_chat_enabled;
  const change = async (live_chat_enabled: boolean) => {
    setBusy(true);
    try {
      room.withWorkspace(await room.requests.changeWorkspace({ live_chat_enabled }));
    } catch (thrown) {
      toast(`Not changed. ${sentences(asProblem(thrown))}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="card-part">
      <div class="card-words">
        <p id="live-chat-name" class="card-name">
          Live chat
        </p>
        <p id="live-chat-note" class="card-note">
          {hasPlan ? note(isOn) : `Comes with ${PLAN_NAME} and above.`}
        </p>
      </div>
      <Switch
        isOn={isOn && hasPlan}
        labelledBy="live-chat-name"
        describedBy="live-chat-note"
        disabled={isBusy || !hasPlan}
        onChange={(next) => void change(next)}
      />
    </div>
  );
}

function note(isOn: boolean): string {
  return isOn
    ? 'On. Customers can write to you from your sites.'
    : 'Off. The widget shows nothing; conversations are kept.';
}
