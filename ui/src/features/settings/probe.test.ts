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
