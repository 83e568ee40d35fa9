// Svelte's settings. Component styles leave as files (never injected), since the content policy forbids inline styles.
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  compilerOptions: { css: 'external', runes: true },
};
