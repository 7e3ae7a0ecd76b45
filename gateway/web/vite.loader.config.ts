import { defineConfig } from 'vite';
import { cssTarget } from './vite.browsers';

/** The script that a shop embeds: one small classic script without imports. */
export default defineConfig({
  build: {
    outDir: 'dist/widget',
    emptyOutDir: false,
    copyPublicDir: false,
    target: 'es2020',
    cssTarget,
    minify: 'terser',
    terserOptions: { safari10: false, ecma: 2020, compress: { passes: 3 } },
    lib: {
      entry: 'loader/main.ts',
      formats: ['iife'],
      name: 'ParleyLoader',
      fileName: () => 'loader.js',
    },
  },
});
