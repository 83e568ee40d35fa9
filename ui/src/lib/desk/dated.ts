/** Today as file names carry it: 2026-11-22, by this laptop's own day. */
export function dated(day = new Date()): string {
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}
