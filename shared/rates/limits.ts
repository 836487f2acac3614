import { ParameterInvalid, PositionLimited } from '../contract/errors.ts';
import { moneyText } from '../money/amount.ts';
import { StaleDecision } from '../requests/once.ts';
import type { Item } from '../store/item.ts';
import type { Store } from '../store/store.ts';
import { atLeast, atMost, equals, type Update, type Write } from '../store/write.ts';

/** What an operator lets merchants change into a currency and out of it. Amounts in minor units. */
export interface CurrencyLimit {
  readonly currency: string;
  /** Most of it in one exchange or transfer. */
  readonly atOnce?: bigint;
  /** Most that the platform may have of it beyond what it began with, or be short of it. */
  readonly position?: bigint;
  /** What it has more of it, or less, since the position was limited or covered last; counted where it is limited. */
  readonly net: bigint;
}

/** An amount of a currency that changes hands. */
export interface Traded {
  readonly currency: string;
  /** What the platform gains of it, in minor units; negative for what it gives. */
  readonly gained: bigint;
}

const limitKey = (currency: string) => ({ pk: `limit/${currency}` });

/** The limit that an item holds; undefined for items of other kinds. */
export function limitFrom({ pk, ...item }: Item): CurrencyLimit | undefined {
  const [kind, currency = ''] = String(pk).split('/');
  if (kind !== 'limit') return undefined;
  const minor = (field: string) => item[field] as number | bigint | undefined;
  const [atOnce, position] = [minor('atOnce'), minor('position')];
  return {
    currency,
    net: BigInt(minor('net') ?? 0),
    ...(atOnce !== undefined && { atOnce: BigInt(atOnce) }),
    ...(position !== undefined && { position: BigInt(position) }),
  };
}

/** The currency's limit, if it has one. */
export async function findLimit(store: Store, currency: string): Promise<CurrencyLimit | undefined> {
  const item = await store.get('rates', limitKey(currency));
  return item && limitFrom(item);
}

/** Sets the currency's limit, in place of an earlier one. What a limited position is by now stays counted. */
export async function saveLimit(
  store: Store,
  currency: string,
  limit: Pick<CurrencyLimit, 'atOnce' | 'position'>,
): Promise<void> {
  const unset = (['atOnce', 'position'] as const).filter((field) => limit[field] === undefined);
  const counts = limit.position !== undefined;
  await store.write([
    {
      kind: 'update',
      table: 'rates',
      key: limitKey(currency),
      set: limit,
      ...(counts && { add: { net: 0n } }),
      remove: [...unset, ...(counts ? [] : ['net'])],
    },
  ]);
}

/** Says that the position as it was read was bought back or sold elsewhere; what was exchanged since stays counted. */
export async function coverPosition(store: Store, { currency, net }: CurrencyLimit): Promise<void> {
  await store.write([{ kind: 'update', table: 'rates', key: limitKey(currency), add: { net: -net } }]);
}

/**
 * The writes that count an exchange in the positions of its currencies, where they are limited; none where nothing is.
 * `field` is the request's field that named the amount.
 *
 * @throws ParameterInvalid for more than is let through at once; PositionLimited, from the write, for what would go beyond a
 * position
 */
export async function tradeWrites(store: Store, traded: readonly Traded[], field: string): Promise<Write[]> {
  const items = await store.getMany(
    'rates',
    traded.map(({ currency }) => limitKey(currency)),
  );
  return traded.flatMap(({ currency, gained }, index) => {
    const limit = items[index] && limitFrom(items[index]);
    if (!limit) return [];
    const amount = gained < 0n ? -gained : gained;
    if (limit.atOnce !== undefined && amount > limit.atOnce) {
      const most = moneyText(limit.atOnce, currency);
      throw new ParameterInvalid(field, `is for more than ${most}, the most in one exchange`);
    }
    return limit.position === undefined ? [] : [counted(limit, limit.position, gained)];
  });
}

function counted({ currency }: CurrencyLimit, position: bigint, gained: bigint): Update {
  const within = gained > 0n ? atMost('net', position - gained) : atLeast('net', -position - gained);
  return {
    kind: 'update',
    table: 'rates',
    key: limitKey(currency),
    add: { net: gained },
    when: [equals('position', position), within],
    otherwise: (current) =>
      current && limitFrom(current)?.position === position
        ? new PositionLimited(currency)
        : new StaleDecision(),
  };
}
