import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { parseRate, type Rate } from './rate.ts';
import type { RateSource } from './rate-source.ts';

const rateKey = (from: string, to: string) => ({ pk: `rate/${from}/${to}` });

/** Rates from the table, where an operator or a scheduled function stores them. */
export class TableRates implements RateSource {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async findRate(from: string, to: string): Promise<Rate | undefined> {
    const item = await this.#store.get('rates', rateKey(from, to));
    return item && rateFrom(item);
  }
}

/**
 * Parses a stored rate; undefined for items of other kinds.
 *
 * @throws Error for a rate item that is not valid
 */
export function rateFrom({ pk, value, at, source }: Item): Rate | undefined {
  const [kind, from = '', to = ''] = String(pk).split('/');
  if (kind !== 'rate') return undefined;
  const parsed = typeof value === 'string' ? parseRate(value) : undefined;
  if (parsed === undefined || !Number.isSafeInteger(at)) throw new Error(`${pk} holds no valid rate`);
  return { from, to, value: parsed, at: Number(at), source: String(source) };
}

/** Stores a rate, replacing an earlier one of its pair. */
export async function saveRate(store: Store, { from, to, ...rate }: Rate): Promise<void> {
  const item = { ...rateKey(from, to), ...rate };
  await store.write([{ kind: 'put', table: 'rates', item, replace: true }]);
}
