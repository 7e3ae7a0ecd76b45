/** Small things about text: links that are safe to click, initials, sizes, colours of names. */

export interface Segment {
  readonly text: string;
  /** Where it leads, when it is a link: only ever http, https or mailto. */
  readonly href: string | null;
}

const LINK =
  /https?:\/\/[^\s<>"'`]+|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/g;
const TRAILING = /[.,;:!?…)\]}]+$/;

/** The link without the punctuation of the sentence around it; `(a)` inside an address stays. */
function trimmed(link: string): string {
  let kept = link.replace(TRAILING, '');
  const cut = link.slice(kept.length);
  const opens = (kept.match(/\(/g) ?? []).length;
  const closes = (kept.match(/\)/g) ?? []).length;
  if (opens > closes && cut.startsWith(')')) kept += ')';
  return kept;
}

function destination(link: string): string | null {
  if (!link.startsWith('http')) return `mailto:${link}`;
  return URL.canParse(link) ? new URL(link).href : null;
}

/** Cuts `text` into plain parts and links. Joined, the parts are the text again. */
export function linked(text: string): readonly Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const link = trimmed(match[0]);
    const href = destination(link);
    if (href === null) continue;
    if (match.index > end) segments.push({ text: text.slice(end, match.index), href: null });
    segments.push({ text: link, href });
    end = match.index + link.length;
  }
  if (end < text.length) segments.push({ text: text.slice(end), href: null });
  return segments;
}

/** One or two letters that stand for a name: `Mia Torres` → `MT`. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return picked.map((word) => Array.from(word ?? '?')[0]?.toLocaleUpperCase() ?? '?').join('');
}

/** A number from 0 up to `count`, always the same for the same text. */
export function bucket(text: string, count: number): number {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % count;
}

const UNITS = ['bytes', 'KB', 'MB', 'GB'];

/** `1.4 MB`, counting 1024 as one. */
export function fileSize(bytes: number, locale?: string): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const digits = unit > 0 && size < 10 ? 1 : 0;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(size);
  return `${number} ${UNITS[unit]}`;
}
