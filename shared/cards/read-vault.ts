import type { CardRead, Platform } from '../platform/platform.ts';
import type { CardSecrets } from '../vault/vault.ts';

/** Reads a card's secrets in the vault, which is noted. Nobody reads them in another way. */
export async function readVault(
  { vault, cardRead }: Pick<Platform, 'vault' | 'cardRead'>,
  read: CardRead,
  foundBy?: string,
): Promise<CardSecrets | undefined> {
  const secrets = await vault.read(read.cardId, foundBy);
  if (secrets) cardRead(read);
  return secrets;
}
