// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { settingsFor } from '$lib/backend/fake/scenes';
import type { FormField } from '$lib/backend/generated/FormField';
import { firstValue, inputOf, isMissing } from './filled';

const field = (over: Partial<FormField>): FormField => ({
  key: 'url',
  label: '',
  help: null,
  secret: false,
  required: true,
  value: null,
  options: [],
  ...over,
});
const token = field({ key: 'token', secret: true });
const kind = { kind: 'acme', name: 'AcmeCRM', form: [field({}), token] };
const destination = settingsFor(new Set()).destinations[0] ?? null;

describe('a destination’s form', () => {
  it('keeps a secret that is left empty, and never shows one', () => {
    expect(firstValue(token, destination)).toBe('');
    expect(isMissing(token, '', destination)).toBe(false);
    expect(isMissing(token, '', null)).toBe(true);
    expect(inputOf(kind, 'CRM', { url: 'https://a.example', token: '' }, 'dest-1').secrets).toEqual({});
  });

  it('puts plain settings and secrets apart, and takes the kind’s name when none is given', () => {
    expect(inputOf(kind, ' ', { url: ' https://a.example ', token: 't' }, null)).toEqual({
      id: null,
      kind: 'acme',
      name: 'AcmeCRM',
      settings: { url: 'https://a.example' },
      secrets: { token: 't' },
    });
  });

  it('starts with what is kept, else with what the CRM suggests, else with the first choice', () => {
    expect(firstValue(field({ key: 'url' }), destination)).toBe('https://crm.example.com');
    expect(firstValue(field({ value: 'https://' }), null)).toBe('https://');
    expect(firstValue(field({ options: [['bearer', 'x']] }), null)).toBe('bearer');
  });
});
