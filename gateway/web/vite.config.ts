import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { cssTarget } from './vite.browsers';

const root = fileURLToPath(new URL('.', import.meta.url));

/** The HTML pages. Each is built to the same path under dist/; what it loads goes to /assets/. */
const pages = ['console/index.html', 'shop/index.html', 'shop/product.html'];

export default defineConfig({
  root,
  base: '/',
  build: {
    outDir: 'dist',
    target: 'es2022',
    cssTarget,
    // The polyfill is for browsers older than the target.
    modulePreload: { polyfill: false },
    rollupOptions: { input: pages.map((page) => `${root}${page}`) },
  },
  test: { include: ['tests/**/*.test.{ts,tsx}'], environment: 'node' },
});
