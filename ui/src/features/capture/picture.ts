/** Picture files on their way to the engine, which alone judges what is in them. */
import type { CommandError } from '$lib/backend/generated/CommandError';

/** The engine reads no larger file (`MAX_BYTES` of its `photo.rs`); so large a one is not even taken into memory. */
const MOST_BYTES = 64 * 1024 * 1024;
const TOO_LARGE: CommandError = {
  code: 'bad_input',
  sentence: { code: 'photo-too-large', args: {} },
  detail: null,
};

/** The file as it is; rejects with a `CommandError` when it is too large. */
export async function pictureBytes(file: Blob): Promise<Uint8Array> {
  if (file.size > MOST_BYTES) throw TOO_LARGE;
  return new Uint8Array(await file.arrayBuffer());
}
