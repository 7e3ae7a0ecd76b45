/** On or off, at once. */
import './switch.css';

interface Props {
  readonly isOn: boolean;
  readonly labelledBy: string;
  readonly describedBy?: string;
  readonly disabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function Switch({ isOn, labelledBy, describedBy, disabled, onChange }: Props) {
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={isOn}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      disabled={disabled}
      onClick={() => onChange(!isOn)}
    >
      <span class="switch-knob" />
    </button>
  );
}
