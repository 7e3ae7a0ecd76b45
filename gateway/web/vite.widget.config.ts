import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { cssTarget } from './vite.browsers';

const root = fileURLToPath(new URL('.', import.meta.url));

/** The loader has its words in itself; the frame fetches the others, without a space too many. */
const wordsOfTheFrame: Plugin = {
  name: 'words-of-the-frame',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.json')) continue;
      const { words } = JSON.parse(String(file.source)) as { words: unknown };
      file.source = JSON.stringify({ words });
    }
  },
};

/**
 * The widget's frame, apart from the other pages: what it shared with the console in a file of
 * both would bring the console's part to every visitor.
 */
export default defineConfig({
  root,
  base: '/',
  plugins: [wordsOfTheFrame],
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2022',
    cssTarget,
    modulePreload: false,
    // Slower, and two percent smaller than the default.
    minify: 'terser',
    terserOptions: {
      module: true,
      safari10: false,
      ecma: 2020,
      compress: { passes: 4, pure_getters: true, unsafe_methods: true },
    },
    rollupOptions: { input: `${root}widget/frame.html` },
  },
});
