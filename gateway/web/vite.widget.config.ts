import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { cssTarget } from './vite.browsers';
import { ownProperties, tokensInPlace, wordsByNumber } from './vite.widget.smaller';

const root = fileURLToPath(new URL('.', import.meta.url));

/**
 * The widget's frame, apart from the other pages: what it shared with the console in a file of
 * both would bring the console's part to every visitor.
 */
export default defineConfig({
  root,
  base: '/',
  plugins: [wordsByNumber, tokensInPlace],
  // Without the second way of making elements that the types are checked with.
  oxc: {
    jsx: { runtime: 'classic', pragma: '_h', pragmaFrag: '_Fragment' },
    jsxInject: "import { h as _h, Fragment as _Fragment } from 'preact'",
  },
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
      compress: {
        passes: 4,
        pure_getters: true,
        unsafe: true,
        unsafe_arrows: true,
        unsafe_comps: true,
      },
      mangle: { properties: ownProperties },
    },
    rollupOptions: { input: `${root}widget/frame.html` },
  },
});
