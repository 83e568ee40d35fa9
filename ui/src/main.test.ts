import { screen } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';

const backend = vi.hoisted(() => ({ current: undefined as Fake | undefined }));
vi.mock('$lib/backend/choose', () => ({ chooseBackend: async () => backend.current }));

it('says that it stands with the first screen, before the sums are there, though a covered window never paints', async () => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  const fake = (backend.current = new Fake(''));
  const standing = vi.fn<(main: HTMLElement | null, story: HTMLElement | null) => void>();
  fake.ready = async () => standing(screen.queryByRole('main'), screen.queryByText(/yet to reach/u));
  document.body.innerHTML = '<div id="app"></div>';
  await import('./main');
  await vi.waitFor(() => expect(standing).toHaveBeenCalledTimes(1));
  expect(standing).toHaveBeenCalledWith(expect.any(HTMLElement), null);
});
