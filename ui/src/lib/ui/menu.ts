/** A `<details>` that behaves as a menu: Escape and a press elsewhere close it. Attach to the `<details>` itself. */
import type { Attachment } from 'svelte/attachments';

/** Closes the menu on Escape (the focus goes back to its button) and when the reader turns elsewhere. */
export const menu: Attachment<HTMLDetailsElement> = (details) => {
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !details.open) return;
    event.preventDefault();
    event.stopPropagation();
    details.open = false;
    details.querySelector('summary')?.focus();
  };
  const elsewhere = (event: Event): void => {
    if (event.target instanceof Node && !details.contains(event.target)) details.open = false;
  };
  details.addEventListener('keydown', escape);
  document.addEventListener('pointerdown', elsewhere);
  document.addEventListener('focusin', elsewhere);
  return () => {
    details.removeEventListener('keydown', escape);
    document.removeEventListener('pointerdown', elsewhere);
    document.removeEventListener('focusin', elsewhere);
  };
};
