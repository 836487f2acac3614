import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BinRange,
  type CurrencyRule,
  saveBinRange,
} from '../../../shared/domain/issuing/model/bin-range.ts';
import { bookDeposit } from '../../../shared/domain/money/accounts/deposit.ts';
import { findMerchant, type MerchantFees, saveMerchant } from '../../../shared/domain/parties/merchant.ts';
import { onboardMerchant } from '../../../shared/domain/parties/onboarding.ts';
import { generateRsaKeyPair } from '../../../shared/wire/codec/keys.ts';
import { toMinor } from '../../../shared/wire/money/amount.ts';
import { type Operator, openOperator } from '../../cli/command.ts';
import { sealerOf } from '../../cli/party-options.ts';
import { setDemoRates } from './rates.ts';
import { fillDemoStock, openDemoUpstream } from './upstream.ts';
import { openDemoWallets } from './wallets.ts';

/** The demo merchant's number. */
export const DEMO_USER_NO = '10000001';

const KEY_BITS = 2048;

const rule = (currency: string, openFee: string, min: string, max: string): CurrencyRule => ({
  currency,
  openFee: toMinor(openFee, currency, 'openFee'),
  rechargeFeeRate: 10_000,
  minAmount: toMinor(min, currency, 'minAmount'),
  maxAmount: toMinor(max, currency, 'maxAmount'),
});

const range = (
  binRangeId: string,
  cardBin: string,
  cardBrand: string,
  rules: CurrencyRule[],
  kind: Partial<BinRange> = {},
): BinRange => ({
  binRangeId,
  cardBin,
  cardBrand,
  cardType: 1,
  cardForm: 1,
  needCardholder: false,
  requiredFields: [],
  enabled: true,
  validityMonths: 36,
  issuer: 'embedded',
  rules,
  ...kind,
});

/** BIN ranges for virtual, shared and physical cards, and with a cardholder. No real card has these BINs. */
export const DEMO_RANGES: readonly BinRange[] = [
  range('V1', '49990010', 'VISA', [
    rule('USD', '1.00', '10', '10000'),
    rule('EUR', '1.00', '10', '10000'),
    rule('JPY', '150', '1000', '1500000'),
  ]),
  range('M1', '55990010', 'MASTERCARD', [rule('USD', '1.50', '10', '5000')]),
  range(
    'S1',
    '49990020',
    'VISA',
    [rule('USD', '0.50', '100', '50000'), rule('EUR', '0.50', '100', '50000')],
    {
      cardType: 2,
    },
  ),
  range('H1', '49990030', 'VISA', [rule('USD', '2.00', '10', '10000')], {
    needCardholder: true,
    requiredFields: ['gender'],
    feesFrom: 'card',
  }),
  range(
    'P1',
    '55990040',
    'MASTERCARD',
    [rule('USD', '5.00', '10', '10000'), rule('EUR', '5.00', '10', '10000')],
    {
      cardForm: 2,
      needCardholder: true,
    },
  ),
];

/**
 * The demo merchant's fees: 0.3 % of an exchange, 0.5 % of a transfer, 1 % of coins received, 1 coin per withdrawal.
 */
export const DEMO_FEES: MerchantFees = {
  exchangeRate: 3_000,
  transferRate: 5_000,
  acquiringRate: 10_000,
  withdrawal: { USDT: 1_000_000, USDC: 1_000_000 },
};

const DEPOSITS = { USD: '100000', EUR: '20000', JPY: '5000000' } as const;

/** The result of seeding. The files for the demo merchant's programs are in `keysDir`. */
export interface SeedResult {
  readonly userNo: string;
  readonly keysDir: string;
}

/**
 * Opens the demo merchant with keys, BIN ranges and money, unless an earlier start has. The merchant's own files (its
 * private key, the platform's public key, `merchant.json`) are in `<dataDir>/keys`.
 */
export async function seedDemo(options: {
  readonly dataDir: string;
  readonly notifyUrl: string;
  readonly env: NodeJS.ProcessEnv;
}): Promise<SeedResult> {
  const keysDir = join(options.dataDir, 'keys');
  const operator = openOperator(options.env);
  try {
    for (const range of DEMO_RANGES) await saveBinRange(operator.deps.store, range);
    await openDemoWallets(operator.deps.store);
    await setDemoRates(operator.deps);
    await openDemoMerchant(operator, keysDir, options.notifyUrl);
    await openDemoUpstream(operator, keysDir, DEMO_RANGES);
    await fillDemoStock(operator);
    for (const [currency, amount] of Object.entries(DEPOSITS)) {
      const minor = toMinor(amount, currency, 'amount');
      const reference = `demo/${DEMO_USER_NO}/${currency}`;
      await bookDeposit(operator.deps, { userNo: DEMO_USER_NO, currency, amount: minor, reference });
    }
  } finally {
    operator.close();
  }
  return { userNo: DEMO_USER_NO, keysDir };
}

async function openDemoMerchant(operator: Operator, keysDir: string, notifyUrl: string): Promise<void> {
  const { deps } = operator;
  const known = await findMerchant(deps.store, DEMO_USER_NO);
  const file = (name: string) => join(keysDir, name);
  mkdirSync(keysDir, { recursive: true });
  const merchantInfo = { userNo: DEMO_USER_NO, requestCipher: 'merchant-private', notifyUrl };
  writeFileSync(file('merchant.json'), `${JSON.stringify(merchantInfo, null, 2)}\n`);
  if (known && existsSync(file('merchant-private.pem')))
    return saveMerchant(deps.store, { ...known, notifyUrl });
  if (!existsSync(file('merchant-private.pem'))) {
    const pair = await generateRsaKeyPair(KEY_BITS);
    writeFileSync(file('merchant-private.pem'), pair.privateKey, { mode: 0o600 });
    writeFileSync(file('merchant-public.pem'), pair.publicKey);
  }
  const merchant = await onboardMerchant(
    deps.store,
    sealerOf(operator),
    {
      userNo: DEMO_USER_NO,
      name: 'Demo Merchant',
      publicKey: readFileSync(file('merchant-public.pem'), 'utf8'),
      requestCipher: 'merchant-private',
      allowedAddresses: [],
      notifyUrl,
      binRangeIds: DEMO_RANGES.map(({ binRangeId }) => binRangeId),
      cardDataInNotifications: false,
      fees: DEMO_FEES,
    },
    KEY_BITS,
    known,
  );
  writeFileSync(file('platform-public.pem'), merchant.platformPublicKey);
}
