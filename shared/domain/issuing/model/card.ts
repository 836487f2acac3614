import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import type { Sealed } from '../../../runtime/vault/sealer.ts';
import { formatDate } from '../../../wire/contract/time.ts';
import { NothingFound, StatusNotSuitable } from '../../../wire/errors.ts';
import type { IssuerName } from '../../issuer-name.ts';
import { type Account, cardAccount, groupAccount } from '../../money/ledger/account.ts';
import type { ChangeTracking } from './change-tracking.ts';

/** A card's life. `closing` lasts from an accepted cancellation to its outcome and counts as frozen outside. */
export type CardStatus = 'closed' | 'active' | 'frozen' | 'awaiting-activation' | 'closing';

const STATUS_TEXTS = {
  closed: 'closed',
  active: 'in use',
  frozen: 'frozen',
  closing: 'being cancelled',
  'awaiting-activation': 'awaiting activation',
} as const satisfies Record<CardStatus, string>;

/** Refuses what a card's status does not allow, and says what that is. */
export const statusNotSuitable = ({ status }: Pick<Card, 'status'>): StatusNotSuitable =>
  new StatusNotSuitable('card', STATUS_TEXTS[status]);

/** A card without its secrets, as the cards room keeps it. Amounts in minor units of `currency`. */
export interface Card extends ChangeTracking {
  readonly cardId: string;
  readonly userNo: string;
  readonly status: CardStatus;
  readonly binRangeId: string;
  readonly issuer: IssuerName;
  /** Its id at an issuer that is another platform. */
  readonly issuerCardId?: string;
  /** 1 regular, 2 shared. */
  readonly cardType: 1 | 2;
  /** 1 virtual, 2 physical. */
  readonly cardForm: 1 | 2;
  /** Of a supplementary card: the group whose pool it spends from. */
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
  /** What was authorised on the card so far, less what was reversed or refunded. */
  readonly usedAmount: bigint;
  /** The most that a supplementary card may use of its group's pool; none unless set. */
  readonly limit?: bigint;
  /** Of a card for one use: purchases that were not wholly reversed. */
  readonly uses?: number;
  /** Wrong verification numbers in a row. */
  readonly wrongCvv2?: number;
  /** When the latest of them came, epoch milliseconds. */
  readonly wrongCvv2At?: number;
  /** Of a physical card that awaits activation: the sealed code that activates it, and wrong codes so far. */
  readonly activationCode?: Sealed;
  readonly activationAttempts?: number;
  /** What the cancellation returned. */
  readonly closedAmount?: bigint;
  /** What it cost to be given to its holder, of a physical card; of others their order says it. */
  readonly openFee?: bigint;
  /** The how manieth card of its merchant it is, from 1: pages are found by it. */
  readonly ordinal: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

type SpendingCard = Pick<Card, 'cardId' | 'groupId' | 'currency'>;

/** The key of a card's record. */
export const cardKey = (cardId: string) => ({ pk: `card/${cardId}` });

/** The card that a stored item holds. */
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

/** What the card spends from: its group's pool, or what is on the card itself. */
export const spendingAccount = ({ cardId, groupId, currency }: SpendingCard): Account =>
  groupId === undefined ? cardAccount(cardId, currency) : groupAccount(groupId, currency);

/** Refuses a card that is closed, about to be, or not activated yet: it can neither be funded nor modified. */
export function assertLive(card: Card): void {
  if (card.status !== 'active' && card.status !== 'frozen') throw statusNotSuitable(card);
}

/** Whether a card of this expiry, yyyy-MM, is not good any more on that day, yyyy-MM-dd. */
export const isExpired = (expiry: string, today: string): boolean => expiry < today.slice(0, expiry.length);

/** Refuses a card that is not good any more: it takes no PIN. */
export function assertNotExpired(
  { now, utcOffset }: { readonly now: () => number; readonly utcOffset: string },
  { expiry }: Card,
): void {
  if (isExpired(expiry, formatDate(now(), utcOffset))) throw new StatusNotSuitable('card', 'expired');
}

/** The merchant's card; NothingFound when there is none or it is another merchant's. */
export async function cardOf(store: Store, userNo: string, cardId: string): Promise<Card> {
  const item = await store.get('cards', cardKey(cardId));
  if (!item || item['userNo'] !== userNo) throw new NothingFound('cardId', 'card');
  return cardFrom(item);
}
