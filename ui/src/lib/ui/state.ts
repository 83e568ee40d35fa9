/** How a chip looks: its class. The words are the catalogue's, the reasons the engine's. */
import type { Chip } from '../backend/generated/Chip';

const CLASS: Record<Chip, string> = {
  needs_attention: 'st-attention',
  differs: 'st-differs',
  checking: 'st-checking',
  sending: 'st-sending',
  waiting: 'st-waiting',
  on_hold: 'st-on-hold',
  queued: 'st-queued',
  removing: 'st-removed',
  synced: 'st-synced',
  removed: 'st-removed',
  saved: 'st-saved',
};

/** The class that carries a state's colours. */
export const stateClass = (chip: Chip): string => CLASS[chip];

/** Only these two are filled: they need a person. */
export const needsPerson = (chip: Chip): boolean => chip === 'needs_attention' || chip === 'differs';
