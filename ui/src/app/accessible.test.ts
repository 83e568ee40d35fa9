import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { openWindow } from '../testing/desk';

/** Colours need a real layout; they are checked in a browser. */
async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document.body, {
    resultTypes: ['violations'],
    rules: { 'color-contrast': { enabled: false } },
  });
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
const user = userEvent.setup();
/** What is only fetched where it is looked at takes its time. */
const SLOW = { timeout: 15_000 };

/** Settings, the badges, with both of its parts that open. */
async function toBadges(): Promise<void> {
  await user.keyboard('{Control>}4{/Control}');
  await user.click(await screen.findByRole('button', { name: 'Badges' }));
  await user.click(await screen.findByRole('button', { name: 'Learn from three badges' }));
  await user.type(screen.getByLabelText('Badge 1'), '7::Roe');
}

/** The event's questions, one of them under the pen. */
async function toQuestions(): Promise<void> {
  await user.keyboard('{Control>}4{/Control}');
  await user.click(await screen.findByRole('button', { name: 'Change “How well does it fit?”' }));
}

/** What goes where, with a row that is wrong and one whose way of writing is open. */
async function toMapping(): Promise<void> {
  await user.keyboard('{Control>}4{/Control}');
  await user.click(await screen.findByRole('button', { name: 'Destination' }));
  await user.click(await screen.findByRole('button', { name: /How .*Company.* is written there/u }));
}

/** Contacts, with one of them chosen. */
async function toChosen(): Promise<void> {
  await user.keyboard('{Control>}2{/Control}');
  await screen.findByText('18 of 18 contacts', undefined, SLOW);
  await user.keyboard('x');
}

/** The review, its pictures drawn, one of them as its table. */
async function toPictures(): Promise<void> {
  await user.keyboard('{Control>}3{/Control}');
  await user.click(await screen.findByRole('button', { name: 'Captures: show as a table' }, SLOW));
}

/** From where on somebody is told. */
async function toAlerts(): Promise<void> {
  await user.keyboard('{Control>}4{/Control}');
  await user.click(await screen.findByRole('button', { name: 'Alerts' }));
}

/** What closing costs, from the review. */
async function toClosing(): Promise<void> {
  await user.keyboard('{Control>}3{/Control}');
  await user.click(await screen.findByRole('button', { name: 'Safe to close?' }));
}

describe('every screen is accessible', () => {
  it.each([
    ['Capture without a camera', '', async () => screen.findByRole('heading', { name: /No camera/u })],
    ['Capture while typing', '', async () => user.keyboard('m')],
    ['Capture with a card', 'empty', async () => user.keyboard('mAda{Enter}')],
    ['Capture while the questions are walked', 'empty,questions,consent', async () => user.keyboard('mAda{Enter}q')],
    ['the sample badges', 'rehearsal', async () => user.click(screen.getByRole('button', { name: 'Sample badges' }))],
    ['all keys', '', async () => user.keyboard('?')],
    ['Contacts', '', async () => user.keyboard('{Control>}2{/Control}')],
    ['Contacts, empty', 'empty', async () => user.keyboard('{Control>}2{/Control}')],
    ['Contacts, some of them chosen', '', async () => toChosen()],
    ['Review with alerts and a picture as its table', 'alerts', async () => toPictures()],
    ['the alerts', '', async () => toAlerts()],
    ['Review', '', async () => user.keyboard('{Control>}3{/Control}')],
    ['Review, the sum off', 'off,gone', async () => user.keyboard('{Control>}3{/Control}')],
    ['Review, nothing to do', 'empty', async () => user.keyboard('{Control>}3{/Control}')],
    ['which laptop goes on', 'restored', async () => user.click(screen.getByRole('button', { name: 'Say which' }))],
    ['Settings', '', async () => user.keyboard('{Control>}4{/Control}')],
    ['Settings with a question under the pen', 'questions', async () => toQuestions()],
    ['kiosk mode', 'kiosk', async () => undefined],
    ['kiosk mode, typing', 'kiosk', async () => user.click(screen.getByRole('button', { name: 'Type it instead' }))],
    ['kiosk mode, the PIN', 'kiosk', async () => user.click(screen.getByRole('button', { name: 'Staff' }))],
    ['safe to close', '', async () => toClosing()],
    ['the recipes', '', async () => toBadges()],
    ['what goes where', 'unknown-field', async () => toMapping()],
    ['the recovery key asked for', 'nokey', async () => undefined],
    ['the passphrase asked for', 'nokey,passphrase', async () => undefined],
    ['a passphrase to choose', 'nokeychain', async () => undefined],
    ['a start that is blocked', 'blocked', async () => undefined],
  ])('%s', async (_screen, scene, reach) => {
    await openWindow({ scene });
    await reach();
    await new Promise((done) => setTimeout(done, 50));
    expect(await violations()).toEqual([]);
  });

  it.each(['', 'twins'])('a contact’s drawer %s', async (scene) => {
    const { desk, backend } = await openWindow({ scene });
    const several = await backend.recent(8);
    for (const id of [3, 5, 7].map((at) => several[at]?.id ?? '')) {
      desk.open(id);
      await screen.findByRole('complementary');
      await new Promise((done) => setTimeout(done, 20));
      expect(await violations()).toEqual([]);
    }
  });
});
