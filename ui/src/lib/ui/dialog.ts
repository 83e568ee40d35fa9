/** An overlay that keeps the focus while it is open and gives it back. Attach to the `<dialog>` element itself. */
import type { Attachment } from 'svelte/attachments';

/** Opens the dialog above everything; `close` is called on Escape and on a press beside it. */
export const overlay =
  (close: () => void): Attachment<HTMLDialogElement> =>
  (dialog) => {
    const before = document.activeElement;
    const cancel = (event: Event): void => {
      event.preventDefault();
      close();
    };
    const beside = (event: MouseEvent): void => {
      if (event.target === dialog) close();
    };
    dialog.addEventListener('cancel', cancel);
    dialog.addEventListener('click', beside);
    // jsdom has no modal dialogs; there the attribute alone shows it.
    if (typeof dialog.showModal === 'function') dialog.showModal();
    else dialog.setAttribute('open', '');
    return () => {
      dialog.removeEventListener('cancel', cancel);
      dialog.removeEventListener('click', beside);
      if (before instanceof HTMLElement) before.focus();
    };
  };
