import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../../testing/desk';

const user = userEvent.setup();

describe('a test contact', () => {
  it('is sent by a button and told step by step', async () => {
    const backend = new Fake('');
    const sent = vi.spyOn(backend, 'testDestination');
    const { desk } = await openWindow({ backend });
    desk.set('destination');
    await user.click(await screen.findByRole('button', { name: 'Send a test contact' }));
    const steps = await screen.findByRole('list', { name: 'The test contact, step by step' });
    expect(within(steps).getAllByRole('listitem')).toHaveLength(3);
    expect(steps).toHaveTextContent('It was taken away again.');
    expect(sent).toHaveBeenCalledTimes(1);
  });
});

describe('the form of a destination', () => {
  it('asks only for what cannot be known, keeps the rest at hand, and asks the CRM once it is saved', async () => {
    const backend = new Fake('');
    const checked = vi.spyOn(backend, 'checkDestination');
    const { desk } = await openWindow({ backend });
    desk.set('destination');
    await user.click(await screen.findByRole('button', { name: 'Change' }));
    const more = screen.getByText('More settings').closest('details');
    expect(more).not.toHaveAttribute('open');
    expect(within(more as HTMLElement).queryByLabelText('Address')).toBeNull();
    expect(screen.getByLabelText('Address')).toBeVisible();
    expect(checked).not.toHaveBeenCalled();
    const looked = vi.spyOn(backend, 'mapping');
    await user.click(screen.getByRole('button', { name: 'Save destination' }));
    await vi.waitFor(() => {
      expect(checked).toHaveBeenCalledTimes(1);
    });
    // The CRM is asked for its fields then, and what goes where is held against them at once.
    await vi.waitFor(() => {
      expect(looked).toHaveBeenCalled();
    });
  });
});
