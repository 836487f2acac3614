import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { tableVariable } from '../../shared/runtime/store/tables.ts';
import type { Access } from '../../shared/wire/contract/operations/operation.ts';
import type { DataResources } from './data-resources.ts';
import type { Grant } from './grant.ts';

/**
 * Allows decrypting or generating data keys for one encryption context: records with a prefix, or one kind of secret.
 */
const keyStatements = (
  key: IKey,
  uses: { readonly opens?: boolean; readonly seals?: boolean },
  context: { readonly record: string } | { readonly purpose: string },
): PolicyStatement[] => {
  const actions = [...(uses.opens ? ['kms:Decrypt'] : []), ...(uses.seals ? ['kms:GenerateDataKey'] : [])];
  if (actions.length === 0) return [];
  const [[name, value] = ['', '']] = Object.entries(context);
  const conditions = {
    StringLike: { [`kms:EncryptionContext:${name}`]: name === 'record' ? `${value}/*` : value },
  };
  return [new PolicyStatement({ actions, resources: [key.keyArn], conditions })];
};

/** Allows reading the platform's private keys for one kind of party, one key at a time. Only operators create them. */
function privateKeyGrant(
  kind: 'merchant' | 'upstream',
  { tables: { keys }, merchantKey }: DataResources,
): Grant {
  const read = new PolicyStatement({
    actions: ['dynamodb:GetItem'],
    resources: [keys.tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': `${kind}/*` } },
  });
  return {
    statements: [read, ...keyStatements(merchantKey, { opens: true }, { record: kind })],
    environment: { [tableVariable('keys')]: keys.tableName, DATA_KEY: merchantKey.keyArn },
  };
}

/** Grants the keys that seal what the function reads and writes. Sealing generates new data keys. */
export function keyGrants(access: Access, resources: DataResources): Grant[] {
  const { merchantKey, vaultKey, pinKey } = resources;
  const sealed = (statements: PolicyStatement[], variable: string, key: IKey): Grant => ({
    statements,
    environment: statements.length > 0 ? { [variable]: key.keyArn } : {},
  });
  const opening = ['read', 'write', 'add'] as const;
  const cards = {
    opens: opening.some((level) => level === access.vault),
    seals: access.vault === 'write' || access.vault === 'add',
  };
  const secrets = { opens: access.secrets === 'open', seals: access.secrets === 'seal' };
  return [
    ...(access.keys ? [privateKeyGrant('merchant', resources)] : []),
    ...(access.upstreamKeys ? [privateKeyGrant('upstream', resources)] : []),
    // The platform's keys at external issuers are in the connections' records.
    sealed(
      keyStatements(merchantKey, { opens: access.upstreams !== undefined }, { record: 'connection' }),
      'DATA_KEY',
      merchantKey,
    ),
    sealed(keyStatements(vaultKey, cards, { purpose: 'cards' }), 'VAULT_KEY', vaultKey),
    sealed(keyStatements(vaultKey, secrets, { purpose: 'secrets' }), 'VAULT_KEY', vaultKey),
    // No function opens a PIN.
    sealed(keyStatements(pinKey, { seals: access.pins === 'write' }, { purpose: 'pins' }), 'PIN_KEY', pinKey),
  ];
}
