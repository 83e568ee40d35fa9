import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../testing/desk';

const user = userEvent.setup();
const QUESTION = 'May we e-mail you about what you saw today?';

describe('consent', () => {
  it('is the last step of the walk; 1 and 2 answer, and what was said last counts', async () => {
    const backend = new Fake('empty,consent');
    await openWindow({ backend });
    await user.keyboard('mAda{Enter}');
    const group = await screen.findByRole('group', { name: QUESTION });
    const said = async (): Promise<boolean | undefined> => {
      const [row] = await backend.recent(1);
      return (await backend.contact(row?.id ?? '')).consent?.given;
    };
    expect(await said()).toBeUndefined();
    await user.keyboard('q2');
    await waitFor(async () => expect(await said()).toBe(false));
    await user.keyboard('1');
    await waitFor(async () => expect(await said()).toBe(true));
    expect(within(group).getByRole('button', { name: 'Yes' })).toHaveAttribute('aria-pressed', 'true');
    await user.keyboard('{Enter}5');
    await waitFor(async () => expect((await backend.recent(1))[0]?.rating).toBe(5));
  });

  it('stands in the drawer with its words, its version and who asked', async () => {
    const { desk, backend } = await openWindow({ scene: 'empty,consent' });
    await user.keyboard('mAda{Enter}');
    await user.click(await screen.findByRole('button', { name: 'No' }));
    const [row] = await backend.recent(1);
    desk.open(row?.id ?? '');
    const drawer = await screen.findByRole('complementary', { name: 'Ada' });
    const section = await within(drawer).findByRole('region', { name: 'Consent' });
    expect(section).toHaveTextContent(/Asked by Ali/u);
    expect(section).toHaveTextContent('Version 1 of the words.');
    await user.click(within(section).getByRole('button', { name: 'Yes' }));
    await waitFor(async () => expect((await backend.contact(row?.id ?? '')).consent?.given).toBe(true));
  });

  it('is worded in the settings; no words ask nothing', async () => {
    const { desk } = await openWindow({ scene: 'consent' });
    await user.keyboard('{Control>}4{/Control}');
    const words = await screen.findByLabelText('What visitors are asked to agree to');
    await user.clear(words);
    await user.type(words, 'May we call you?');
    await user.click(screen.getByRole('switch', { name: 'Send nothing before a yes' }));
    await user.click(screen.getByRole('button', { name: 'Save consent' }));
    await waitFor(() =>
      expect(desk.session.consent).toMatchObject({ text: 'May we call you?', version: 2, hold: false }),
    );
    await user.clear(words);
    await user.click(screen.getByRole('button', { name: 'Save consent' }));
    await waitFor(() => expect(desk.session.consent).toBeNull());
  });
});
