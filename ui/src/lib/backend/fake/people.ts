/** The people of the drawings, as the fake knows them. Invented; every address ends in example.com. */
import type { Chip } from '../generated/Chip';

/** Name, company, job, e-mail, state, rating, rep, and minutes before "now". */
export type Person = readonly [
  name: string | null,
  company: string | null,
  job: string | null,
  email: string | null,
  chip: Chip,
  rating: number | null,
  by: string,
  ago: number,
];

export const PEOPLE: readonly Person[] = [
  ['Tomasz Wiśniewski', 'Kessler Antriebe', 'Einkauf', 'tomasz@example.com', 'queued', 3, 'Ali', 2],
  [null, null, null, null, 'on_hold', null, 'Nora', 5],
  ['山田 結衣 (Yui Yamada)', 'Hoshino Seiki', 'Engineering', 'yui@example.com', 'queued', 5, 'Ali', 9],
  ['Aylin Çetinkaya', 'Marmara Valf', 'Procurement lead', 'aylin@example.com', 'checking', 4, 'Ali', 12],
  ['Björn Ástríðarson', 'Fjallið Orka', 'Owner', 'bjorn@example.com', 'synced', 2, 'Nora', 14],
  ['Liam O’Dwyer', 'Tidewater Pumps', 'Plant manager', 'liam@example', 'needs_attention', 3, 'Ali', 18],
  ['ليلى منصور', 'Nahda Industrial', 'Operations', 'layla@example.com', 'synced', 4, 'Samir', 21],
  ['Mirko Albers', 'Norddeich Anlagen', 'Head of Service', 'mirko@example.com', 'differs', 5, 'Ali', 25],
  ['Chiara Benedetti', 'Officine Lario', 'Sales', 'chiara@example.com', 'synced', 3, 'Nora', 30],
  ['Nguyễn Thị Hạnh', 'Sông Hồng Tech', 'Director', 'hanh@example.com', 'synced', 4, 'Samir', 33],
  ['Owen Faraday', 'Larkfield Controls', 'Controls engineer', 'owen@example.com', 'waiting', 1, 'Ali', 38],
  ['Grażyna Zych', 'Zakład Wisła', 'Utrzymanie ruchu', 'grazyna@example.com', 'synced', 3, 'Nora', 44],
  ['Ruben Castellanos', 'Bombas del Ebro', 'Compras', 'ruben@example.com', 'removed', 2, 'Samir', 51],
  ['Ingrid Solberg', 'Solberg EMEA', 'Logistics', 'ingrid@example.com', 'synced', 4, 'Ali', 57],
  ['Pavel Novák', 'Moravské Turbíny', 'Technik', 'pavel@example.com', 'synced', 3, 'Nora', 63],
  ['Amélie Rousseau', 'Ateliers du Rhône', 'Acheteuse', 'amelie@example.com', 'sending', 5, 'Samir', 70],
  ['Samuel Okafor', 'Delta Flow', 'Process lead', 'samuel@example.com', 'synced', 4, 'Ali', 76],
  ['Katarína Hudáková', 'Tatra Pumpy', null, 'katarina@example.com', 'synced', 2, 'Nora', 83],
];

/** The one who is captured next. */
export const NEXT: Person = [
  'Jana Lindqvist',
  'Arvika Hydraulik AB',
  'Head of Maintenance',
  'jana@example.com',
  'on_hold',
  null,
  'Ali',
  0,
];

/** Two whose names are written from right to left and with pictures, and who were told a great deal: see `contact.ts`. */
export const WILD: readonly Person[] = [
  ['🧑‍🚀👩🏽‍🔬 Zoë "‮txt" 🇩🇪', '🏭🏭🏭 & Söhne <b>GmbH</b>', '🔧', 'zoe@example.com', 'queued', 5, '👩‍🚒', 0],
  [
    'אברהם בן־דוד (Abraham)',
    'شركة النهضة للصناعات الهيدروليكية 24/7',
    'مدير',
    'a@example.com',
    'differs',
    2,
    'ليلى',
    1,
  ],
];

/** One whose every value is longer than its place. */
export const LONG: Person = [
  'Dr.-Ing. Maximiliane-Katharina von Oppeln-Bronikowski zu Hohenstaufen-Wittelsbach',
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
  'Stellvertretende Hauptabteilungsleiterin Instandhaltung und Betriebsmittelverwaltung',
  'maximiliane.katharina.von-oppeln-bronikowski@instandhaltung.donaudampfschifffahrt.example.com',
  'needs_attention',
  3,
  'Bartholomäus-Ferdinand',
  0,
];
