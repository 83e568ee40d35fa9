import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { openWindow } from '../testing/desk';

const user = userEvent.setup();
const banner = (): HTMLElement | null => screen.queryByText(/^The recovery key is not written down yet/u);

describe('a recovery key that nobody wrote down', () => {
  it('is told of at every place once there is a contact, and no more when somebody says that it is written', async () => {
    await openWindow({ scene: 'unwritten' });
    expect(banner()).toBeVisible();
    await user.keyboard('{Control>}3{/Control}');
    await user.click(screen.getByRole('button', { name: 'Show the recovery key' }));
    expect(banner()).toBeNull();
    await user.click(await screen.findByRole('button', { name: 'Show the recovery key' }));
    expect(await screen.findByRole('list', { name: 'Recovery key' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'It is written down' }));
    await user.keyboard('{Control>}1{/Control}');
    expect(banner()).toBeNull();
    // It can be shown again at any time.
    await user.keyboard('{Control>}4{/Control}');
    await user.click(await screen.findByRole('button', { name: 'Show the recovery key' }));
    expect(await screen.findByRole('list', { name: 'Recovery key' })).toBeVisible();
  });

  it('pushes no row away that may be about to be clicked: it comes with the next place', async () => {
    const { desk, backend } = await openWindow({ scene: 'unwritten,empty' });
    await user.keyboard('{Control>}2{/Control}');
    await backend.captureTyped([{ field: 'full_name', value: 'Ben Roe' }]);
    await desk.refresh();
    expect(await screen.findByText(/^1 of 1 contact/u)).toBeVisible();
    expect(banner()).toBeNull();
    await user.keyboard('{Control>}3{/Control}');
    expect(banner()).toBeVisible();
  });

  it.each(['unwritten,empty', 'unwritten,rehearsal', ''])(
    'keeps quiet where nothing can be lost: %s',
    async (scene) => {
      await openWindow({ scene });
      expect(banner()).toBeNull();
    },
  );
});
