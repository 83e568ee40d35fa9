/** The fake's pictures: a day like those of an event, which adds up to the fake's sum. */
import type { CrmView } from '../generated/CrmView';
import type { DayView } from '../generated/DayView';
import type { Over } from '../generated/Over';
import type { Pictures } from '../generated/Pictures';
import type { SlotView } from '../generated/SlotView';
import type { Sum } from '../generated/Sum';
import { say } from './explain';

/** Captures by half hours from nine on; the CRM was away from eleven to two. */
const COUNTS = [14, 21, 23, 17, 13, 9, 4, 6, 9, 11, 12, 10, 8, 7, 9, 8, 5, 3];
const AWAY = [4, 10] as const;
const HALF_HOUR = 1_800_000;
/** Nine o'clock of the day after the one before, in UTC. */
const DAYS = ['2026-11-22', '2026-11-21'] as const;

const nine = (date: string): number => Date.parse(`${date}T09:00:00Z`);
const local = (at: number): string => new Date(at).toISOString().slice(0, 16);

function slotsOf(date: string): SlotView[] {
  let waiting = 0;
  return COUNTS.map((captured, at) => {
    const from = nine(date) + at * HALF_HOUR;
    const away = at >= AWAY[0] && at < AWAY[1];
    const removed = at === 7 ? 1 : 0;
    const arrived = away ? 0 : Math.max(0, waiting + captured - 3);
    waiting = Math.max(0, waiting + captured - arrived - removed);
    return { from, until: from + HALF_HOUR, local: local(from), captured, arrived, removed, waiting };
  });
}

function crmOf(slots: SlotView[]): CrmView {
  let left = 1000;
  const answers = slots.map(({ arrived }, at) => {
    if (arrived === 0) return { requests: 0, worked: 0, p50: null, p95: null, budget_left: null, budget: null };
    left -= arrived * 2;
    return {
      requests: arrived * 2,
      worked: arrived * 2,
      p50: 380 + (at % 5) * 22,
      p95: 700 + (at % 4) * 260,
      budget_left: left,
      budget: 1000,
    };
  });
  const requests = answers.reduce((all, one) => all + one.requests, 4);
  return {
    id: 'dest-1',
    name: 'AcmeCRM',
    requests,
    worked: requests - 4,
    p50: 412,
    p95: 1490,
    failed: [{ why: say('failed-transient'), times: 4 }],
    slots: answers,
    budget_left: left,
    budget: 1000,
  };
}

/** The pictures of a scene. */
export function picturesOf(sum: Sum, over: Over, scene: ReadonlySet<string>): Pictures {
  const nothing = sum.captured === 0;
  const total = COUNTS.reduce((all, count) => all + count, 0);
  const days: DayView[] = nothing ? [] : DAYS.map((date) => ({ date, captured: total }));
  const chosen = over.over === 'day' ? over.date : over.over === 'all' ? null : (days[0]?.date ?? null);
  const drawn = nothing ? [] : over.over === 'all' ? [...DAYS].reverse() : [chosen ?? DAYS[0]];
  // The first minutes of an event are one stretch of time.
  const slots = scene.has('begun') ? drawn.flatMap(slotsOf).slice(0, 1) : drawn.flatMap(slotsOf);
  const captured = slots.reduce((all, slot) => all + slot.captured, 0);
  const crm = crmOf(slots);
  const silent = { ...crm, requests: 0, worked: 0, p50: null, p95: null, failed: [], budget_left: null, budget: null };
  return {
    days,
    day: chosen,
    zone: 'Europe/Berlin',
    until: slots.at(-1)?.until ?? 0,
    captured,
    before: 0,
    slots,
    reps:
      nothing || scene.has('begun')
        ? []
        : [
            { name: 'Ali', contacts: captured - 118 },
            { name: 'Nora Weidenhammer-Kristiansen', contacts: 64 },
            { name: null, contacts: 54 },
          ],
    laptops:
      nothing || scene.has('begun')
        ? []
        : [
            { name: 'Stand left', contacts: captured - 67 },
            { name: 'Stand right', contacts: 67 },
          ],
    crms: scene.has('empty') ? [] : [scene.has('silent') ? silent : crm],
  };
}
