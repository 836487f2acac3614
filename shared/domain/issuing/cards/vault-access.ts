import type { Item } from '../../../runtime/store/item.ts';
import type { CardSecrets } from '../../../runtime/vault/card-secrets.ts';
import type { CardRead, Dependencies } from '../../dependencies.ts';

type VaultAccess = Pick<Dependencies, 'vault' | 'auditCardRead'>;

/** Reads a card's secrets from the vault and audits the access. All reads go through here or `openFromVault`. */
export async function readVault(
  { vault, auditCardRead }: VaultAccess,
  read: CardRead,
  foundBy?: string,
): Promise<CardSecrets | undefined> {
  const secrets = await vault.read(read.cardId, foundBy);
  if (secrets) auditCardRead(read);
  return secrets;
}

/** Opens a card's secrets from an item that was read from the vault, and audits the access. */
export async function openFromVault(
  { vault, auditCardRead }: VaultAccess,
  read: CardRead,
  item: Item | undefined,
  foundBy: string,
): Promise<CardSecrets | undefined> {
  const secrets = await vault.open(read.cardId, item, foundBy);
  if (secrets) auditCardRead(read);
  return secrets;
}
