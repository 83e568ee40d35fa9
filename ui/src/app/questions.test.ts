import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../testing/desk';

const user = userEvent.setup();
const live = (): HTMLElement => {
  const found = document.querySelector<HTMLElement>('.ask.live');
  if (found === null) throw new Error('nobody walks');
  return found;
};
async function captured(scene = 'empty,questions') {
  const backend = new Fake(scene);
  const there = await openWindow({ backend });
  await user.keyboard('mAda{Enter}');
  await screen.findByText('Saved on this laptop');
  const answers = async (): Promise<string[]> => {
    const [row] = await backend.recent(1);
    const { fields } = await backend.contact(row?.id ?? '');
    return fields.filter(({ field }) => field === 'answer').map(({ value }) => value);
  };
  const rating = async (): Promise<number | null> => (await backend.recent(1))[0]?.rating ?? null;
  return { ...there, backend, answers, rating };
}

describe('what the event asks', () => {
  it('is walked by Q, answered by digits and ended by Escape, while the rating’s digits rest', async () => {
    const { answers, rating } = await captured();
    await user.keyboard('4');
    await waitFor(async () => expect(await rating()).toBe(4));
    await user.keyboard('q2');
    await waitFor(async () => expect(await answers()).toEqual(['This year']));
    expect(within(live()).getByText('1 of 5')).toBeVisible();
    await user.keyboard('{Enter}13');
    await waitFor(async () => expect(await answers()).toEqual(['This year', 'Dosing pumps; Service']));
    await user.keyboard('{Enter}5{Enter}2');
    await waitFor(async () => expect((await answers()).slice(2)).toEqual(['5', 'no']));
    expect(await rating()).toBe(4);
    await user.keyboard('{Escape}1');
    await waitFor(async () => expect(await rating()).toBe(1));
    expect(document.querySelector('.ask.live')).toBeNull();
  });

  it('takes a text where any text is an answer; Enter keeps it and goes on', async () => {
    const { answers } = await captured();
    await user.keyboard('q{Enter}{Enter}{Enter}{Enter}');
    const field = await screen.findByRole('textbox', { name: 'What do they use today?' });
    expect(field).toHaveFocus();
    await user.keyboard('مضخات 3{Enter}');
    await waitFor(async () => expect(await answers()).toEqual(['مضخات 3']));
    expect(document.querySelector('.ask.live')).toBeNull();
  });

  it('loses no digit of a quick hand', async () => {
    const { answers, backend } = await captured();
    const slow = backend.editContact.bind(backend);
    backend.editContact = async (...args) => {
      await new Promise((done) => setTimeout(done, 20));
      return slow(...args);
    };
    await user.keyboard('q{Enter}123{Enter}');
    await waitFor(async () => expect(await answers()).toEqual(['Dosing pumps; Valves; Service']));
  });

  it('is taken back by the same digit', async () => {
    const { answers } = await captured();
    await user.keyboard('q2');
    await waitFor(async () => expect(await answers()).toEqual(['This year']));
    await user.keyboard('2');
    await waitFor(async () => expect(await answers()).toEqual([]));
  });

  it('ends its walk when the next visitor is captured', async () => {
    const { desk, backend } = await captured();
    await user.keyboard('q');
    live();
    desk.hand(await backend.captureText('MECARD:N:Ben;;'));
    await waitFor(() => expect(document.querySelector('.ask.live')).toBeNull());
  });

  it('is answered in the drawer too, each under the words that were put', async () => {
    const { desk, backend } = await captured();
    await user.keyboard('q2');
    const [row] = await backend.recent(1);
    desk.open(row?.id ?? '');
    const drawer = await screen.findByRole('complementary', { name: 'Ada' });
    await user.click(await within(drawer).findByRole('button', { name: /When do they decide\?/u }));
    await user.click(within(drawer).getByRole('button', { name: 'Later' }));
    await waitFor(async () =>
      expect((await backend.contact(row?.id ?? '')).fields.at(-1)).toMatchObject({
        value: 'Later',
        asked: { text: 'When do they decide?' },
      }),
    );
  });

  it('is written in the settings: added, put in order, asked no more, and asked again', async () => {
    const { desk } = await openWindow({ scene: 'questions' });
    await user.keyboard('{Control>}4{/Control}');
    await user.click(await screen.findByRole('button', { name: 'Add a question' }));
    await user.click(screen.getByRole('button', { name: 'Save question' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Write the question.');
    await user.type(screen.getByLabelText('Question'), 'Newsletter?');
    await user.selectOptions(screen.getByLabelText('Answered by'), 'yes_no');
    await user.click(screen.getByRole('button', { name: 'Save question' }));
    const names = (): string[] => desk.session.questions.map(({ question }) => question.text);
    await waitFor(() => expect(names().at(-1)).toBe('Newsletter?'));
    await user.click(screen.getByRole('button', { name: 'Move “Newsletter?” up' }));
    await waitFor(() => expect(names().at(-2)).toBe('Newsletter?'));
    await user.click(screen.getByRole('button', { name: 'Retire “Newsletter?”' }));
    await waitFor(() => expect(names()).not.toContain('Newsletter?'));
    await user.click(await screen.findByRole('button', { name: /Undo/u }));
    await waitFor(() => expect(names()).toContain('Newsletter?'));
  });
});
