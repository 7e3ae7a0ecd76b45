import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { cssTarget } from './vite.browsers';

const root = fileURLToPath(new URL('.', import.meta.url));

/**
 * The widget's frame, apart from the other pages: what it shared with the console in a file of
 * both would bring the console's part to every visitor.
 */
export default defineConfig({
  root,
  base: '/',
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2022',
    cssTarget,
    modulePreload: false,
    // Slower, and two percent smaller than the default.
    minify: 'terser',
    terserOptions: { module: true, safari10: false, ecma: 2020, compress: { passes: 3 } },
    rollupOptions: { input: `${root}widget/frame.html` },
  },
});
