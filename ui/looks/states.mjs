// Every screen in every state of `tests/screens.json`, and those that no picture is taken of: which scene of the fake engine it
// starts from, and how a person gets there. Positions and shapes are used, not words: the states are reached in any language.

/** Opens a place of the bar, 1 to 4. */
const place = (page, nth) => page.click(`.tab:nth-of-type(${nth})`);
const subject = async (page, nth) => {
  await place(page, 4);
  await page.click(`.snav button:nth-of-type(${nth})`);
  await page.waitForSelector('.set h1');
};
const seen = (page, css) => page.waitForSelector(css, { state: 'visible' });

/** Lets files fall on the window. */
const drop = async (page, files) => {
  await seen(page, 'header.bar');
  await page.evaluate((given) => {
    const carried = new DataTransfer();
    for (const [name, text, type] of given) carried.items.add(new File([text], name, { type }));
    const event = { bubbles: true, cancelable: true, dataTransfer: carried };
    for (const kind of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent(new DragEvent(kind, event));
  }, files);
};
const LIST = [
  ['Besucher 2026.csv', 'Name,Mail,Hall\nAda Berg,ada@example.com,4\nBo Roe,bo@example.com,4\nx,odd,7\n', 'text/csv'],
];
const ROSTER = [['all.csv', 'Badge ID,Name\n12,Ada\n13,Bo\n', 'text/csv']];
const PICTURES = [
  ['a.jpg', 'xx', 'image/jpeg'],
  ['wall.jpg', '', 'image/jpeg'],
  ['door.jpg', 'x', 'image/jpeg'],
];
const OWN = 'X26|4711|Doe|Jo';

/** One row of the table, its drawer open. */
const drawer = (nth) => async (page) => {
  await place(page, 2);
  await page.click(`[role=row][aria-rowindex="${nth + 1}"]`);
  await seen(page, '.drawer h2');
};
/** A question under the pen. */
const penned = async (page) => {
  await subject(page, 1);
  await page.click('.asked .do .btn >> nth=2');
  await seen(page, '.question-form');
};
const contacts = async (page) => {
  await place(page, 2);
  await seen(page, '[role=row][aria-selected] bdi');
};
const review = async (page) => {
  await place(page, 3);
  await page.waitForSelector('.eq');
};
const start = (page) => page.waitForSelector('main h1, main h2');

/** `screen-state`: the scene, how to get there, and and whether a camera is plugged in (it is, unless said). */
export const STATES = {
  'capture-first': ['empty,first', (page) => seen(page, '.first .mark.done >> nth=1')],
  'capture-ready': ['', (page) => seen(page, '.view video')],
  'capture-saved': ['capture', (page) => seen(page, '.savedline')],
  'capture-known': [
    '',
    async (page) => {
      await scanned(page, 'MECARD:N:Tanaka,Mei;;');
      await seen(page, '.savedline');
      await scanned(page, 'MECARD:N:Tanaka,Mei;;');
      await seen(page, '.badge.known');
    },
  ],
  'capture-number': [
    '',
    async (page) => {
      await scanned(page, '0001234567');
      await seen(page, '.badge input');
    },
  ],
  'capture-refused': [
    '',
    async (page) => {
      await scanned(page, 'WIFI:S:expo;;');
      await seen(page, '.badge.refused');
    },
  ],
  'capture-questions': [
    'capture,questions,consent',
    async (page) => {
      await seen(page, '.savedline');
      await page.keyboard.press('q');
      await seen(page, '.ask.live');
    },
  ],
  'capture-typing': [
    '',
    async (page) => {
      await seen(page, '.view');
      await page.keyboard.press('m');
      await page.fill('.typed-given_name input', 'Jonas');
    },
  ],
  'capture-no-camera': ['', (page) => seen(page, '.nocam h1'), { camera: false }],
  'capture-note': [
    'capture',
    async (page) => {
      await seen(page, '.savedline');
      await page.keyboard.press('n');
      await seen(page, '.badge textarea');
    },
  ],
  'contacts-list': ['', contacts],
  'contacts-chosen': [
    '',
    async (page) => {
      await contacts(page);
      await page.keyboard.press('x');
      await seen(page, '.tools.chosen');
    },
  ],
  'contacts-empty': ['empty', (page) => place(page, 2)],
  'contacts-long': ['long', contacts],
  'contacts-wild': ['wild', contacts],
  'contacts-drawer': ['', drawer(3)],
  'contacts-attention': ['twins', drawer(6)],
  'contacts-differs': ['', drawer(8)],
  'contacts-long-drawer': ['long', drawer(1)],
  'contacts-wild-drawer': ['wild', drawer(1)],
  'contacts-import': [
    'empty',
    async (page) => {
      await drop(page, LIST);
      await seen(page, '.come');
    },
  ],
  'contacts-roster': [
    'empty',
    async (page) => {
      await drop(page, ROSTER);
      await seen(page, '.meant [role=switch]');
      await page.click('.meant [role=switch]');
      await seen(page, '.come');
    },
  ],
  'contacts-export': [
    '',
    async (page) => {
      await contacts(page);
      await page.click('.tools-end > .btn');
      await seen(page, 'dialog.export');
    },
  ],
  // Of a list that was narrowed one can write a part, which is asked.
  'contacts-export-part': [
    '',
    async (page) => {
      await contacts(page);
      await page.fill('.tools input[type=search]', 'a');
      await page.click('.tools-end > .btn');
      await seen(page, 'dialog.export fieldset:nth-of-type(2)');
    },
  ],
  'contacts-photos': [
    '',
    async (page) => {
      await place(page, 2);
      await drop(page, PICTURES);
      await seen(page, '.strip button');
    },
  ],
  'review-proposals': ['listed', review],
  'review-duplicates': ['duplicates', review],
  'review-merge': [
    'duplicates',
    async (page) => {
      await review(page);
      await page.click('.dup .btn >> nth=1');
      await seen(page, '.merge');
    },
  ],
  'review-open': ['several', review],
  'review-pictures': [
    'several',
    async (page) => {
      await review(page);
      await seen(page, '.pictures figure, .pictures svg');
    },
  ],
  'review-empty': ['empty', review],
  'review-off': ['off,gone', review],
  'review-fixing': [
    'several',
    async (page) => {
      await review(page);
      await page.click('.cause .btn-primary');
      await seen(page, '.fix');
    },
  ],
  'review-closing': [
    '',
    async (page) => {
      await review(page);
      await page.click('.close-day');
      await seen(page, '.closing-sum');
    },
  ],
  'settings-event': ['', (page) => subject(page, 1)],
  'settings-questions': ['questions', penned],
  'settings-kiosk': ['', (page) => subject(page, 2)],
  'settings-camera': ['', (page) => subject(page, 3)],
  'settings-no-camera': ['', (page) => subject(page, 3), { camera: false }],
  'settings-scanner': [
    '',
    async (page) => {
      await subject(page, 4);
      await page.click('.set .btn');
      await seen(page, '.lesson');
    },
  ],
  'settings-badges': ['', (page) => subject(page, 5)],
  'settings-trial': [
    '',
    async (page) => {
      await subject(page, 5);
      await page.click('.badges-read .acts .btn >> nth=2');
      await page.fill('.trying textarea', OWN);
    },
  ],
  'settings-learning': [
    '',
    async (page) => {
      await subject(page, 5);
      await page.click('.badges-read .acts .btn >> nth=0');
      await page.fill('.learning textarea >> nth=0', OWN);
    },
  ],
  'settings-destination': ['', (page) => subject(page, 6)],
  'settings-mapping': [
    'unknown-field',
    async (page) => {
      await subject(page, 6);
      await page.click('.map .written');
      await seen(page, '.turn');
    },
  ],
  'settings-answers': [
    'questions',
    async (page) => {
      await subject(page, 6);
      await page.click('.mapping .acts .btn');
      await page.selectOption('.adding select', 'answer:q-1');
      await page.fill('.map tbody tr:last-child .theirs input', 'Buying stage');
      await page.keyboard.press('Tab');
      await seen(page, '.map tbody tr:last-child .written:has-text("3")');
      await page.click('.map tbody tr:last-child .written');
      await seen(page, '.entry:nth-of-type(3)');
      await page.locator('.map tbody tr:last-child').scrollIntoViewIfNeeded();
    },
  ],
  'settings-look': ['', (page) => subject(page, 7)],
  'settings-key': ['', (page) => subject(page, 8)],
  'settings-backups': ['', (page) => subject(page, 9)],
  'settings-alerts': ['', (page) => subject(page, 10)],
  'settings-about': ['', (page) => subject(page, 11)],
  'rehearsal-badges': [
    'rehearsal',
    async (page) => {
      await page.click('.ribbon-btn');
      await seen(page, '.sample h2');
    },
  ],
  'rehearsal-bad-day': [
    'rehearsal',
    async (page) => {
      await page.click('.ribbon-btn');
      await page.click('.weather:nth-of-type(6)');
      await seen(page, '.weather-about');
    },
  ],
  'kiosk-waiting': ['kiosk,consent,questions', (page) => seen(page, '.kiosk h1')],
  'kiosk-typing': [
    'kiosk,consent,questions',
    async (page) => {
      await page.click('.kiosk .big .btn');
      await seen(page, '.kiosk-form');
    },
  ],
  'kiosk-consent': ['kiosk,consent,questions', (page) => visitor(page)],
  'kiosk-question': [
    'kiosk,consent,questions',
    async (page) => {
      await visitor(page);
      await page.click('.kiosk .big .btn >> nth=0');
      await seen(page, '.kiosk .offers');
    },
  ],
  'kiosk-staff': [
    'kiosk',
    async (page) => {
      await page.click('.kiosk .staff');
      await seen(page, '.kiosk .secret');
    },
  ],
  'window-keys': [
    '',
    async (page) => {
      await seen(page, 'header.bar');
      await page.keyboard.press('?');
      await seen(page, '.keysheet');
    },
  ],
  'window-banner': ['banner,offline', contacts],
  'window-unwritten': ['unwritten', contacts],
  'window-restored': ['restored', (page) => seen(page, '.banners')],
  'start-opening': ['opening', start],
  'start-key': ['nokey', start],
  'start-passphrase': ['nokey,passphrase', start],
  'start-no-keychain': ['nokeychain', start],
  'start-blocked': ['blocked', start],
};

/** A USB scanner reads a code: it types as no hand does, nor a browser that is driven from outside. */
async function scanned(page, payload) {
  await seen(page, '.view');
  await page.evaluate(
    (keys) => {
      for (const key of keys) {
        for (const kind of ['keydown', 'keyup']) {
          document.body.dispatchEvent(new KeyboardEvent(kind, { key, bubbles: true, cancelable: true }));
        }
      }
    },
    [...payload, 'Enter'],
  );
}

/** A visitor has typed a name in kiosk mode. */
async function visitor(page) {
  await page.click('.kiosk .big .btn');
  await page.fill('.kiosk-form .field:nth-of-type(1) input', 'Ayla');
  await page.click('.kiosk-form [type=submit]');
  await seen(page, '.kiosk .lead');
}
