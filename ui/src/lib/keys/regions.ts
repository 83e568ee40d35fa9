/** F6: from one region of the window to the next, as desktop programs do. */

/** Focuses the first thing in the region after the one that has the focus. */
export function nextRegion(root: ParentNode = document, backwards = false): void {
  const regions = [...root.querySelectorAll<HTMLElement>('[data-region]')];
  if (regions.length === 0) return;
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const step = backwards ? -1 : 1;
  const region = regions[(at + step + regions.length) % regions.length];
  const inside = region?.querySelector<HTMLElement>(
    'button:not([disabled]), a[href], input, select, textarea, [tabindex="0"]',
  );
  (inside ?? region)?.focus();
}
