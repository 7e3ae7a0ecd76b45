/** Settings: oneself, and for admins the workspace's live chat, widget and webhooks; and the team. */
import { ChevronRight } from 'lucide';
import type { ComponentChildren } from 'preact';
import { Icon } from '../../lib/icon';
import { useDeskIfAny, useSession } from '../contexts';
import { Profile } from './profile';
import { LiveChatSwitch } from './live-chat';
import { webhooks } from '../router';
import { liveChatOf } from '../session/session';
import { NotificationsSettings } from './notifications';
import { PlanChoice } from './plan';
import { Team } from './team';
import { WidgetSettings } from './widget';
import './page.css';

export function SettingsPage() {
  const session = useSession();
  const { agent, workspace } = session;
  const desk = useDeskIfAny();
  return (
    <div class="settings">
      <div class="settings-page">
        <h1 class="settings-title">Settings</h1>
        <Section title="You">
          <Profile />
        </Section>
        {desk && liveChatOf(session) === 'on' && (
          <Section title="Notifications" lead="How a new chat reaches you, on all your devices.">
            <NotificationsSettings />
          </Section>
        )}
        {agent.role === 'admin' && (
          <>
            <Section title="Live chat" lead={`For everyone in ${workspace.name}.`}>
              <div class="card">
                <LiveChatSwitch />
                <PlanChoice />
              </div>
            </Section>
            <Section title="Widget" lead="What your customers see, and where.">
              <WidgetSettings key={workspace.id} />
            </Section>
            <Section title="Webhooks" lead="Other programs of yours hear what happens here.">
              <WebhooksLink />
            </Section>
          </>
        )}
        <Section title="Team" lead={`Who answers in ${workspace.name}.`}>
          <Team />
        </Section>
      </div>
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly lead?: string;
  readonly children: ComponentChildren;
}

function Section({ title, lead, children }: SectionProps) {
  return (
    <section class="settings-section" aria-label={title}>
      <div>
        <h2 class="settings-heading">{title}</h2>
        {lead && <p class="settings-lead">{lead}</p>}
      </div>
      {children}
    </section>
  );
}

function WebhooksLink() {
  return (
    <a class="card card-part settings-link" href={webhooks()}>
      <div class="card-words">
        <p class="card-name">Endpoints</p>
        <p class="card-note">Which addresses are called, and what was delivered to them.</p>
      </div>
      <Icon of={ChevronRight} size={16} />
    </a>
  );
}
