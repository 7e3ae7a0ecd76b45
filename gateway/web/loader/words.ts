/** The launcher's words in every language that the widget has a file for. */

import type { LauncherWords } from '../widget/languages';

const all = Object.values(
  import.meta.glob<LauncherWords>('../widget/languages/*.json', {
    eager: true,
    import: 'launcher',
  }),
);

function of(tag: string): LauncherWords | undefined {
  return all.find((words) => words.language === tag.slice(0, 2).toLowerCase());
}

/** The words of the first language that there is a file for, else English. */
export function pick(tags: readonly string[]): LauncherWords {
  return [...tags, 'en'].map(of).find(Boolean) as LauncherWords;
}
