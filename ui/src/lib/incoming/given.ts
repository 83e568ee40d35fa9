/**
 * Files that were dropped, pasted or chosen: folders opened, what systems hide left out, lists told from pictures. What is
 * in a file is the engine's to judge; here only its name is looked at.
 */

/** Names that end like a list of contacts. */
const LIST = /\.(?:csv|tsv|tab|txt|vcf|vcard|xlsx|xlsm|xls|ods|jsonl|ndjson|json)$/iu;
/** What systems leave in folders of pictures. */
const HIDDEN = /^(?:\.|thumbs\.db$|desktop\.ini$)/iu;
/** So many folders within each other are opened. */
const DEEPEST = 8;

/** Files apart by what is to become of them. */
export interface Sorted {
  readonly lists: File[];
  readonly pictures: File[];
}

/** Lists and pictures apart; what a system hides is neither. */
export function sorted(files: readonly File[]): Sorted {
  const shown = files.filter(({ name }) => !HIDDEN.test(name));
  return {
    lists: shown.filter(({ name }) => LIST.test(name)),
    pictures: shown.filter(({ name }) => !LIST.test(name)),
  };
}

/** Every file that a drop or a paste carries, those in folders too. What is carried is taken at once, before it is gone. */
export async function carried(data: DataTransfer): Promise<File[]> {
  const files = [...data.files];
  const entries = [...(data.items ?? [])]
    .filter(({ kind }) => kind === 'file')
    .map((item) => (typeof item.webkitGetAsEntry === 'function' ? item.webkitGetAsEntry() : null))
    .filter((entry) => entry !== null);
  if (!entries.some(({ isDirectory }) => isDirectory)) return files;
  return (await Promise.all(entries.map((entry) => within(entry, 0)))).flat();
}

async function within(entry: FileSystemEntry, depth: number): Promise<File[]> {
  if (entry.isFile) return [await fileOf(entry as FileSystemFileEntry)];
  if (depth >= DEEPEST || HIDDEN.test(entry.name)) return [];
  const found = await inFolder((entry as FileSystemDirectoryEntry).createReader());
  found.sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
  const files: File[] = [];
  for (const inner of found) files.push(...(await within(inner, depth + 1)));
  return files;
}

/** A folder tells its entries in parts; an empty part is the end. */
async function inFolder(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((take, refuse) => reader.readEntries(take, refuse));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

const fileOf = async (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((take, refuse) => entry.file(take, refuse));
