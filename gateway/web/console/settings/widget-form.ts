/** The widget's settings as they are being edited: pure. */
import type { Widget, WidgetPatch } from '../../lib/contracts';

export interface WidgetForm {
  readonly color: string;
  readonly greeting: string;
  /** One site a line. */
  readonly sites: string;
}

export const GREETING_LIMIT = 300;

const ORIGIN = /^https?:\/\/[A-Za-z0-9.-]+(:[0-9]{1,5})?$/;
const COLOR = /^#[0-9a-fA-F]{6}$/;

export function formOf({ color, greeting, allowed_origins }: Widget): WidgetForm {
  return { color, greeting, sites: allowed_origins.join('\n') };
}

/** What was typed for a site as its origin: `shop.example/cart` → `https://shop.example`. */
export function originOf(site: string): string {
  const address = /^[a-z]+:\/\//i.test(site) ? site : `https://${site}`;
  return URL.canParse(address) ? new URL(address).origin : site;
}

export function originsOf({ sites }: WidgetForm): readonly string[] {
  const lines = sites.split(/[\s,]+/).filter((line) => line !== '');
  return [...new Set(lines.map(originOf))];
}

export interface FormProblems {
  readonly color: string | null;
  readonly greeting: string | null;
  readonly sites: string | null;
}

export function problemsOf(form: WidgetForm): FormProblems {
  const wrong = originsOf(form).find((origin) => !ORIGIN.test(origin));
  const left = GREETING_LIMIT - Array.from(form.greeting.trim()).length;
  return {
    color: COLOR.test(form.color) ? null : 'A colour is written like #3553cf.',
    greeting: left < 0 ? `${-left} characters too many.` : null,
    sites: wrong === undefined ? null : `“${wrong}” is not the address of a site.`,
  };
}

/** What has changed, for the server; null when nothing has. */
export function patchOf(form: WidgetForm, before: Widget): WidgetPatch | null {
  const origins = originsOf(form);
  const greeting = form.greeting.trim();
  const patch: WidgetPatch = {
    ...(form.color !== before.color ? { color: form.color } : {}),
    ...(greeting !== before.greeting ? { greeting } : {}),
    ...(origins.join() !== before.allowed_origins.join() ? { allowed_origins: [...origins] } : {}),
  };
  return Object.keys(patch).length === 0 ? null : patch;
}

/** What a site's owner puts into their pages. */
export function snippet(gateway: string, key: string): string {
  return `<script src="${gateway}/widget/${key}.js" async></script>`;
}
