import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CaptureAnswer } from '$lib/backend/generated/CaptureAnswer';
import { Fake } from '$lib/backend/fake/fake';
import { laidDesk } from '../../testing/desk';
import { Capturing } from './capturing.svelte';

const WIFI: CaptureAnswer = { answer: 'refused', sentence: { code: 'refused-wifi', args: {} } };
const badge = (name: string): string => `MECARD:N:${name};;`;

describe('capturing', () => {
  let fake: Fake;
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date(2026, 10, 22, 12) });
    fake = new Fake('empty');
  });
  afterEach(() => void vi.useRealTimers());

  async function begun() {
    const there = await laidDesk({ backend: fake });
    const capturing = new Capturing(there.desk);
    const end = capturing.begin();
    await vi.advanceTimersByTimeAsync(0);
    return { ...there, capturing, end };
  }

  it('sounds and shows a contact only after the engine answered that it is on disk', async () => {
    const { capturing, desk, player } = await begun();
    const order: string[] = [];
    player.play = (sound) => void order.push(`sound ${sound}`);
    let commit = (): void => undefined;
    const committed = new Promise<void>((done) => (commit = done));
    fake.captureTyped = vi.fn(async () => {
      await committed;
      order.push('on disk');
      return new Fake('empty').captureText(badge('Jana'));
    });
    const typed = desk.backend.captureTyped([]).then((answer) => capturing.heard(answer));
    await vi.advanceTimersByTimeAsync(1000);
    expect(order).toEqual([]);
    expect(capturing.card).toBeNull();
    expect(capturing.flash).toBeNull();
    commit();
    await typed;
    expect(order).toEqual(['on disk', 'sound read']);
    expect(capturing.card?.kind).toBe('saved');
    expect(capturing.flash).toBe('saved');
  });

  it('leaves the card when the next one comes, and when Capture is left', async () => {
    const left = vi.spyOn(fake, 'leaveCard');
    const { capturing, end } = await begun();
    const first = await fake.captureTyped([{ field: 'full_name', value: 'Ada' }]);
    capturing.heard(first);
    expect(left).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    capturing.heard(await fake.captureTyped([{ field: 'full_name', value: 'Ben' }]));
    expect(left).toHaveBeenCalledTimes(1);
    end();
    expect(left).toHaveBeenCalledTimes(2);
  });

  it('takes the last capture back while the seconds run, and not after', async () => {
    const undone = vi.spyOn(fake, 'undoCapture');
    const { capturing } = await begun();
    capturing.heard(await fake.captureText(badge('Jana')));
    expect(capturing.undoLeft).toBe(10);
    await vi.advanceTimersByTimeAsync(3000);
    expect(capturing.undoLeft).toBe(7);
    await capturing.undo();
    expect(undone).toHaveBeenCalledTimes(1);
    expect(capturing.card).toBeNull();

    capturing.heard(await fake.captureText(badge('Jana')));
    await vi.advanceTimersByTimeAsync(10_000);
    await capturing.undo();
    expect(undone).toHaveBeenCalledTimes(1);
    expect(capturing.card?.kind).toBe('saved');
  });

  it('counts the same badge on its card with a tick', async () => {
    const { capturing, player } = await begun();
    const answer = await fake.captureText(badge('Jana'));
    capturing.heard(answer);
    if (answer.answer !== 'saved') return expect.unreachable();
    capturing.heard({ answer: 'again', contact_id: answer.contact.row.id, times: 2 });
    expect(capturing.card).toMatchObject({ kind: 'saved', times: 2 });
    expect(player.heard).toEqual(['read', 'tick']);
  });

  it('refuses a code once while it stays in the picture', async () => {
    const { capturing, player } = await begun();
    for (let look = 0; look < 30; look++) {
      capturing.heard(WIFI);
      await vi.advanceTimersByTimeAsync(66);
    }
    expect(player.heard).toEqual(['needs-you']);
    await vi.advanceTimersByTimeAsync(11_000);
    capturing.heard(WIFI);
    expect(player.heard).toEqual(['needs-you', 'needs-you']);
  });

  it('sounds softer for someone who was captured before, and makes no row', async () => {
    await fake.captureText(badge('Jana'));
    const { capturing, player } = await begun();
    const rows = capturing.rows.length;
    capturing.heard(await fake.captureText(badge('Jana')));
    expect(capturing.card?.kind).toBe('known');
    expect(player.heard).toEqual(['seen']);
    expect(capturing.rows).toHaveLength(rows);
  });

  it('shows the last badge of a picture on the card and the others in the rail, with one sound', async () => {
    const { capturing, player } = await begun();
    await capturing.picture(new Blob([new Uint8Array(3)]));
    expect(capturing.card).toMatchObject({ kind: 'saved', contact: { row: { name: '山田 結衣 (Yui Yamada)' } } });
    expect(capturing.earlier).toHaveLength(2);
    expect(player.heard).toEqual(['read']);
  });

  it('says in words that a picture holds no code, or what it holds instead of a contact', async () => {
    const { capturing, desk, player } = await begun();
    await capturing.picture(new Blob([]));
    expect(desk.toasts.current?.text).toContain('No code was found in this picture.');
    expect(capturing.card).toBeNull();
    await capturing.picture(new Blob([new Uint8Array(1)]));
    expect(capturing.card?.kind).toBe('refused');
    expect(player.heard).toEqual(['needs-you', 'needs-you']);
  });

  it('does not take a file into memory that the engine would not read', async () => {
    const { capturing, desk } = await begun();
    const huge = new Blob([]);
    const read = vi.spyOn(huge, 'arrayBuffer');
    Object.defineProperty(huge, 'size', { value: 64 * 1024 * 1024 + 1 });
    await capturing.picture(huge);
    expect(read).not.toHaveBeenCalled();
    expect(desk.toasts.current?.text).toContain('too large');
  });

  it('follows what is pushed about the contact on the card', async () => {
    const { capturing, desk } = await begun();
    const end = await desk.listen();
    const answer = await fake.captureText(badge('Jana'));
    capturing.heard(answer);
    if (answer.answer !== 'saved') return expect.unreachable();
    await fake.retry(answer.contact.row.id);
    expect(capturing.card).toMatchObject({ contact: { row: { chip: 'queued' } } });
    end();
  });
});
