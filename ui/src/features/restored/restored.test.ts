import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../../testing/desk';

const user = userEvent.setup();

async function asked(scene = 'restored') {
  const backend = new Fake(scene);
  const decided = vi.spyOn(backend, 'decideRestored');
  return { ...(await openWindow({ backend })), decided };
}
const sheet = (): HTMLElement => screen.getByRole('dialog', { name: 'Which laptop goes on?' });
const answer = (name: string): HTMLElement => within(sheet()).getByRole('region', { name });

describe('a store that came from elsewhere', () => {
  it('says above every place that nothing is sent, and covers none of them', async () => {
    await asked();
    for (const place of ['1', '2', '3', '4']) {
      await user.keyboard(`{Control>}${place}{/Control}`);
      expect(screen.getByText(/nothing is sent before you say which laptop goes on/u)).toBeVisible();
    }
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('tells what each answer costs before it is given', async () => {
    const { decided } = await asked();
    await user.click(screen.getByRole('button', { name: 'Say which' }));
    expect(answer('This one takes its place')).toHaveTextContent(/which of 17 contacts are there/u);
    expect(answer('This one takes its place')).toHaveTextContent(/The other one must not send any more/u);
    expect(answer('The other one goes on')).toHaveTextContent(/Nothing can be captured or changed here/u);
    expect(answer('The other one goes on')).toHaveTextContent(/6 contacts wait to be sent in this copy/u);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(decided, 'closing decides nothing').not.toHaveBeenCalled();
  });

  it('goes on when this one takes the other one’s place', async () => {
    const { decided } = await asked();
    await user.click(screen.getByRole('button', { name: 'Say which' }));
    await user.click(screen.getByRole('button', { name: 'This one goes on' }));
    expect(decided).toHaveBeenCalledExactlyOnceWith('replaces');
    expect(await screen.findByText(/Lanyard looks first what is there already/u)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Say which' })).toBeNull();
  });

  it('becomes a copy, which can be taken over later', async () => {
    const { decided, desk } = await asked();
    await user.click(screen.getByRole('button', { name: 'Say which' }));
    await user.click(screen.getByRole('button', { name: 'Keep it as a copy' }));
    expect(decided).toHaveBeenLastCalledWith('copy');
    expect(await screen.findByText(/Nothing is captured, changed or sent here/u)).toBeVisible();
    expect(desk.place, 'nothing can be captured there').toBe('contacts');
    await user.click(screen.getByRole('button', { name: 'Change that' }));
    await user.click(screen.getByRole('button', { name: 'Leave it a copy' }));
    expect(decided).toHaveBeenCalledTimes(1);
    await user.click(screen.getByRole('button', { name: 'Change that' }));
    await user.click(screen.getByRole('button', { name: 'This one goes on' }));
    expect(decided).toHaveBeenLastCalledWith('replaces');
  });

  it('opens a copy where it can be read', async () => {
    const { desk } = await asked('copy');
    expect(desk.place).toBe('contacts');
  });
});
