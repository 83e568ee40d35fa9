import { fireEvent, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../../testing/desk';

const user = userEvent.setup();

async function badges() {
  const backend = new Fake('');
  const there = await openWindow({ backend });
  await user.keyboard('{Control>}4{/Control}');
  await user.click(await screen.findByRole('button', { name: 'Badges' }));
  await screen.findByRole('heading', { name: 'Come with Lanyard' });
  return { ...there, backend };
}
const push = (name: string | RegExp): Promise<void> => user.click(screen.getByRole('button', { name }));

/** What is said of all badges on trial. */
const sum = async (): Promise<HTMLElement> =>
  screen.findByText((_words, element) => element?.classList.contains('tried-sum') === true);

/** Writes what a badge holds, marks a value in it, and says which field it is. */
async function pointAt(nth: number, payload: string, values: Record<string, string>): Promise<void> {
  const area = screen.getByLabelText<HTMLTextAreaElement>(`Badge ${nth}`);
  await fireEvent.input(area, { target: { value: payload } });
  for (const [field, value] of Object.entries(values)) {
    const start = payload.indexOf(value);
    area.setSelectionRange(start, start + value.length);
    await fireEvent.select(area);
    await user.selectOptions(screen.getByLabelText(`What is marked in badge ${nth} is`), field);
  }
}

describe('recipes', () => {
  it('are learned from three badges, shown by what they read, and used only then', async () => {
    const { backend } = await badges();
    const add = vi.spyOn(backend, 'addRecipe');
    await push('Learn from three badges');
    await pointAt(1, '4711::Roe::Jane', { badge_id: '4711', family_name: 'Roe' });
    await pointAt(2, '4712::Poe::Edgar', { badge_id: '4712', family_name: 'Poe' });
    expect(screen.getByRole('button', { name: 'Learn' })).toBeDisabled();
    await pointAt(3, '9001::Lind::Zoë', { badge_id: '9001' });
    expect(screen.getByText(/Not pointed at in every badge yet: Last name/u)).toBeVisible();
    await pointAt(3, '9001::Lind::Zoë', { family_name: 'Lind' });
    await push('Learn');
    expect(await sum()).toHaveTextContent('3 of 3 read.');
    expect(add).not.toHaveBeenCalled();
    await user.click(
      within(screen.getByRole('region', { name: 'Learn from three badges' })).getByRole('button', {
        name: 'Use for this event',
      }),
    );
    expect(add).toHaveBeenCalledOnce();
    expect(await screen.findByRole('button', { name: 'Save as a file' })).toBeVisible();
  });

  it('lose what was pointed at when the badge no longer holds it', async () => {
    await badges();
    await push('Learn from three badges');
    await pointAt(1, '4711::Roe::Jane', { family_name: 'Roe' });
    expect(screen.getByRole('button', { name: 'Last name is not that' })).toBeVisible();
    await pointAt(1, '4711::Poe::Jane', {});
    expect(screen.queryByRole('button', { name: 'Last name is not that' })).toBeNull();
  });

  it('are tried on pasted badges, and what is not theirs is said', async () => {
    const { backend } = await badges();
    await push('Try badges');
    await user.selectOptions(screen.getByLabelText('Read by'), 'Devoxx: number::last::first::company::e-mail');
    await fireEvent.input(screen.getByLabelText('Codes'), {
      target: { value: '4711::Doe::Jo::Example NV::jo@example.com\nsomething else' },
    });
    await push('Read');
    expect(await sum()).toHaveTextContent('1 of 2 read.');
    expect(screen.getByText('Doe')).toBeVisible();
    expect(screen.getByText('Not a badge of this recipe.')).toBeVisible();
    expect((await backend.status()).sum.captured).toBe((await new Fake('').status()).sum.captured);
  });

  it('that come with Lanyard are used, removed and brought back', async () => {
    await badges();
    await push('Use for this event: Devoxx: number::last::first::company::e-mail');
    const own = await screen.findByRole('button', { name: 'Remove' });
    await user.click(own);
    expect(await screen.findByText(/None. Badges are read as Lanyard knows them/u)).toBeVisible();
    await push(/^Undo/u);
    expect(await screen.findByRole('button', { name: 'Remove' })).toBeVisible();
  });

  it('from a file that is none say what is wrong with it', async () => {
    await badges();
    const file = new File(['no recipe'], 'x.toml');
    await user.upload(screen.getByLabelText<HTMLInputElement>('Bring a recipe file', { selector: 'input' }), file);
    expect(await screen.findByRole('alert')).toHaveTextContent(/exactly one of delimited/u);
  });
});
