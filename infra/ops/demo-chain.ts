import { type BinRange, saveBinRange } from '../../shared/cards/bin.ts';
import { generateRsaKeyPair } from '../../shared/codec/keys.ts';
import { connectUpstream } from '../../shared/issuer/upstream/connect.ts';
import { bookDeposit, bookPrefunding } from '../../shared/ledger/deposit.ts';
import { onboardMerchant } from '../../shared/merchants/onboard.ts';
import { sealerOf } from './counterparty.ts';
import type { Operator } from './operator.ts';
import { DEMO_RANGES } from './seed.ts';

/** One side of a chain, as its operator has it. */
export type Side = Pick<Operator, 'platform' | 'environment'>;

/** How two platforms know each other. */
export interface ChainOptions {
  /** The name under which the platform above knows the one below, and its merchant number there. */
  readonly name: string;
  readonly number: string;
  /** Where the one above finds the one below, and where that one finds it. */
  readonly down: string;
  readonly up: string;
  /** What it pays in there, in cents. */
  readonly prefunded: bigint;
  readonly cardDataInNotifications?: boolean;
}

/** What cards cost above: three dollars to open, 2 % of a recharge. */
const FEES = { openFee: 300n, rechargeFeeRate: 20_000 };

const KEY_BITS = 1024;

/** The ranges above of cards that live at the issuer: V1, S1 and H1 there, UV1, US1 and UH1 here. */
export const rangesAt = (issuer: string): readonly BinRange[] =>
  ['V1', 'S1', 'H1'].map((below) => {
    const range = DEMO_RANGES.find(({ binRangeId }) => binRangeId === below) as BinRange;
    const rules = range.rules.map((rule) => ({ ...rule, ...FEES }));
    return { ...range, binRangeId: `U${below}`, issuer, issuerRangeId: below, rules };
  });

/** Makes the platform above a merchant of the one below, with money there, and the one below its upstream. */
export async function connectDemoChain(above: Side, below: Side, options: ChainOptions): Promise<void> {
  const { name, number, down, up, prefunded, cardDataInNotifications = false } = options;
  const pair = await generateRsaKeyPair(KEY_BITS);
  for (const range of DEMO_RANGES) await saveBinRange(below.platform.store, range);
  const merchant = {
    userNo: number,
    name: 'The platform above',
    publicKey: pair.publicKey,
    requestCipher: 'merchant-private' as const,
    allowedAddresses: [],
    notifyUrl: new URL(`${up}/webhook/{type}`).href,
    binRangeIds: DEMO_RANGES.map(({ binRangeId }) => binRangeId),
    cardDataInNotifications,
    requireSignature: true,
  };
  const { store } = below.platform;
  const { platformPublicKey } = await onboardMerchant(store, sealerOf(below), merchant, KEY_BITS);
  const money = { currency: 'USD', amount: prefunded, reference: `${name}/first` };
  await bookDeposit(below.platform, { userNo: number, ...money });
  await bookPrefunding(above.platform, { issuer: name, ...money });
  await connectUpstream(above.platform.store, sealerOf(above), {
    name,
    userNo: number,
    baseUrl: down,
    loopback: new URL(down).protocol === 'http:',
    privateKey: pair.privateKey,
    platformPublicKey,
    allowedAddresses: [],
    requireSignature: true,
  });
  for (const range of rangesAt(name)) await saveBinRange(above.platform.store, range);
}
