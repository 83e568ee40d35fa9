//! How much of a file is read: ample for an address book, and a bound on what a hostile file can cost.

/// Largest file, in bytes.
pub const FILE_BYTES: u64 = 256 << 20;

/// Most bytes that a workbook may unpack to. Counted while unpacking; what the file says of itself is not believed.
pub const UNPACKED_BYTES: u64 = 1 << 30;

/// Most bytes that a workbook's shared texts may unpack to: they are held in memory.
pub const SHARED_BYTES: u64 = 128 << 20;

/// How many times its packed size a workbook may unpack to. A table of the same value in every row packs to a hundredth.
pub const UNPACKED_TIMES: u64 = 200;

/// Most parts of a workbook's package.
pub const PARTS: usize = 2_000;

/// Most rows that are read.
pub const ROWS: u64 = 500_000;

/// Most columns that are read; further cells of a row are left out, and the row is named.
pub const COLUMNS: usize = 250;

/// Longest cell, in characters, that of spreadsheets. The rest is left out, and the row is named.
pub const CELL_CHARS: usize = 32_767;

/// Longest row, line or card, in bytes: a longer one is a quotation mark that never closes, or no table at all.
pub const ROW_BYTES: usize = 1 << 20;

/// Rows that are looked at to find out what a file is.
pub const SAMPLE_ROWS: usize = 200;

/// Bytes that are looked at for the same.
pub const SAMPLE_BYTES: usize = 256 << 10;
