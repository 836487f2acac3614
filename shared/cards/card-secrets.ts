import { upstreamOf } from '../issuer/find.ts';
import { EMBEDDED } from '../issuer/issuer.ts';
import type { Platform } from '../platform/platform.ts';
import type { CardSecrets } from '../vault/vault.ts';
import type { Card } from './card.ts';

/**
 * The card's secrets where they are kept: in the vault here, or at the platform below that issued it and alone keeps them.
 * Undefined where its number is kept no longer; a closed card has no verification number, whatever is kept of it below.
 *
 * @throws TryAgainLater where the platform below does not answer
 */
export async function secretsOf(platform: Platform, card: Card): Promise<CardSecrets | undefined> {
  const secrets = await keptSecrets(platform, card);
  if (!secrets || card.status !== 'closed') return secrets;
  const { cvv2: _, ...lasting } = secrets;
  return lasting;
}

async function keptSecrets(platform: Platform, card: Card): Promise<CardSecrets | undefined> {
  if (card.issuer === EMBEDDED) return platform.vault.read(card.cardId);
  return (await upstreamOf(platform, card.issuer)).readSecrets(card);
}
