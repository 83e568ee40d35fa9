import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../../testing/desk';

const user = userEvent.setup();

describe('removing a contact whose record was in the CRM before', () => {
  it('deletes the record there only after it was named and a second yes', async () => {
    const backend = new Fake('');
    const destroyed = vi.spyOn(backend, 'destroyContact');
    const { desk } = await openWindow({ backend });
    const bjoern = (await backend.recent(20)).find(({ name }) => name?.startsWith('Björn'));
    desk.open(bjoern?.id ?? '');
    const drawer = within(await screen.findByRole('complementary', { name: /^Björn/u }));
    expect(await drawer.findByText(/was there before: it stays/u)).toBeVisible();
    await user.click(drawer.getByRole('button', { name: 'Remove, and delete it in AcmeCRM too' }));
    expect(destroyed).not.toHaveBeenCalled();
    expect(drawer.getByText(/Record 5512 in AcmeCRM was there before.*cannot bring it back/u)).toBeVisible();
    expect(drawer.getByRole('button', { name: 'Cancel' }), 'the harmless answer has the focus').toHaveFocus();
    await user.click(drawer.getByRole('button', { name: 'Delete record 5512 for good' }));
    expect(destroyed).toHaveBeenCalledExactlyOnceWith(bjoern?.id, ['5512']);
    expect(await screen.findByText(/is deleted as well/u)).toBeVisible();
    expect(screen.queryByRole('button', { name: /Undo/u })).toBeNull();
  });
});
