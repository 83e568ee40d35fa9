// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { modulesPath } from './qr';

describe('a drawn code', () => {
  it('is one rectangle per run of dark modules', () => {
    expect(modulesPath(['1101', '0000', '0010'])).toBe('M0 0h2v1h-2zM3 0h1v1h-1zM2 2h1v1h-1z');
  });
});
