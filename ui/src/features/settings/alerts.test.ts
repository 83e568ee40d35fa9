import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../../testing/desk';

const user = userEvent.setup();

async function opened(scene = '') {
  const backend = new Fake(scene);
  await openWindow({ backend });
  return backend;
}

describe('alerts', () => {
  it('stand in the review with what to do, and lead to where they are chosen', async () => {
    await opened('alerts');
    await user.keyboard('{Control>}3{/Control}');
    const choose = await screen.findByRole('button', { name: 'Choose when you are told' });
    expect(screen.getByRole('main')).toHaveTextContent(/The oldest contact that is not in the CRM has waited 3 h\./u);
    expect(screen.getByRole('main')).toHaveTextContent(/“Sync now” tries at once\./u);
    await user.click(choose);
    expect(await screen.findByRole('heading', { name: 'Alerts' })).toBeVisible();
  });

  it('are kept as they are chosen; an empty field never tells', async () => {
    const backend = await opened();
    const saved = vi.spyOn(backend, 'saveThresholds');
    await user.keyboard('{Control>}4{/Control}');
    await user.click(await screen.findByRole('button', { name: 'Alerts' }));
    const minutes = screen.getByLabelText('Minutes that the oldest contact has waited');
    await user.clear(minutes);
    await user.type(minutes, '3');
    await user.click(screen.getByRole('button', { name: 'Save alerts' }));
    expect(screen.getByText('A number from 5 to 43200, or nothing.')).toBeVisible();
    expect(saved).not.toHaveBeenCalled();
    await user.clear(minutes);
    await user.click(screen.getByRole('button', { name: 'Save alerts' }));
    expect(saved).toHaveBeenCalledWith({ oldest_minutes: null, failing_percent: 25, budget_percent: 10 });
  });
});
