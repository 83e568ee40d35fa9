import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../../testing/desk';

const user = userEvent.setup();

describe('the bad day', () => {
  it('is switched on and off beside the sample badges, and says what one should see', async () => {
    const backend = new Fake('rehearsal');
    const played = vi.spyOn(backend, 'playWeather');
    await openWindow({ backend });
    await user.click(screen.getByRole('button', { name: 'Sample badges' }));
    const days = within(await screen.findByRole('group', { name: 'A bad day' }));
    expect(days.getAllByRole('radio')).toHaveLength(7);
    expect(days.getByRole('radio', { name: 'Everything works' })).toBeChecked();
    await user.click(days.getByRole('radio', { name: 'Lost replies' }));
    expect(played).toHaveBeenCalledWith('lost_replies');
    expect(screen.getByText(/looks whether each arrived before it sends again/u)).toBeVisible();
    await user.click(days.getByRole('radio', { name: 'Everything works' }));
    expect(played).toHaveBeenLastCalledWith('fine');
  });
});
