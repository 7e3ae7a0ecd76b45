/** Oneself, and how the console looks on this device. */
import { type IconNode, Monitor, Moon, Sun } from 'lucide';
import { useSession } from '../contexts';
import { type Theme, theme } from '../theme';
import { Icon } from '../../lib/icon';
import { Picture } from './picture';
import './profile.css';

const THEMES: readonly { value: Theme; words: string; icon: IconNode }[] = [
  { value: 'system', words: 'System', icon: Monitor },
  { value: 'light', words: 'Light', icon: Sun },
  { value: 'dark', words: 'Dark', icon: Moon },
];

export function Profile() {
  const { agent } = useSession();
  return (
    <div class="card">
      <div class="card-part">
        <div class="card-words">
          <p class="card-name cut">{agent.name}</p>
          <p class="card-note cut">{agent.email}</p>
        </div>
        <span class="card-note">{agent.role === 'admin' ? 'Admin' : 'Agent'}</span>
      </div>
      <Picture />
      <div class="card-part">
        <div class="card-words">
          <p class="card-name">Appearance</p>
          <p class="card-note">On this device.</p>
        </div>
        <ThemeChoice />
      </div>
    </div>
  );
}

function ThemeChoice() {
  return (
    <div class="themes" role="radiogroup" aria-label="Appearance">
      {THEMES.map(({ value, words, icon }) => (
        <label key={value} class="theme">
          <input
            type="radio"
            name="theme"
            checked={theme.value === value}
            onChange={() => {
              theme.value = value;
            }}
          />
          <Icon of={icon} size={15} />
          {words}
        </label>
      ))}
    </div>
  );
}
