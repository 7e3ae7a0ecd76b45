/**
 * What makes the built frame smaller than its sources are, without a change of what they mean.
 * Each of these is worth more than a hundred of the bytes that the widget may have.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import english from './widget/languages/en.json';

/** Where the names stand that the frame shares with the gateway, the loader, its storage or words. */
const SHARED = [
  'lib/contracts.ts',
  'lib/thread.ts',
  'loader/protocol.ts',
  'widget/languages/en.json',
];

/** Names that the browser gives a meaning, and that the minifier does not know of. */
const BROWSERS = ['dateStyle', 'timeStyle', 'maximumFractionDigits'];

/**
 * Which properties get a short name: those of two words and more, which are nobody's but the
 * frame's own. What comes from outside is in one word or with an underscore.
 */
export const ownProperties = {
  regex: /^(?!on[A-Z])[a-z]+[A-Z]/,
  reserved: [...BROWSERS, ...SHARED.flatMap(namesIn)],
};

function namesIn(path: string): readonly string[] {
  const text = readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
  return [...text.matchAll(/\w+/g)].map(([name]) => name);
}

const WORDS = Object.keys(english.words);

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly name?: string;
  readonly computed?: boolean;
  readonly object?: Node;
  readonly property?: Node;
}

function nodesOf(value: unknown): readonly Node[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(nodesOf);
  return 'type' in value ? [value as Node, ...inside] : inside;
}

function areWords({ object }: Node): boolean {
  return object?.name === 'words' || object?.property?.name === 'words';
}

/**
 * The frame asks for its words by number, and fetches them as a list: `words.send` becomes
 * `words[13]`. They must be asked for by their names, therefore.
 */
export const wordsByNumber: Plugin = {
  name: 'words-by-number',
  enforce: 'post',
  transform(code, id) {
    if (!/\/widget\/[\w-]+\.tsx?$/.test(id)) return null;
    const uses = nodesOf(this.parse(code)).filter(
      (node) => node.type === 'MemberExpression' && areWords(node),
    );
    let numbered = code;
    for (const { object, property, computed, end } of uses.toSorted((a, b) => b.end - a.end)) {
      const number = WORDS.indexOf(property?.name ?? '');
      if (computed || number < 0) this.error(`${id} asks for words by something else than a name`);
      numbered = `${numbered.slice(0, object?.end)}[${number}]${numbered.slice(end)}`;
    }
    return { code: numbered, map: null };
  },
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.json')) continue;
      const { words } = JSON.parse(String(file.source)) as { words: Record<string, unknown> };
      file.source = JSON.stringify(WORDS.map((name) => words[name]));
    }
  },
};

/** Tokens, put in where they are used: gzip finds a value again as well as its name. */
export const tokensInPlace: Plugin = {
  name: 'tokens-in-place',
  enforce: 'post',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
      file.source = inPlace(String(file.source));
    }
  },
};

function inPlace(styles: string): string {
  const [tokens = ''] = /:root\{.*?\}/s.exec(styles) ?? [];
  let smaller = styles;
  for (const [all, name, value = ''] of tokens.matchAll(/(--[\w-]+):([^;}]+);?/g)) {
    smaller = smaller.replace(all, '').replaceAll(`var(${name})`, value);
  }
  return smaller;
}
