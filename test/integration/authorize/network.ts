import type { NotificationContent } from '../../../shared/contract/notifications.ts';
import { authorize } from '../../../shared/transactions/authorize/authorize.ts';
import type { AuthorizeRequest, AuthorizeResult } from '../../../shared/transactions/authorize/purchase.ts';
import type { Told } from '../../../shared/upstreams/told.ts';
import type { CardSecrets } from '../../../shared/vault/vault.ts';
import { entitled } from '../../support/rights.ts';
import type { TestPlatform } from '../../support/test-platform.ts';

let purchases = 0;

/** A card network that knows the cards it was presented. */
export interface Network {
  readonly told: Told;
  /** The checked request of a purchase of 20 USD with the card, and what is different about it. */
  purchase(cardId: string, changes?: Partial<AuthorizeRequest>): Promise<AuthorizeRequest>;
  authorize(cardId: string, changes?: Partial<AuthorizeRequest>): Promise<AuthorizeResult>;
}

/** The network of the embedded issuer's cards at this platform. */
export function openNetwork({ platform }: Pick<TestPlatform, 'platform'>, userNo = '90000001'): Network {
  const told = { platform, upstream: entitled(userNo), correlationId: 'test' } as Told;
  const known = new Map<string, CardSecrets>();
  const purchase: Network['purchase'] = async (cardId, changes = {}) => {
    const secrets = known.get(cardId) ?? (await platform.vault.read(cardId));
    if (!secrets) throw new Error(`card ${cardId} has no secrets`);
    known.set(cardId, secrets);
    purchases += 1;
    return {
      networkId: `purchase-${purchases}`,
      ...secrets,
      transCurrency: 'USD',
      transCurrencyAmt: '20',
      merchantName: 'Coffee House',
      ...changes,
    };
  };
  return {
    told,
    purchase,
    authorize: async (cardId, changes) => authorize(await purchase(cardId, changes), told),
  };
}

type News = NotificationContent<'card_transaction'>;

/** What merchants were told of transactions: of all cards, or of one. */
export async function transactionNews({ operator }: TestPlatform, cardId?: string): Promise<News[]> {
  const all = (await operator.scan('notifications')).filter(({ type }) => type === 'card_transaction');
  const told = all.map(({ content }) => JSON.parse(content as string) as News);
  return told.filter((content) => cardId === undefined || content.cardId === cardId);
}
