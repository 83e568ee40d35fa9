/** The rehearsal's badge sheet in the fake. */
import type { SampleBadgeView } from '../generated/SampleBadgeView';
import { modulesLike } from './modules';
import { PEOPLE } from './people';

/** Samples that hold no person: only a number, and no contact at all. */
const SPECIAL: Readonly<Record<number, string>> = { 7: '000777', 8: 'WIFI:S:expo;;' };

export const sheet = (): SampleBadgeView[] =>
  PEOPLE.filter(([name]) => name !== null)
    .slice(0, 9)
    .map(([name, company], seed) => ({
      title: name ?? '',
      company: company ?? '',
      about: seed === 8 ? 'sample-wifi' : seed === 7 ? 'sample-badge-id' : 'sample-mecard',
      modules: modulesLike(seed),
      payload: SPECIAL[seed] ?? `MECARD:N:${name};ORG:${company};;`,
    }));
