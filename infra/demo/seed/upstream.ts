import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addToStock, countStock } from '../../../shared/domain/issuing/cards/physical/card-stock.ts';
import { type BinRange, findBinRange } from '../../../shared/domain/issuing/model/bin-range.ts';
import { onboardUpstream } from '../../../shared/domain/parties/onboarding.ts';
import {
  findUpstream,
  saveUpstream,
  UPSTREAM_PERMISSIONS,
  type Upstream,
} from '../../../shared/domain/parties/upstream.ts';
import { generateRsaKeyPair } from '../../../shared/wire/codec/keys.ts';
import type { Operator } from '../../cli/command.ts';
import { sealerOf } from '../../cli/party-options.ts';

/** The number of the demo's upstream: card network, personalisation bureau and chain watcher in one. */
const DEMO_NETWORK_NO = '90000001';

/** In minor units, and high enough for any experiment. */
const CEILINGS = { USDT: 10n ** 13n, USDC: 10n ** 13n };

type Permissions = Pick<Upstream, 'types' | 'binRangeIds'>;

const KEY_BITS = 2048;
/** The BIN range of the demo's physical cards, and how many are in stock after each start. */
const [PHYSICAL_RANGE, STOCK_SIZE] = ['P1', 5];

/**
 * Opens the demo's upstream, which may send everything about the cards of these ranges, unless an earlier start has.
 * Its files (its private key, the platform's public key, `network.json`) are in `keysDir`.
 */
export async function openDemoUpstream(
  operator: Operator,
  keysDir: string,
  ranges: readonly BinRange[],
): Promise<void> {
  const { deps } = operator;
  const file = (name: string) => join(keysDir, name);
  writeFileSync(file('network.json'), `${JSON.stringify({ userNo: DEMO_NETWORK_NO }, null, 2)}\n`);
  const known = await findUpstream(deps.store, DEMO_NETWORK_NO);
  const permissions = {
    types: UPSTREAM_PERMISSIONS,
    binRangeIds: ranges.map(({ binRangeId }) => binRangeId),
  };
  if (known && existsSync(file('network-private.pem')))
    return saveUpstream(deps.store, {
      ceilings: CEILINGS,
      ...known,
      ...mergePermissions(known, permissions),
    });
  if (!existsSync(file('network-private.pem'))) {
    const pair = await generateRsaKeyPair(KEY_BITS);
    writeFileSync(file('network-private.pem'), pair.privateKey, { mode: 0o600 });
    writeFileSync(file('network-public.pem'), pair.publicKey);
  }
  const registration = {
    userNo: DEMO_NETWORK_NO,
    name: 'Demo network',
    publicKey: readFileSync(file('network-public.pem'), 'utf8'),
    issuer: 'embedded' as const,
    ...permissions,
    ceilings: CEILINGS,
    allowedAddresses: [],
  };
  const { platformPublicKey } = await onboardUpstream(
    deps.store,
    sealerOf(operator),
    registration,
    KEY_BITS,
    known,
  );
  writeFileSync(file('network-platform-public.pem'), platformPublicKey);
}

/** Adds permissions, and keeps those that it was given in the meantime. */
const mergePermissions = (known: Permissions, permissions: Permissions): Permissions => ({
  types: [...new Set([...known.types, ...permissions.types])],
  binRangeIds: [...new Set([...known.binRangeIds, ...permissions.binRangeIds])],
});

/** Fills the stock of physical cards. */
export async function fillDemoStock({ deps }: Operator): Promise<void> {
  const range = await findBinRange(deps.store, PHYSICAL_RANGE);
  if (!range) throw new Error('the demo ranges have physical cards');
  for (let free = await countStock(deps, PHYSICAL_RANGE); free < STOCK_SIZE; free += 1)
    await addToStock(deps, range);
}
