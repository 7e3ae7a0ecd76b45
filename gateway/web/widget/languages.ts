/**
 * Every word that a visitor reads, one file per language in `languages/`. To add a language, add
 * `{two letters}.json` there; nothing else has to know of it.
 */
import type english from './languages/en.json';

/** The loader's words, on the host page. */
export type LauncherWords = typeof english.launcher;

/** The frame's words; `{name}` and the like stand for what `fill` puts in. */
export type Words = Omit<typeof english.words, 'newMessages'> & {
  /** By plural category; `other` always is. */
  readonly newMessages: Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;
};

const addresses = import.meta.glob<string>('./languages/*.json', {
  eager: true,
  import: 'default',
  query: '?url&no-inline',
});

/** The words of a language, English where there is no file for it. */
export async function load(language: string): Promise<Words> {
  const address = addresses[`./languages/${language}.json`] ?? addresses['./languages/en.json'];
  const file = await fetch(address as string);
  return (await file.json()) as Words;
}

/** Puts values where `{their name}` stands. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

/** `2 new messages`, in the language's own plural. */
export function newMessages(words: Words, count: number): string {
  const forms = words.newMessages;
  const form = forms[new Intl.PluralRules(words.language).select(count)] ?? forms.other;
  return fill(form, { count: count.toLocaleString(words.language) });
}
