// What is wrong with how the page lies, found by geometry alone. Runs inside the page: it may use nothing from outside.

/** Every fault of the layout as a sentence; none when all lies well. */
export function faults() {
  const TOLERANCE = 2;
  const { documentElement: root } = document;
  const dialog = [...document.querySelectorAll('dialog[open]')].at(-1);
  const within = dialog ?? document.body;
  const found = new Set();
  const say = (what, element) => found.add(`${what}: ${named(element)}`);

  function named(element) {
    const text = (element.innerText ?? element.textContent ?? '').trim().replace(/\s+/gu, ' ').slice(0, 50);
    const names = [];
    for (let at = element; at !== null && at !== document.body && names.length < 3; at = at.parentElement) {
      const classes = [...at.classList].filter((name) => !name.startsWith('svelte-'));
      names.unshift(at.localName + classes.map((name) => `.${name}`).join(''));
    }
    return `${names.join(' > ')} “${text}”`;
  }
  const clips = (value) => value === 'hidden' || value === 'clip';
  const scrolls = (value) => value === 'auto' || value === 'scroll';
  const styles = new Map();
  const styleOf = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };
  /** Shown to screen readers only, or to nobody. */
  function unseen(element) {
    for (let at = element; at !== null; at = at.parentElement) {
      if (at.matches('.sr, [hidden], option, select, [aria-hidden=true] > svg')) return true;
    }
    return !element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  }

  // Sideways.
  if (root.scrollWidth > root.clientWidth + 1)
    found.add(`the window scrolls sideways: ${root.scrollWidth} of ${root.clientWidth}`);
  for (const element of within.querySelectorAll('*')) {
    const style = styleOf(element);
    if (!scrolls(style.overflowX) || element.matches('pre, textarea, [data-scrolls]') || unseen(element)) continue;
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      say(`scrolls sideways (${element.scrollWidth} of ${element.clientWidth})`, element);
  }

  // Each piece of text with its boxes, cut to what scrolling containers show of it.
  const pieces = [];
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === '' || element === null || element.closest('script, style, svg') || unseen(element))
      continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1 || box.height < 1) continue;
      const text = { element, left: box.left, right: box.right, top: box.top, bottom: box.bottom };
      if (reduced(text)) pieces.push(text);
    }
  }

  /** Cuts a text to what its containers show; says when it is clipped where nothing can bring it back. */
  function reduced(text) {
    for (let at = text.element; at !== null && at !== document.body; at = at.parentElement) {
      const style = styleOf(at);
      const ellipsis = style.textOverflow === 'ellipsis' || Number(style.webkitLineClamp) > 0;
      if (style.overflowX !== 'visible' || style.overflowY !== 'visible') {
        const box = at.getBoundingClientRect();
        for (const [low, high, value] of [
          ['left', 'right', style.overflowX],
          ['top', 'bottom', style.overflowY],
        ]) {
          const lost = Math.max(box[low] - text[low], text[high] - box[high]);
          if (lost <= TOLERANCE) continue;
          // Line boxes are a little higher than letters.
          const slack = low === 'top' ? (text.bottom - text.top) * 0.25 : TOLERANCE;
          if (clips(value) && !ellipsis && lost > slack && !at.matches('[data-scrolls]')) say('clipped', text.element);
          if (
            ellipsis &&
            lost > slack &&
            text.element.closest('button, h1, h2, label, th, [role=columnheader]') !== null &&
            !text.element.closest('bdi, .ell')
          )
            say('shortened', text.element);
          text[low] = Math.max(text[low], box[low]);
          text[high] = Math.min(text[high], box[high]);
          if (text[high] - text[low] < 4) return false;
        }
      }
      if (style.position === 'fixed') break;
    }
    if (text.right > innerWidth + TOLERANCE || text.left < -TOLERANCE) say('beyond the window’s edge', text.element);
    const below = root.scrollHeight > root.clientHeight && scrollable();
    if (text.bottom > innerHeight + TOLERANCE && !below && dialog === undefined)
      say('below the window’s edge', text.element);
    return true;
  }
  // Where nobody can scroll the window, the focus still could: it would take the bar along and not bring it back.
  if (!scrollable() && root.scrollHeight > root.clientHeight + TOLERANCE) {
    const hidden = [...document.querySelectorAll('body *')].filter((one) => one.offsetParent === document.body);
    const bottom = (one) => one.getBoundingClientRect().bottom;
    const lowest = hidden.reduce((low, one) => (bottom(one) > bottom(low) ? one : low), document.body);
    say('makes the window itself scroll', lowest);
  }
  function scrollable() {
    return !clips(styleOf(document.body).overflowY) && !clips(styleOf(root).overflowY);
  }

  // Covered: at the middle of a text lies something else.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { pointer-events: auto !important }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  for (const { element, left, right, top, bottom } of pieces) {
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
    const top_ = document.elementFromPoint(x, y);
    if (top_ === null || top_ === element || top_.contains(element) || element.contains(top_)) continue;
    // A bigger target that lies over its own words, or a picture's frame that is see-through.
    const shared = top_.closest('button, label, a, summary');
    if (shared !== null && shared.contains(element)) continue;
    // A target that is made larger than its box, by what is see-through.
    if (shared !== null && !holds(shared.getBoundingClientRect(), x, y)) continue;
    // A toast comes and goes; what it covers is there again in seconds.
    if (top_.closest('.toaster') !== null) continue;
    // What sticks to an edge of what scrolls covers what scrolls by.
    if (sticks(top_) && !sticks(element)) continue;
    say(`covered by ${named(top_)}`, element);
  }
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  function holds(box, x, y) {
    return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  }
  function sticks(element) {
    for (let at = element; at !== null; at = at.parentElement) if (styleOf(at).position === 'sticky') return true;
    return false;
  }

  // Overlapping: two texts on each other.
  const inSight = pieces.filter(({ bottom, top }) => bottom > 0 && top < innerHeight);
  for (const [nth, one] of inSight.entries()) {
    for (const other of inSight.slice(nth + 1)) {
      if (one.element === other.element) continue;
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      const least = Math.min(one.bottom - one.top, other.bottom - other.top);
      if (wide <= TOLERANCE || high <= least * 0.4) continue;
      if (sticks(one.element) !== sticks(other.element)) continue;
      if (one.element.closest('.toaster') !== other.element.closest('.toaster')) continue;
      say(`overlaps ${named(other.element)}`, one.element);
    }
  }

  // Controls that are cut off at the window's side.
  for (const control of within.querySelectorAll('button, input, select, textarea, summary, a[href]')) {
    if (unseen(control) || styleOf(control).position === 'fixed') continue;
    const { left, right, width } = control.getBoundingClientRect();
    if (width > 0 && (right > innerWidth + TOLERANCE || left < -TOLERANCE)) say('beyond the window’s edge', control);
  }
  return [...found];
}

/** Whether anything moves: animations or transitions that take time. */
export function moves() {
  return document
    .getAnimations()
    .filter((one) => one.playState === 'running' && Number(one.effect?.getComputedTiming().duration) > 10)
    .map(
      (one) => `moves: ${one.effect?.target?.className ?? ''} (${one.animationName ?? one.transitionProperty ?? ''})`,
    );
}

/** With forced colours: what has lost its boundary, or the mark that it is chosen. */
export function unmarked() {
  const controls =
    '.btn, .input, select, .opt, .tab[aria-current], .snav [aria-current], [aria-pressed="true"], .pane, .weather';
  return [...document.querySelectorAll(controls)]
    .filter(
      (one) =>
        one.checkVisibility({ visibilityProperty: true }) &&
        one.closest('dialog:not([open]), .select-box label') === null,
    )
    .filter((one) => {
      const { outlineStyle, outlineWidth, borderTopStyle, borderTopWidth } = getComputedStyle(one);
      const drawn = (style, width) => style !== 'none' && parseFloat(width) >= 1;
      return !drawn(outlineStyle, outlineWidth) && !drawn(borderTopStyle, borderTopWidth);
    })
    .map((one) => `without a boundary: ${one.localName}.${[...one.classList].join('.')}`);
}
