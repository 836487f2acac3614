import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import type { Sealed } from '../../../runtime/vault/sealer.ts';
import { formatDate } from '../../../wire/contract/time.ts';
import { NothingFound, StatusNotSuitable } from '../../../wire/errors.ts';
import type { IssuerName } from '../../issuer-name.ts';
import { type Account, cardAccount, groupAccount } from '../../money/ledger/account.ts';
import type { ChangeTracking } from './change-tracking.ts';

/** A card's status. `closing` lasts from an accepted cancellation to its outcome; merchants see it as frozen. */
export type CardStatus = 'closed' | 'active' | 'frozen' | 'awaiting-activation' | 'closing';

const STATUS_TEXTS = {
  closed: 'closed',
  active: 'in use',
  frozen: 'frozen',
  closing: 'being cancelled',
  'awaiting-activation': 'awaiting activation',
} as const satisfies Record<CardStatus, string>;

/** Returns the error for a request that the card's status does not allow. */
export const statusNotSuitable = ({ status }: Pick<Card, 'status'>): StatusNotSuitable =>
  new StatusNotSuitable('card', STATUS_TEXTS[status]);

/** A card without its secrets, as stored in the cards table. Amounts in minor units of `currency`. */
export interface Card extends ChangeTracking {
  readonly cardId: string;
  readonly userNo: string;
  readonly status: CardStatus;
  readonly binRangeId: string;
  readonly issuer: IssuerName;
  /** Its id at its external issuer. */
  readonly issuerCardId?: string;
  /** 1 regular, 2 shared. */
  readonly cardType: 1 | 2;
  /** 1 virtual, 2 physical. */
  readonly cardForm: 1 | 2;
  /** The group whose pool a supplementary card spends from. */
  readonly groupId?: string;
  readonly cardUserId?: string;
  readonly currency: string;
  readonly maskedNumber: string;
  /** yyyy-MM */
  readonly expiry: string;
  readonly alias: string;
  readonly label: string;
  /** yyyy-MM-dd */
  readonly startDate: string;
  readonly endDate: string;
  readonly multiUse: boolean;
  readonly currencyCheck: boolean;
  readonly sceneCode?: number;
  readonly airLineCode?: string;
  readonly minAmount: bigint;
  readonly maxAmount: bigint;
  /** Total authorized so far, less reversals and refunds. */
  readonly usedAmount: bigint;
  /** The maximum that a supplementary card may use of its group's pool. Unlimited when absent. */
  readonly limit?: bigint;
  /** Purchases on a single-use card that were not fully reversed. */
  readonly uses?: number;
  /** Consecutive CVV2 mismatches. */
  readonly cvv2Failures?: number;
  /** Time of the latest mismatch, epoch milliseconds. */
  readonly cvv2FailedAt?: number;
  /** The sealed code that activates a physical card. */
  readonly activationCode?: Sealed;
  /** Activation attempts with the current code. */
  readonly activationAttempts?: number;
  /** Amount returned by the cancellation. */
  readonly closedAmount?: bigint;
  /** Fee charged when a physical card was assigned. For other cards the opening order has it. */
  readonly openFee?: bigint;
  /** Its sequence number among the merchant's cards, from 1. Paging uses it. */
  readonly ordinal: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

type SpendingCard = Pick<Card, 'cardId' | 'groupId' | 'currency'>;

/** The key of a card's record. */
export const cardKey = (cardId: string) => ({ pk: `card/${cardId}` });

/** Parses a stored card. */
export function cardFrom(item: Item): Card {
  const card = item as unknown as Card;
  const minor = (value: bigint | number) => BigInt(value);
  return {
    ...card,
    minAmount: minor(card.minAmount),
    maxAmount: minor(card.maxAmount),
    usedAmount: minor(card.usedAmount),
    ...(card.uses !== undefined && { uses: Number(card.uses) }),
    ...(card.limit !== undefined && { limit: minor(card.limit) }),
    ...(card.openFee !== undefined && { openFee: minor(card.openFee) }),
    ...(card.closedAmount !== undefined && { closedAmount: minor(card.closedAmount) }),
  };
}

/** Returns the account that the card spends from: its group's pool, or its own balance. */
export const spendingAccount = ({ cardId, groupId, currency }: SpendingCard): Account =>
  groupId === undefined ? cardAccount(cardId, currency) : groupAccount(groupId, currency);

/**
 * @throws StatusNotSuitable when the card is closed, being cancelled or not activated: it cannot be funded or modified
 */
export function assertLive(card: Card): void {
  if (card.status !== 'active' && card.status !== 'frozen') throw statusNotSuitable(card);
}

/** Whether a card with this expiry (yyyy-MM) has expired by `today` (yyyy-MM-dd). */
export const isExpired = (expiry: string, today: string): boolean => expiry < today.slice(0, expiry.length);

/** @throws StatusNotSuitable when the card has expired: no PIN can be set */
export function assertNotExpired(
  { now, utcOffset }: { readonly now: () => number; readonly utcOffset: string },
  { expiry }: Card,
): void {
  if (isExpired(expiry, formatDate(now(), utcOffset))) throw new StatusNotSuitable('card', 'expired');
}

/**
 * Returns the merchant's card.
 *
 * @throws NothingFound when it does not exist or belongs to another merchant
 */
export async function cardOf(store: Store, userNo: string, cardId: string): Promise<Card> {
  const item = await store.get('cards', cardKey(cardId));
  if (!item || item['userNo'] !== userNo) throw new NothingFound('cardId', 'card');
  return cardFrom(item);
}
