import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../../testing/desk';

const user = userEvent.setup();
const list = (text: string, name = 'visitors.csv'): File => new File([text], name);
const LIST = 'Name,Mail,Hall\nAda,ada@example.com,4\nBo,bo@example.com,4\nx,odd,7\n';

/** A paragraph that says this; its counts are elements of their own. */
const saying =
  (pattern: RegExp) =>
  (_: string, element: Element | null): boolean =>
    element?.tagName === 'P' && pattern.test(element.textContent ?? '');

async function dropped(file: File, backend = new Fake('empty')) {
  const window = await openWindow({ backend });
  await fireEvent.drop(document.body, { dataTransfer: { types: ['Files'], files: [file], dropEffect: 'none' } });
  await screen.findByRole('heading', { name: file.name });
  return window;
}

describe('a list of contacts', () => {
  it('is looked at, its columns shown with their first values, and counted before anything is kept', async () => {
    const backend = new Fake('empty');
    const brought = vi.spyOn(backend, 'importFile');
    await dropped(list(LIST), backend);
    const row = await screen.findByRole('row', { name: /^Mail/u });
    expect(within(row).getByText('bo@example.com')).toBeVisible();
    expect(within(row).getByRole('combobox', { name: 'Where “Mail” goes' })).toHaveValue('email');
    expect(await screen.findByText(saying(/^2 contacts would be new.*1 row cannot be read/u))).toBeVisible();
    expect(screen.getByRole('row', { name: /^4 None of the columns/u })).toBeVisible();
    expect(brought.mock.calls.map(([, , dryRun]) => dryRun)).toEqual([true]);
  });

  it('is brought in as its columns were confirmed, and shown in the table afterwards', async () => {
    const backend = new Fake('empty');
    const brought = vi.spyOn(backend, 'importFile');
    const putAway = vi.spyOn(backend, 'putFileAway');
    await dropped(list(LIST), backend);
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Where “Hall” goes' }), 'skip');
    await waitFor(() => expect(brought).toHaveBeenCalledTimes(2));
    await user.click(await screen.findByRole('button', { name: 'Bring in 2 contacts' }));
    expect(await screen.findByText(saying(/^2 contacts are new, 0 were here before/u))).toBeVisible();
    expect(brought.mock.lastCall).toEqual([
      'given',
      expect.objectContaining({ columns: ['full_name', 'email', 'skip'] }),
      false,
    ]);
    expect(putAway).toHaveBeenCalledWith('given');
    await user.click(screen.getByRole('button', { name: 'Show contacts' }));
    expect(await screen.findByText('2 of 2 contacts')).toBeVisible();
  });

  it('is the event’s own when that is said: counted as such, and brought in without making contacts', async () => {
    const backend = new Fake('empty');
    const contacts = vi.spyOn(backend, 'importFile');
    const roster = vi.spyOn(backend, 'addRoster');
    await dropped(list('Badge ID,Name\n12,Ada\n13,Bo\n', 'all.csv'), backend);
    await user.click(await screen.findByRole('switch', { name: "This is the event's list" }));
    expect(await screen.findByText(saying(/^The list names 2 people/u))).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Use the list of 2 people' }));
    expect(await screen.findByText(saying(/^The list is in force with 2 people/u))).toBeVisible();
    expect(roster.mock.lastCall).toEqual(['given', 'all.csv', expect.anything(), false]);
    expect(contacts.mock.calls.every(([, , dryRun]) => dryRun)).toBe(true);
  });

  it('says which column is missing when no numbers stand in the event’s list', async () => {
    await dropped(list(LIST));
    await user.click(await screen.findByRole('switch', { name: "This is the event's list" }));
    expect(await screen.findByText(/No column of this file holds badge numbers/u)).toBeVisible();
  });

  it('lets a field go to one column only; the other is kept beside the contact', async () => {
    await dropped(list(LIST));
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Where “Hall” goes' }), 'email');
    expect(screen.getByRole('combobox', { name: 'Where “Mail” goes' })).toHaveValue('extra');
  });

  it('can be stopped while it is brought in, and is then still there to be brought', async () => {
    await dropped(list(LIST.replace('Bo', 'slow')));
    await user.click(await screen.findByRole('button', { name: 'Bring in 2 contacts' }));
    expect(await screen.findByText('1 of 2')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    expect(await screen.findByText('Stopped. Nothing of the file was kept.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Bring in 2 contacts' })).toBeEnabled();
  });

  it('that cannot be read says why, and the next one that was dropped with it has its turn', async () => {
    await openWindow({ scene: 'empty' });
    const files = [list('broken', 'old.xls'), list(LIST)];
    await fireEvent.drop(document.body, { dataTransfer: { types: ['Files'], files, dropEffect: 'none' } });
    expect(await screen.findByText(/^This is no list of contacts/u)).toBeVisible();
    expect(screen.getByText(/1 more list waits/u)).toBeVisible();
    await user.keyboard('{Escape}');
    expect(await screen.findByRole('heading', { name: 'visitors.csv' })).toBeVisible();
  });

  it('goes on while the reader is elsewhere, and its outcome is told there', async () => {
    const backend = new Fake('empty');
    const { desk } = await dropped(list(LIST), backend);
    await screen.findByRole('button', { name: 'Bring in 2 contacts' });
    desk.go('review');
    if (desk.incoming.list !== null) await desk.incoming.bringIn(desk.incoming.list);
    expect(await screen.findByText(/^2 contacts are new/u)).toBeVisible();
  });
});

describe('contacts on their way out', () => {
  it('are written as the list shows them, and it is said where the file lies', async () => {
    const backend = new Fake('');
    const written = vi.spyOn(backend, 'exportContacts');
    await openWindow({ backend });
    await user.keyboard('{Control>}2{/Control}');
    await user.type(await screen.findByRole('searchbox'), 'norddeich');
    await screen.findByText(/^1 of/u);
    await user.click(screen.getByRole('button', { name: 'Export' }));
    const sheet = within(await screen.findByRole('dialog', { name: 'Export' }));
    await user.click(sheet.getByRole('radio', { name: /^Excel workbook/u }));
    await user.click(sheet.getByRole('button', { name: /^Write/u }));
    expect(await sheet.findByText(/\/Downloads\/.*\.xlsx$/u)).toBeVisible();
    expect(written.mock.calls[0]?.[0]).toMatchObject({ format: 'xlsx', query: { search: 'norddeich' } });
    expect(sheet.getByText(/not encrypted/u)).toBeVisible();
  });

  it('say what stands in the way', async () => {
    const backend = new Fake('');
    backend.exportContacts = () =>
      Promise.reject({ code: 'not_saved', sentence: { code: 'export-disk-full', args: {} }, detail: null });
    await openWindow({ backend });
    await user.keyboard('{Control>}2{/Control}');
    await user.click(await screen.findByRole('button', { name: 'Export' }));
    const sheet = within(await screen.findByRole('dialog', { name: 'Export' }));
    await user.click(sheet.getByRole('button', { name: /^Write/u }));
    expect(await sheet.findByText('The disk is full. No file was written.')).toBeVisible();
  });
});
