import { formatDate } from '../contract/time.ts';
import { upstreamOf } from '../issuer/find.ts';
import { EMBEDDED } from '../issuer/issuer-name.ts';
import { merchantKey } from '../merchants/merchant.ts';
import type { Platform } from '../platform/platform.ts';
import type { CardSecrets } from '../vault/vault.ts';
import { type Card, isExpired } from './card.ts';
import { readVault } from './read-vault.ts';

/**
 * The card's secrets where they are kept: in the vault here, or at the platform below that issued it and alone keeps them.
 * Undefined where its number is kept no longer; a card that is closed or has expired has no verification number, whatever is
 * kept of it below or not purged yet.
 * `operation` is the function by which its merchant reads them.
 *
 * @throws TryAgainLater where the platform below does not answer
 */
export async function secretsOf(
  platform: Platform,
  card: Card,
  operation: string,
): Promise<CardSecrets | undefined> {
  const secrets = await keptSecrets(platform, card, operation);
  if (!secrets || !isOver(platform, card)) return secrets;
  const { cvv2: _, ...lasting } = secrets;
  return lasting;
}

const isOver = ({ now, utcOffset }: Platform, { status, expiry }: Card): boolean =>
  status === 'closed' || isExpired(expiry, formatDate(now(), utcOffset));

async function keptSecrets(
  platform: Platform,
  card: Card,
  operation: string,
): Promise<CardSecrets | undefined> {
  const read = { cardId: card.cardId, reader: merchantKey(card.userNo).pk, operation };
  if (card.issuer === EMBEDDED) return readVault(platform, read);
  const told = await (await upstreamOf(platform, card.issuer)).readSecrets(card);
  platform.cardRead(read);
  return told;
}
