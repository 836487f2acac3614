import type { CardSecrets } from '../../../runtime/vault/card-secrets.ts';
import { formatDate } from '../../../wire/contract/time.ts';
import type { Dependencies } from '../../dependencies.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import { merchantKey } from '../../parties/merchant.ts';
import { externalIssuerOf } from '../issuers/registry.ts';
import { type Card, isExpired } from '../model/card.ts';
import { readVault } from './vault-access.ts';

/**
 * Reads the card's secrets from the vault, or from the external issuer that keeps them. Returns undefined once the
 * number has been removed. Omits the CVV2 of a closed or expired card even if it still exists.
 *
 * @param operation - the function that reads them for the merchant, for the audit log
 * @throws TryAgainLater when the external issuer does not respond
 */
export async function readCardSecrets(
  deps: Dependencies,
  card: Card,
  operation: string,
): Promise<CardSecrets | undefined> {
  const secrets = await fetchSecrets(deps, card, operation);
  if (!secrets || !isClosedOrExpired(deps, card)) return secrets;
  const { cvv2: _, ...remaining } = secrets;
  return remaining;
}

const isClosedOrExpired = ({ now, utcOffset }: Dependencies, { status, expiry }: Card): boolean =>
  status === 'closed' || isExpired(expiry, formatDate(now(), utcOffset));

async function fetchSecrets(
  deps: Dependencies,
  card: Card,
  operation: string,
): Promise<CardSecrets | undefined> {
  const read = { cardId: card.cardId, reader: merchantKey(card.userNo).pk, operation };
  if (card.issuer === EMBEDDED) return readVault(deps, read);
  const secrets = await (await externalIssuerOf(deps, card.issuer)).readSecrets(card);
  deps.auditCardRead(read);
  return secrets;
}
