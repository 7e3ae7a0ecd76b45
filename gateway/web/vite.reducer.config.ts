import { defineConfig } from 'vite';

/** The clients' reducers as a script for Node, so that the system tests can check them. */
export default defineConfig({
  build: {
    outDir: 'build',
    ssr: 'lib/reducer-cli.ts',
    target: 'node20',
    rollupOptions: { output: { entryFileNames: 'reducer.mjs' } },
  },
});
