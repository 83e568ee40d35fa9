/** Files on their way to the engine, which alone judges what is in them. */
import type { CommandError } from '../backend/generated/CommandError';
import type { Sentence } from '../backend/generated/Sentence';

const MIB = 1024 * 1024;
/** The engine reads no larger picture (`MAX_BYTES` of its `photo.rs`); so large a one is not even taken into memory. */
const MOST_OF_PICTURE = 64 * MIB;
/** Nor a larger list (`FILE_BYTES` of the `files` crate's limits). */
const MOST_OF_LIST = 256 * MIB;

const no = (sentence: Sentence): CommandError => ({ code: 'bad_input', sentence, detail: null });
const TOO_LARGE_LIST: Sentence = {
  code: 'file-too-large',
  args: { most: { kind: 'count', value: MOST_OF_LIST / MIB } },
};

/** A picture as it is; rejects with a `CommandError` when it is too large or its medium does not give it. */
export const pictureBytes = async (file: Blob): Promise<Uint8Array> =>
  bytesOf(file, MOST_OF_PICTURE, { code: 'photo-too-large', args: {} });

/** A list of contacts as it is; rejects in the same way. */
export const listBytes = async (file: Blob): Promise<Uint8Array> => bytesOf(file, MOST_OF_LIST, TOO_LARGE_LIST);

async function bytesOf(file: Blob, most: number, tooLarge: Sentence): Promise<Uint8Array> {
  if (file.size > most) throw no(tooLarge);
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw no({ code: 'file-unreadable', args: {} });
  }
}
