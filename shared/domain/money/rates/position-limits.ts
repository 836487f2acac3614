import { WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { storedBigInt } from '../../../runtime/store/stored-bigint.ts';
import { atLeast, atMost, equals, type Update, type Write } from '../../../runtime/store/write.ts';
import { ParameterInvalid, PositionLimited } from '../../../wire/errors.ts';
import { formatMoney } from '../../../wire/money/amount.ts';

/** An operator's limits on what merchants convert into a currency and out of it. Amounts in minor units. */
export interface PositionLimit {
  readonly currency: string;
  /** Maximum amount of one exchange or transfer. */
  readonly atOnce?: bigint;
  /** Maximum size of the platform's position, long or short. */
  readonly position?: bigint;
  /** The position since it was first limited or last covered; negative when short. Counted only while it is limited. */
  readonly net: bigint;
}

/** One side of a conversion. */
export interface TradeLeg {
  readonly currency: string;
  /** What the platform gains, in minor units; negative for what it gives. */
  readonly gained: bigint;
}

const positionLimitKey = (currency: string) => ({ pk: `limit/${currency}` });

/** Parses a stored limit; undefined for items of other kinds. */
export function positionLimitFrom({ pk, ...item }: Item): PositionLimit | undefined {
  const [kind, currency = ''] = String(pk).split('/');
  if (kind !== 'limit') return undefined;
  const minor = (field: string) => item[field] as number | bigint | undefined;
  const [atOnce, position] = [minor('atOnce'), minor('position')];
  return {
    currency,
    net: storedBigInt(item, 'net'),
    ...(atOnce !== undefined && { atOnce: BigInt(atOnce) }),
    ...(position !== undefined && { position: BigInt(position) }),
  };
}

/** Finds the limit of a currency. */
export async function findPositionLimit(store: Store, currency: string): Promise<PositionLimit | undefined> {
  const item = await store.get('rates', positionLimitKey(currency));
  return item && positionLimitFrom(item);
}

/** Sets the limit of a currency, replacing an earlier one. A position that is counted already stays as it is. */
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

/** Records that the position, as it was read, was covered elsewhere. What was exchanged since then stays counted. */
export async function coverPosition(store: Store, { currency, net }: PositionLimit): Promise<void> {
  await store.write([
    { kind: 'update', table: 'rates', key: positionLimitKey(currency), add: { net: -net } },
  ]);
}

/**
 * The writes that count a conversion in the limited positions of its currencies; none when neither is limited. `field`
 * is the request field that states the amount, for error messages.
 *
 * @throws ParameterInvalid when the amount exceeds the limit of one exchange
 * @throws PositionLimited from the transaction, when a position would exceed its limit
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
      const max = formatMoney(limit.atOnce, currency);
      throw new ParameterInvalid(field, `exceeds ${max}, the limit of one exchange`);
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
