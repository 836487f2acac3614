import type { Dependencies } from '../../../shared/domain/dependencies.ts';
import { saveRate } from '../../../shared/domain/money/rates/table-rates.ts';

/** Invented rates. As usual, exchanging there and back loses a little. */
const DEMO_RATES = [
  ['USD', 'EUR', '0.92'],
  ['EUR', 'USD', '1.08'],
  ['USD', 'JPY', '149.5'],
  ['JPY', 'USD', '0.00666'],
  ['EUR', 'JPY', '162.2'],
  ['JPY', 'EUR', '0.00613'],
  ['USDT', 'USD', '0.999'],
  ['USDT', 'EUR', '0.919'],
  ['USDC', 'USD', '0.9995'],
  ['USDC', 'EUR', '0.9195'],
] as const;

/** Sets the demo's rates as of now. */
export async function setDemoRates({ store, now }: Pick<Dependencies, 'store' | 'now'>): Promise<void> {
  const at = now();
  for (const [from, to, value] of DEMO_RATES) await saveRate(store, { from, to, value, at, source: 'demo' });
}
