import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { parseRate, type Rate } from './rate.ts';
import type { RateSource } from './rate-source.ts';

const rateKey = (from: string, to: string) => ({ pk: `rate/${from}/${to}` });

/** Rates as an operator or a scheduled function leaves them in the table. */
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

/** The rate that an item holds; undefined for items of other kinds. Throws for one that cannot be a rate. */
export function rateFrom({ pk, value, at, source }: Item): Rate | undefined {
  const [kind, from = '', to = ''] = String(pk).split('/');
  if (kind !== 'rate') return undefined;
  const read = typeof value === 'string' ? parseRate(value) : undefined;
  if (read === undefined || !Number.isSafeInteger(at)) throw new Error(`${pk} holds no rate`);
  return { from, to, value: read, at: Number(at), source: String(source) };
}

/** Stores a rate, in place of an earlier one of its pair. */
export async function saveRate(store: Store, { from, to, ...rate }: Rate): Promise<void> {
  const item = { ...rateKey(from, to), ...rate };
  await store.write([{ kind: 'put', table: 'rates', item, replace: true }]);
}
