/** In which order cameras are tried: the remembered one, then built-in ones, infrared and virtual ones last. */

/** What is known of a camera. */
export interface Device {
  readonly id: string;
  readonly label: string;
}

const BUILT_IN = /built-?in|integrated|internal|facetime|easycamera|laptop/iu;
const VIRTUAL = /virtual|obs|snap camera|manycam|droidcam|loopback|dummy|xsplit|mmhmm/iu;
const INFRARED = /\bir\b|infra-?red|depth|windows hello/iu;

function rank({ label }: Device): number {
  if (VIRTUAL.test(label)) return 3;
  if (INFRARED.test(label)) return 2;
  return BUILT_IN.test(label) ? 0 : 1;
}

/** `devices` in order of preference; `remembered` first, found by id or, since ids change, by label. */
export function ranked(devices: readonly Device[], remembered: Partial<Device>): Device[] {
  const chosen =
    devices.find(({ id }) => id !== '' && id === remembered.id) ??
    devices.find(({ label }) => label !== '' && label === remembered.label);
  const rest = devices.filter((device) => device !== chosen);
  const sorted = rest
    .map((device, at) => ({ device, at }))
    .sort((a, b) => rank(a.device) - rank(b.device) || a.at - b.at)
    .map(({ device }) => device);
  return chosen === undefined ? sorted : [chosen, ...sorted];
}
