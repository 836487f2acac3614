import type { CardSecrets } from '../../../runtime/vault/card-vault.ts';
import { formatDate } from '../../../wire/contract/time.ts';
import type { Dependencies } from '../../dependencies.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import { merchantKey } from '../../parties/merchant.ts';
import { externalIssuerOf } from '../issuers/registry.ts';
import { type Card, isExpired } from '../model/card.ts';
import { readVault } from './vault-access.ts';

/**
 * The card's secrets where they are kept: in the vault here, or at the platform below that issued it and alone keeps them.
 * Undefined where its number is kept no longer; a card that is closed or has expired has no verification number, whatever is
 * kept of it below or not purged yet.
 * `operation` is the function by which its merchant reads them.
 *
 * @throws TryAgainLater where the platform below does not answer
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
