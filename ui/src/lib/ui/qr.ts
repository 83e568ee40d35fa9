/** A QR code as one path: every run of dark modules is a rectangle, so that it prints sharp at any size. */

/** The path of `modules` (rows of `0` and `1`), one unit a module. */
export function modulesPath(modules: readonly string[]): string {
  return modules
    .flatMap((row, y) =>
      [...row.matchAll(/1+/gu)].map(({ 0: run, index: x }) => `M${x} ${y}h${run.length}v1h-${run.length}z`),
    )
    .join('');
}

/** The quiet zone around a code, in modules (ISO/IEC 18004). */
export const QUIET = 4;
