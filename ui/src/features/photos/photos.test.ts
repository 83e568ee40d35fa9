import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../../testing/desk';

const user = userEvent.setup();
/** A picture with so many badges in it; one byte is a Wi-Fi code, none is no code. */
const picture = (name: string, badges: number): File =>
  new File([new Uint8Array(badges)], name, { type: 'image/jpeg' });
const drop = (files: File[], items: object[] = []): Promise<boolean> =>
  fireEvent.drop(document.body, { dataTransfer: { types: ['Files'], files, items, dropEffect: 'none' } });

describe('pictures of badges', () => {
  it('are read wherever they are dropped, and what was not read is listed with its reason and saved', async () => {
    const backend = new Fake('empty');
    const saved = vi.spyOn(backend, 'saveList');
    const { player } = await openWindow({ backend });
    await user.keyboard('{Control>}3{/Control}');
    await drop([picture('a.jpg', 2), picture('wall.jpg', 0), picture('b.jpg', 3), picture('door.jpg', 1)]);
    const strip = within(await screen.findByRole('region', { name: 'Pictures of badges' }));
    expect(await strip.findByText('4 pictures: 5 new contacts, saved on this laptop; 2 not read.')).toBeVisible();
    expect(player.heard).toEqual(['read']);
    await user.click(strip.getByRole('button', { name: '2 not read' }));
    expect(strip.getByRole('row', { name: /^wall.jpg No code was found/u })).toBeVisible();
    expect(strip.getByRole('row', { name: /^door.jpg This is a Wi-Fi code/u })).toBeVisible();
    await user.click(strip.getByRole('button', { name: 'Save these 2 lines' }));
    const [rows] = saved.mock.calls[0] ?? [];
    expect(rows?.map(({ place }) => place)).toEqual(['Picture', 'wall.jpg', 'door.jpg']);
    expect(await screen.findByText(/^The list is in .*Pictures not read\.csv/u)).toBeVisible();
    await user.click(strip.getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('region', { name: 'Pictures of badges' })).toBeNull();
  });

  it('are counted while they are read, two at a time, and stopping leaves those that wait', async () => {
    const backend = new Fake('empty');
    const answers: (() => void)[] = [];
    const photo = vi
      .spyOn(backend, 'photo')
      .mockImplementation(() => new Promise((take) => answers.push(() => take([]))));
    await openWindow({ backend });
    await drop(Array.from({ length: 40 }, (_, at) => picture(`${at}.jpg`, 2)));
    const strip = within(await screen.findByRole('region', { name: 'Pictures of badges' }));
    await waitFor(() => expect(photo).toHaveBeenCalledTimes(2));
    answers.shift()?.();
    expect(await strip.findByText('1 of 40')).toBeVisible();
    await waitFor(() => expect(photo).toHaveBeenCalledTimes(3));
    await user.click(strip.getByRole('button', { name: 'Stop' }));
    for (const answer of answers) answer();
    expect(
      await strip.findByText(/Stopped; 37 pictures were not looked at\..*3 pictures: .*3 not read/u),
    ).toBeVisible();
    expect(photo).toHaveBeenCalledTimes(3);
  });

  it('among many leave their cards at once, since nobody looks at them', async () => {
    const backend = new Fake('empty');
    const left = vi.spyOn(backend, 'leaveCard');
    await openWindow({ backend });
    await drop([picture('1.jpg', 2), picture('2.jpg', 2)]);
    expect(await screen.findByText(/^2 pictures: 4 new contacts/u)).toBeVisible();
    expect(left).toHaveBeenCalledTimes(4);
  });

  it('in a folder are all found, those in folders within it too, and what the system hides there is left', async () => {
    const backend = new Fake('empty');
    const photo = vi.spyOn(backend, 'photo');
    await openWindow({ backend });
    const file = (name: string): object => ({
      name,
      isFile: true,
      isDirectory: false,
      file: (take: (file: File) => void) => take(picture(name, 2)),
    });
    const folder = (name: string, inside: object[]): object => ({
      name,
      isFile: false,
      isDirectory: true,
      createReader: () => {
        const parts = [inside.slice(0, 1), inside.slice(1), []];
        return { readEntries: (take: (entries: object[]) => void) => take(parts.shift() ?? []) };
      },
    });
    const dropped = folder('Fair', [file('2.jpg'), file('.DS_Store'), folder('Day two', [file('1.jpg')])]);
    await drop([new File([], 'Fair')], [{ kind: 'file', webkitGetAsEntry: () => dropped }]);
    expect(await screen.findByText('2 pictures: 4 new contacts, saved on this laptop.')).toBeVisible();
    expect(photo).toHaveBeenCalledTimes(2);
  });

  it('that were copied are asked of the shell where the web view shows its page nothing of them', async () => {
    await openWindow({ scene: 'empty,clipboard' });
    await fireEvent.paste(document.body, { clipboardData: { files: [], types: ['text/plain'] } });
    await fireEvent.paste(document.body, { clipboardData: { files: [], types: [] } });
    expect(await screen.findByText('Saved on this laptop')).toBeVisible();
  });

  it('that the medium does not give are named, and the others are read', async () => {
    await openWindow({ scene: 'empty' });
    const gone = picture('gone.jpg', 2);
    gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
    await drop([gone, picture('here.jpg', 2)]);
    const strip = within(await screen.findByRole('region', { name: 'Pictures of badges' }));
    await user.click(await strip.findByRole('button', { name: '1 not read' }));
    expect(strip.getByRole('row', { name: /^gone.jpg This file cannot be read/u })).toBeVisible();
    expect(await strip.findByText('2 pictures: 2 new contacts, saved on this laptop; 1 not read.')).toBeVisible();
  });
});
