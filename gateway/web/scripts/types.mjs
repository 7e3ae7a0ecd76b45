// Writes lib/contracts.ts from the Python contracts (`python -m shared.contracts.schema`).
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const python = process.env.PARLEY_PYTHON ?? 'python';
const exported = execFileSync(python, ['-m', 'shared.contracts.schema'], {
  cwd: repository,
  encoding: 'utf8',
});
const schema = JSON.parse(exported);
const { 'x-digest': digest, 'x-constants': constants } = schema;

const types = await compile(schema, 'Contracts', {
  additionalProperties: false,
  unreachableDefinitions: true,
  // A tuple type per allowed length would say nothing that the server does not check.
  ignoreMinAndMaxItems: true,
  bannerComment: `// Written by \`npm run types\` from the Python contracts; not to be edited.\n// digest: ${digest}`,
  style: { singleQuote: true, printWidth: 100 },
});
/** Without what the generator says about itself, and without the empty type of the whole schema. */
const plain = types
  .replace(/^ \* This interface was referenced by .*\n \* via the .*\n/gm, '')
  .replace(/^ \*\n \*\/$/gm, ' */')
  .replace(/^\/\*\*\n \*\/\n/gm, '')
  .replace(/^export interface Contracts \{\n.*\n\}\n/m, '')
  .replace(/^ +\/\*\*\n +\* @maxItems \d+\n +\*\/\n/gm, '');
const values = Object.entries(constants).map(
  ([name, value]) => `export const ${name} = ${JSON.stringify(value)} as const;\n`,
);
writeFileSync(new URL('../lib/contracts.ts', import.meta.url), `${plain}\n${values.join('')}`);
