import { WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { atLeast, atMost, equals, type Update, type Write } from '../../../runtime/store/write.ts';
import { ParameterInvalid, PositionLimited } from '../../../wire/errors.ts';
import { formatMoney } from '../../../wire/money/amount.ts';

/** What an operator lets merchants change into a currency and out of it. Amounts in minor units. */
export interface PositionLimit {
  readonly currency: string;
  /** Most of it in one exchange or transfer. */
  readonly atOnce?: bigint;
  /** Most that the platform may have of it beyond what it began with, or be short of it. */
  readonly position?: bigint;
  /** What it has more of it, or less, since the position was limited or covered last; counted where it is limited. */
  readonly net: bigint;
}

/** An amount of a currency that changes hands. */
export interface TradeLeg {
  readonly currency: string;
  /** What the platform gains of it, in minor units; negative for what it gives. */
  readonly gained: bigint;
}

const positionLimitKey = (currency: string) => ({ pk: `limit/${currency}` });

/** The limit that an item holds; undefined for items of other kinds. */
export function positionLimitFrom({ pk, ...item }: Item): PositionLimit | undefined {
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
export async function findPositionLimit(store: Store, currency: string): Promise<PositionLimit | undefined> {
  const item = await store.get('rates', positionLimitKey(currency));
  return item && positionLimitFrom(item);
}

/** Sets the currency's limit, in place of an earlier one. What a limited position is by now stays counted. */
export async function savePositionLimit(
  store: Store,
  currency: string,
  limit: Pick<PositionLimit, 'atOnce' | 'position'>,
): Promise<void> {
  const unset = (['atOnce', 'position'] as const).filter((field) => limit[field] === undefined);
  const counts = limit.position !== undefined;
  await store.write([
    {
      kind: 'update',
      table: 'rates',
      key: positionLimitKey(currency),
      set: limit,
      ...(counts && { add: { net: 0n } }),
      remove: [...unset, ...(counts ? [] : ['net'])],
    },
  ]);
}

/** Says that the position as it was read was bought back or sold elsewhere; what was exchanged since stays counted. */
export async function coverPosition(store: Store, { currency, net }: PositionLimit): Promise<void> {
  await store.write([
    { kind: 'update', table: 'rates', key: positionLimitKey(currency), add: { net: -net } },
  ]);
}

/**
 * The writes that count an exchange in the positions of its currencies, where they are limited; none where nothing is.
 * `field` is the request's field that named the amount.
 *
 * @throws ParameterInvalid for more than is let through at once; PositionLimited, from the write, for what would go beyond a
 * position
 */
export async function positionWrites(
  store: Store,
  legs: readonly TradeLeg[],
  field: string,
): Promise<Write[]> {
  const items = await store.getMany(
    'rates',
    legs.map(({ currency }) => positionLimitKey(currency)),
  );
  return legs.flatMap(({ currency, gained }, index) => {
    const limit = items[index] && positionLimitFrom(items[index]);
    if (!limit) return [];
    const amount = gained < 0n ? -gained : gained;
    if (limit.atOnce !== undefined && amount > limit.atOnce) {
      const most = formatMoney(limit.atOnce, currency);
      throw new ParameterInvalid(field, `is for more than ${most}, the most in one exchange`);
    }
    return limit.position === undefined ? [] : [positionUpdate(limit, limit.position, gained)];
  });
}

function positionUpdate({ currency }: PositionLimit, position: bigint, gained: bigint): Update {
  const within = gained > 0n ? atMost('net', position - gained) : atLeast('net', -position - gained);
  return {
    kind: 'update',
    table: 'rates',
    key: positionLimitKey(currency),
    add: { net: gained },
    when: [equals('position', position), within],
    onConflict: (current) =>
      current && positionLimitFrom(current)?.position === position
        ? new PositionLimited(currency)
        : new WriteConflict(),
  };
}
