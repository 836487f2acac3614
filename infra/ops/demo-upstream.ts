import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBinRange } from '../../shared/cards/bin.ts';
import { addToStock, countStock } from '../../shared/cards/physical/stock.ts';
import { generateRsaKeyPair } from '../../shared/codec/keys.ts';
import { type NotificationType, notifications } from '../../shared/contract/notifications.ts';
import { onboardUpstream } from '../../shared/upstreams/onboard.ts';
import { findUpstream } from '../../shared/upstreams/upstream.ts';
import { sealerOf } from './counterparty.ts';
import type { Operator } from './operator.ts';

/** The number of the demo's card network, bureau and chain watcher, all in one. */
export const DEMO_NETWORK_NO = '90000001';

const KEY_BITS = 2048;
/** The range of the demo's physical cards, and how many of them are free after each start. */
const [PHYSICAL, STOCK] = ['P1', 5];

/**
 * Opens the demo's upstream, which may tell everything about cards kept here, or finds what an earlier start left. Its
 * files (its private key, the platform's public key, `network.json`) are in `keysDir`.
 */
export async function openDemoUpstream(operator: Operator, keysDir: string): Promise<void> {
  const { platform } = operator;
  const file = (name: string) => join(keysDir, name);
  writeFileSync(file('network.json'), `${JSON.stringify({ userNo: DEMO_NETWORK_NO }, null, 2)}\n`);
  const known = await findUpstream(platform.store, DEMO_NETWORK_NO);
  if (known && existsSync(file('network-private.pem'))) return;
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
    types: [...(Object.keys(notifications) as NotificationType[]), 'authorize' as const],
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

/** Fills the stock of physical cards up. */
export async function fillDemoStock({ platform }: Operator): Promise<void> {
  const range = await findBinRange(platform.store, PHYSICAL);
  if (!range) throw new Error('the demo ranges have physical cards');
  for (let free = await countStock(platform, PHYSICAL); free < STOCK; free += 1)
    await addToStock(platform, range);
}
