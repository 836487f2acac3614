import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BinRange, findBinRange } from '../../shared/cards/bin.ts';
import { addToStock, countStock } from '../../shared/cards/physical/stock.ts';
import { generateRsaKeyPair } from '../../shared/codec/keys.ts';
import { onboardUpstream } from '../../shared/upstreams/onboard.ts';
import {
  findUpstream,
  saveUpstream,
  UPSTREAM_RIGHTS,
  type Upstream,
} from '../../shared/upstreams/upstream.ts';
import { sealerOf } from './counterparty.ts';
import type { Operator } from './operator.ts';

/** The number of the demo's card network, bureau and chain watcher, all in one. */
export const DEMO_NETWORK_NO = '90000001';

/** Somebody who tries things out deposits as much as he likes; in minor units. */
const CEILINGS = { USDT: 10n ** 13n, USDC: 10n ** 13n };

type Rights = Pick<Upstream, 'types' | 'binRangeIds'>;

const KEY_BITS = 2048;
/** The range of the demo's physical cards, and how many of them are free after each start. */
const [PHYSICAL, STOCK] = ['P1', 5];

/**
 * Opens the demo's upstream, which may tell everything of the cards of these ranges, or finds what an earlier start left.
 * Its files (its private key, the platform's public key, `network.json`) are in `keysDir`.
 */
export async function openDemoUpstream(
  operator: Operator,
  keysDir: string,
  ranges: readonly BinRange[],
): Promise<void> {
  const { platform } = operator;
  const file = (name: string) => join(keysDir, name);
  writeFileSync(file('network.json'), `${JSON.stringify({ userNo: DEMO_NETWORK_NO }, null, 2)}\n`);
  const known = await findUpstream(platform.store, DEMO_NETWORK_NO);
  const rights = { types: UPSTREAM_RIGHTS, binRangeIds: ranges.map(({ binRangeId }) => binRangeId) };
  if (known && existsSync(file('network-private.pem')))
    return saveUpstream(platform.store, { ceilings: CEILINGS, ...known, ...withEarlier(known, rights) });
  if (!existsSync(file('network-private.pem'))) {
    const pair = await generateRsaKeyPair(KEY_BITS);
    writeFileSync(file('network-private.pem'), pair.privateKey, { mode: 0o600 });
    writeFileSync(file('network-public.pem'), pair.publicKey);
  }
  const asked = {
    userNo: DEMO_NETWORK_NO,
    name: 'Demo network',
    publicKey: readFileSync(file('network-public.pem'), 'utf8'),
    issuer: 'embedded' as const,
    ...rights,
    ceilings: CEILINGS,
    allowedAddresses: [],
  };
  const { platformPublicKey } = await onboardUpstream(
    platform.store,
    sealerOf(operator),
    asked,
    KEY_BITS,
    known,
  );
  writeFileSync(file('network-platform-public.pem'), platformPublicKey);
}

/** What it was given since stays given. */
const withEarlier = (known: Rights, rights: Rights): Rights => ({
  types: [...new Set([...known.types, ...rights.types])],
  binRangeIds: [...new Set([...known.binRangeIds, ...rights.binRangeIds])],
});

/** Fills the stock of physical cards up. */
export async function fillDemoStock({ platform }: Operator): Promise<void> {
  const range = await findBinRange(platform.store, PHYSICAL);
  if (!range) throw new Error('the demo ranges have physical cards');
  for (let free = await countStock(platform, PHYSICAL); free < STOCK; free += 1)
    await addToStock(platform, range);
}
