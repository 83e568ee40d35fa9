import { screen } from '@testing-library/svelte';
import { beforeEach, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';

const backend = vi.hoisted(() => ({ current: undefined as Fake | undefined }));
vi.mock('$lib/backend/choose', () => ({ chooseBackend: async () => backend.current }));

beforeEach(() => void vi.resetModules());

it('tells who waits for a store that opens slowly what for, and then shows it', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const fake = (backend.current = new Fake(''));
  const session = await fake.session();
  let opened: (() => void) | undefined;
  fake.session = () => new Promise((done) => (opened = () => done(session)));
  document.body.innerHTML = '<div id="app"><div class="bar"></div></div>';
  await import('./main');
  expect(screen.queryByText(/is opening its contacts/u)).toBeNull();
  await vi.advanceTimersByTimeAsync(1600);
  expect(screen.getByRole('status')).toHaveTextContent(/is opening its contacts.*Nothing is lost/u);
  opened?.();
  vi.useRealTimers();
  await screen.findByRole('navigation');
  expect(screen.queryByText(/is opening its contacts/u)).toBeNull();
  document.body.innerHTML = '';
});

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
