// Prints the gzipped size of every built file and, per page, of everything that its first load
// fetches. `--json` prints the same for a test to read.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);

function files(folder = '') {
  return readdirSync(new URL(folder, dist)).flatMap((name) => {
    const path = folder + name;
    return statSync(new URL(path, dist)).isDirectory() ? files(`${path}/`) : [path];
  });
}

const gzipped = (path) => gzipSync(readFileSync(new URL(path, dist)), { level: 9 }).length;

/** The page, its scripts and styles, and what those scripts import statically. */
function firstLoad(page) {
  const seen = new Set([page]);
  for (const path of seen) {
    if (!/\.(html|js)$/.test(path)) continue;
    const text = readFileSync(new URL(path, dist), 'utf8');
    const names = path.endsWith('.html')
      ? text.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)
      : text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g);
    for (const [, name] of names) {
      const target = path.endsWith('.html') ? name : `assets/${name}`;
      if (existsSync(new URL(target, dist))) seen.add(target);
    }
  }
  return [...seen];
}

const all = files();
const bytes = Object.fromEntries(all.map((path) => [path, gzipped(path)]));
const pages = Object.fromEntries(
  all
    .filter((path) => path.endsWith('.html'))
    .map((page) => [page, firstLoad(page).reduce((sum, path) => sum + bytes[path], 0)]),
);

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ files: bytes, first_load: pages }, null, 2));
} else {
  const line = (name, size) => console.log(`${(size / 1024).toFixed(2).padStart(9)} KB  ${name}`);
  console.log('gzipped files');
  for (const [path, size] of Object.entries(bytes)) line(path, size);
  console.log('first load of a page');
  for (const [page, size] of Object.entries(pages)) line(page, size);
}
