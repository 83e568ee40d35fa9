// How the window is built and tested. Assets stay files: the content policy allows no inlined fonts.
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => ({
  base: './',
  plugins: [svelte()],
  resolve: {
    alias: { '@messages': here('../src-tauri/core/messages'), $lib: here('./src/lib') },
    ...(mode === 'test' ? { conditions: ['browser'] } : {}),
  },
  server: { fs: { allow: [here('.'), here('../src-tauri/core/messages')] } },
  build: {
    target: 'safari15',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  define: mode === 'pictures' ? { __FAKE__: 'true' } : { __FAKE__: mode === 'production' ? 'false' : 'true' },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    // axe on a laptop that is busy otherwise takes its time.
    testTimeout: 20_000,
  },
}));
