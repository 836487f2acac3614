import { logger } from '../../../shared/lambda/logger.ts';
import { median } from '../frame/figure.ts';
import { interleaved } from '../frame/measure.ts';
import { Meter, meterRsa } from './meter.ts';
import { warmRequest } from './request.ts';
import type { Phases } from './section.ts';

// A process of its own, because its log is discarded. It sends its parent the microseconds of each part, by round.

/** Requests before the first measurement, until V8 has compiled the code. */
const WARM_UPS = 5_000;
const REQUESTS = 500;
const PHASES = ['whole', 'rsa', 'domain', 'log'] as const;

const meters = { rsa: new Meter(), domain: new Meter(), log: new Meter() };
meterRsa(meters.rsa);
logger.info = meters.log.around(logger.info.bind(logger));

const [, , bits, rounds] = process.argv;
const request = await warmRequest(Number(bits) as 1024 | 2048, (work) => meters.domain.around(work));

/**
 * Returns the microseconds of each meter and of the whole for one request. It is the median of many, because the
 * machine sometimes interrupts one.
 */
async function measure(work: () => unknown): Promise<Phases> {
  const all = { whole: new Meter(), ...meters };
  const metered = all.whole.around(work);
  const claimed = { whole: [], rsa: [], domain: [], log: [] } as Record<keyof Phases, number[]>;
  for (let time = 0; time < REQUESTS; time += 1) {
    await metered();
    for (const part of PHASES) claimed[part].push(all[part].take());
  }
  const [whole, rsa, domain, log] = PHASES.map((part) => median(claimed[part]));
  return { whole, rsa, domain, log } as Phases;
}

for (let time = 0; time < WARM_UPS; time += 1) {
  await request.whole();
  await request.signed();
}
const { whole, signed, open, schema, seal } = request;
const rounded = await interleaved(Number(rounds), {
  whole: () => measure(whole),
  signed: () => measure(signed),
  open: () => measure(open),
  schema: () => measure(schema),
  seal: () => measure(seal),
});
process.send?.(rounded);
process.disconnect?.();
