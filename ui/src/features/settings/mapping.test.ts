import { fireEvent, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../../testing/desk';

const user = userEvent.setup();

async function goesWhere(scene = '') {
  const backend = new Fake(scene);
  const there = await openWindow({ backend });
  await user.keyboard('{Control>}4{/Control}');
  await user.click(await screen.findByRole('button', { name: 'Destination' }));
  await screen.findByRole('heading', { name: /What goes where/ });
  return { ...there, backend };
}
const theirs = (field: string): HTMLInputElement =>
  screen.getByLabelText<HTMLInputElement>(new RegExp(`^Field in .*AcmeCRM.* for .*${field}`, 'u'));

describe('what goes where', () => {
  it('shows ours with an example and theirs by what people there call it', async () => {
    await goesWhere();
    expect(theirs('First name').value).toBe('First name');
    expect((await screen.findAllByText('Jana')).length).toBeGreaterThan(0);
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  });

  it('says before it is saved what saving would do, and saves what is on the page', async () => {
    const { backend } = await goesWhere();
    const save = vi.spyOn(backend, 'saveMapping');
    await user.click(screen.getByRole('button', { name: /How .*Company.* is written there/u }));
    await user.selectOptions(screen.getByLabelText('How it is written'), 'CAPITALS');
    const saving = (): string =>
      (document.querySelector('.saving')?.textContent ?? '')
        .replaceAll(/[\u2068\u2069]/gu, '')
        .replaceAll(/\s+/gu, ' ');
    await vi.waitFor(() => expect(saving()).toMatch(/3 fields change in 212 contacts/u));
    expect((await screen.findAllByText('ARVIKA HYDRAULIK AB')).length).toBeGreaterThan(0);
    await user.click(screen.getByRole('button', { name: 'Save' }));
    const [, version, rows] = save.mock.calls[0] ?? [];
    expect(version).toBe(1);
    expect(rows?.find(({ ours }) => ours === 'company')?.turn).toEqual({ case: 'upper' });
    expect(await screen.findByText('Saved. What changed is sent.')).toBeInTheDocument();
  });

  it('names a field that the CRM does not have in its row, and can have it made', async () => {
    const { backend } = await goesWhere('unknown-field');
    const make = vi.spyOn(backend, 'makeField');
    expect(await screen.findByText(/has no field/u)).toBeInTheDocument();
    const row = theirs('Badge ID');
    expect(row).toHaveAttribute('aria-invalid', 'true');
    await user.click(screen.getByRole('button', { name: /Make it in/u }));
    expect(make).toHaveBeenCalledWith('dest-1', 'badge_tier');
  });

  it('takes a field by its name or by what people there call it', async () => {
    await goesWhere();
    const company = theirs('Company');
    await fireEvent.change(company, { target: { value: 'Level' } });
    expect(theirs('Company').value).toBe('Level');
    await user.click(await screen.findByRole('button', { name: 'Discard changes' }));
    expect(theirs('Company').value).toBe('Company');
  });

  it('takes a row in, lets one go, and goes back to an earlier version', async () => {
    const { backend } = await goesWhere('unknown-field');
    const before = screen.getAllByRole('row').length;
    await user.click(screen.getByRole('button', { name: 'Add a field' }));
    await user.selectOptions(screen.getByLabelText('What goes there'), 'City');
    expect(screen.getAllByRole('row').length).toBe(before + 1);
    expect(document.activeElement).toBe(theirs('City'));
    await user.click(screen.getByRole('button', { name: /Take .*City.* out/u }));
    expect(screen.getAllByRole('row').length).toBe(before);
    const version = vi.spyOn(backend, 'mappingVersion');
    await user.click(screen.getByText('Earlier versions'));
    await user.click(screen.getByRole('button', { name: /Go back to version .*1/u }));
    expect(version).toHaveBeenCalledWith('dest-1', 1);
  });

  it('offers what people agreed to, and nothing to be made of it', async () => {
    const { backend } = await goesWhere();
    const save = vi.spyOn(backend, 'saveMapping');
    await user.click(screen.getByRole('button', { name: 'Add a field' }));
    await user.selectOptions(screen.getByLabelText('What goes there'), 'What they agreed to');
    await fireEvent.change(theirs('What they agreed to'), { target: { value: 'Level' } });
    expect((await screen.findAllByText(/Which words, when, and how/u)).length).toBeGreaterThan(0);
    expect(screen.queryByRole('button', { name: /How .*agreed.* is written there/u })).toBeNull();
    await user.click(await screen.findByRole('button', { name: 'Save' }));
    expect(save.mock.calls[0]?.[2].at(-1)).toMatchObject({ ours: null, take: 'consent' });
  });

  it('offers the answer to each question, and its entries where the field is a list that has them', async () => {
    const { backend } = await goesWhere('questions');
    const save = vi.spyOn(backend, 'saveMapping');
    await user.click(screen.getByRole('button', { name: 'Add a field' }));
    const what = screen.getByLabelText('What goes there');
    const answers = within(what).getAllByRole<HTMLOptionElement>('option', { name: /^Answer to/u });
    expect(answers).toHaveLength(5);
    await user.selectOptions(what, answers.slice(0, 1));
    await fireEvent.change(theirs('When do they decide'), { target: { value: 'Buying stage' } });
    await user.click(await screen.findByRole('button', { name: /How .*When do they decide.* is written there/u }));
    expect((await screen.findAllByDisplayValue('This year')).length).toBeGreaterThan(0);
    const ways = within(screen.getByLabelText('How it is written')).getAllByRole('option');
    expect(ways.some(({ textContent }) => textContent === 'One piece of it')).toBe(false);
    await user.click(await screen.findByRole('button', { name: 'Save' }));
    const options = { Now: 'now', 'This year': 'year', Later: 'later' };
    expect(save.mock.calls[0]?.[2].at(-1)).toMatchObject({
      ours: 'answer',
      theirs: 'buying',
      take: { answer: { question: 'q-1', asked: 'When do they decide?' } },
      turn: { pick: { options } },
    });
  });

  it('asks for the entries of a list', async () => {
    await goesWhere();
    await fireEvent.change(theirs('Job title'), { target: { value: 'Level' } });
    await user.click(screen.getByRole('button', { name: /How .*Job title.* is written there/u }));
    await user.selectOptions(screen.getByLabelText('How it is written'), 'An entry of their list');
    await user.click(screen.getByRole('button', { name: 'Add a value' }));
    await user.type(screen.getByLabelText(/Our value .*1/u), 'CTO');
    const entry = screen.getByLabelText(/Becomes, for value .*1/u);
    expect(
      within(entry)
        .getAllByRole('option')
        .map(({ textContent }) => textContent),
    ).toEqual(['Chief', 'Manager']);
  });

  it('says that the fields were never read, and reads them', async () => {
    const { backend } = await goesWhere('fields-unread');
    const read = vi.spyOn(backend, 'readFields');
    expect(screen.getByText(/were not read yet/u)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Read them now' }));
    expect(read).toHaveBeenCalledOnce();
    expect(await screen.findByText(/as of/u)).toBeInTheDocument();
  });
});
