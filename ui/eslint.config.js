// The rules of the house: no import cycles, no feature imports another, and only one file may speak to Tauri.
import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const features = ['capture', 'contacts', 'files', 'photos', 'rehearsal', 'restored', 'review', 'settings', 'start'];
const tauriDoor = { group: ['@tauri-apps/*'], message: 'Only src/lib/backend/tauri.ts speaks to Tauri.' };

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/lib/backend/generated', 'public'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    files: ['**/*.{ts,js,svelte}'],
    languageOptions: {
      globals: { ...globals.browser, __FAKE__: 'readonly' },
      // Also for TypeScript files: the cycle rule parses the components they import with these options.
      parserOptions: { parser: ts.parser, svelteConfig, extraFileExtensions: ['.svelte'] },
    },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver()],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'], 'svelte-eslint-parser': ['.svelte'] },
    },
    rules: {
      'import-x/no-cycle': 'error',
      'no-restricted-imports': ['error', { patterns: [tauriDoor] }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-undef': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    rules: {
      'svelte/no-at-html-tags': 'error',
      // Sets and dates that no screen reads stay plain ones.
      'svelte/prefer-svelte-reactivity': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: "SvelteAttribute[key.name='style']",
          message: 'The content policy forbids style attributes; use a class or a style: directive.',
        },
      ],
    },
  },
  { files: ['src/lib/backend/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
  ...features.map((feature) => ({
    files: [`src/features/${feature}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            tauriDoor,
            {
              group: features
                .filter((other) => other !== feature)
                .flatMap((other) => [`../${other}/*`, `**/features/${other}/**`]),
              message: 'No feature imports another; what they share lives in src/lib.',
            },
          ],
        },
      ],
    },
  })),
  { files: ['vite.config.ts', 'eslint.config.js', 'svelte.config.js'], languageOptions: { globals: globals.node } },
  // They run in Node, and parts of them inside a page.
  {
    files: ['looks/**'],
    languageOptions: { globals: { ...globals.node, ...globals.browser, axe: 'readonly' } },
  },
);
