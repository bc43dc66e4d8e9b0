import type { ConfigDocument } from './document.ts';

/** How a mistake is reported: where, what belongs there, what stands there. */
type Report = (path: string, message: string, found: string) => void;

/**
 * What the schema cannot see of creation rules, inhibitions and maintenance: fields that belong together, references,
 * spans. `broken` elements did not parse and are named already.
 */
export function checkNoise(config: ConfigDocument, broken: ReadonlySet<object>, report: Report): void {
  const services = new Set(config.services.map(({ id }) => id));
  config.services.forEach((service, s) => {
    if (!broken.has(service)) checkCreation(service.creation, `services[${s}].creation`, report);
  });
  config.maintenance.forEach((window, m) => {
    if (broken.has(window)) return;
    const path = `maintenance[${m}]`;
    window.services.forEach((id, i) => {
      if (!services.has(id)) report(`${path}.services[${i}]`, 'expected the id of a service', id);
    });
    if (window.to <= window.from) report(`${path}.to`, 'expected a time after "from"', window.to);
  });
}

function checkCreation(
  { rule, fields, window, delay }: ConfigDocument['services'][number]['creation'],
  path: string,
  report: Report,
): void {
  if ((rule === 'fields') !== (fields !== undefined))
    report(`${path}.fields`, 'expected fields with the rule "fields", and with no other', rule);
  if (rule !== 'always') return;
  if (window !== undefined) report(`${path}.window`, 'expected none with the rule "always"', window);
  if (delay !== undefined) report(`${path}.delay`, 'expected none with the rule "always"', delay.within);
}
