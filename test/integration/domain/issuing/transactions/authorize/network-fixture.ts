import { authorize } from '../../../../../../shared/domain/issuing/transactions/authorize/authorize.ts';
import type {
  AuthorizeRequest,
  AuthorizeResult,
} from '../../../../../../shared/domain/issuing/transactions/authorize/request.ts';
import type { UpstreamCall } from '../../../../../../shared/domain/upstream-call.ts';
import type { CardSecrets } from '../../../../../../shared/runtime/vault/card-secrets.ts';
import type { NotificationContent } from '../../../../../../shared/wire/contract/notifications.ts';
import type { TestPlatform } from '../../../../../support/fixtures/test-platform.ts';
import { permittedUpstream } from '../../../../../support/fixtures/upstream-permissions.ts';

let purchases = 0;

/** A card network that knows the cards that were presented to it. */
export interface CardNetwork {
  readonly call: UpstreamCall;
  /** Returns the checked request of a purchase of 20 USD with the card, with the given changes. */
  purchase(cardId: string, changes?: Partial<AuthorizeRequest>): Promise<AuthorizeRequest>;
  authorize(cardId: string, changes?: Partial<AuthorizeRequest>): Promise<AuthorizeResult>;
}

/** Opens the network of the embedded issuer's cards at this platform. */
export function openCardNetwork({ deps }: Pick<TestPlatform, 'deps'>, userNo = '90000001'): CardNetwork {
  const call = { deps, upstream: permittedUpstream(userNo), correlationId: 'test' } as UpstreamCall;
  const secretsByCard = new Map<string, CardSecrets>();
  const purchase: CardNetwork['purchase'] = async (cardId, changes = {}) => {
    const secrets = secretsByCard.get(cardId) ?? (await deps.vault.read(cardId));
    if (!secrets) throw new Error(`card ${cardId} has no secrets`);
    secretsByCard.set(cardId, secrets);
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
    call,
    purchase,
    authorize: async (cardId, changes) => authorize(await purchase(cardId, changes), call),
  };
}

type TransactionContent = NotificationContent<'card_transaction'>;

/** Returns the notifications of transactions: of all cards, or of one. */
export async function transactionNotifications(
  { operator }: TestPlatform,
  cardId?: string,
): Promise<TransactionContent[]> {
  const all = (await operator.scan('notifications')).filter(({ type }) => type === 'card_transaction');
  const contents = all.map(({ content }) => JSON.parse(content as string) as TransactionContent);
  return contents.filter((content) => cardId === undefined || content.cardId === cardId);
}
