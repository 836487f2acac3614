import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { EMBEDDED } from '../../shared/domain/issuer-name.ts';
import { findConnection } from '../../shared/domain/issuing/issuers/external/issuer-connection.ts';
import { type BinRange, saveBinRange } from '../../shared/domain/issuing/model/bin-range.ts';
import { parseAmount, toMinor } from '../../shared/wire/money/amount.ts';
import { isCardCurrency } from '../../shared/wire/money/currency.ts';
import { CommandError, type Operator, runCommand } from './command.ts';

const HELP = `Stores BIN ranges, each in place of an earlier one of its id.

  npm run bins -- FILE [--data DIR]

FILE is JSON, amounts in major units, the recharge fee as a share of one, rounded up:

  [{ "binRangeId": "V1", "cardBin": "49990010", "cardBrand": "VISA", "validityMonths": 36, "enabled": true,
     "rules": [{ "currency": "USD", "openFee": 1, "rechargeFeeRate": 0.01, "minAmount": 10, "maxAmount": 10000 }] }]

Optional: "cardType" 1 regular (default) or 2 shared, "cardForm" 1 virtual (default) or 2 physical, "needCardholder" (false),
"requiredFields" of the cardholder, e.g. ["gender"], "feesFrom" "account" (default) or "card": where the network's fees are taken;
of a rule "minRechargeFee" (0): what a recharge costs at least.

"issuer" names the platform below that issues them ("embedded", this one, unless told; see npm run upstream -- connect), and
"issuerRangeId" the range there (the same id unless told). Fees and limits here are yours; take "feesFrom" over from there.

  --data DIR   the local cloud's data folder (.issuary); a deployment is named by its environment`;

const amount = z.number().check(z.refine((value) => parseAmount(value) !== undefined, 'no amount'));

const RANGES = z.array(
  z.object({
    binRangeId: z.string().check(z.regex(/^\w{1,8}$/)),
    cardBin: z.string().check(z.regex(/^[2-6]\d{5,7}$/)),
    cardBrand: z.string(),
    validityMonths: z.int().check(z.minimum(1), z.maximum(120)),
    enabled: z.boolean(),
    cardType: z._default(z.union([z.literal(1), z.literal(2)]), 1),
    cardForm: z._default(z.union([z.literal(1), z.literal(2)]), 1),
    needCardholder: z._default(z.boolean(), false),
    requiredFields: z._default(z.array(z.string()), []),
    feesFrom: z._default(z.enum(['card', 'account']), 'account'),
    issuer: z._default(z.string(), EMBEDDED),
    issuerRangeId: z.optional(z.string().check(z.regex(/^\w{1,8}$/))),
    rules: z.array(
      z.object({
        currency: z.string().check(z.refine(isCardCurrency, 'no currency that cards can be in')),
        openFee: amount,
        rechargeFeeRate: z.number().check(z.minimum(0), z.maximum(1)),
        minRechargeFee: z.optional(amount),
        minAmount: amount,
        maxAmount: amount,
      }),
    ),
  }),
);

/** Stores the ranges of a file and answers what to tell the operator. Throws when the file is not of the form. */
export async function binsCommand([file]: readonly string[], { deps }: Operator): Promise<string> {
  if (file === undefined) throw new CommandError('FILE is required. --help shows its form.');
  const ranges = RANGES.parse(JSON.parse(readFileSync(file, 'utf8')));
  for (const range of ranges) await assertIssuer(range, deps);
  // No card comes before its BIN range, so that whoever looks one up by its number finds the vault ready.
  await deps.vault.createHashKey();
  for (const range of ranges) await saveBinRange(deps.store, rangeOf(range));
  return `stored ${ranges.map(({ binRangeId }) => binRangeId).join(', ')}`;
}

type BinRangeInput = z.infer<typeof RANGES>[number];

/** Physical cards need a stock, which is here. */
async function assertIssuer({ binRangeId, issuer, cardForm }: BinRangeInput, { store }: Operator['deps']) {
  if (issuer === EMBEDDED) return;
  if (cardForm === 2) throw new CommandError(`${binRangeId}: physical cards are issued here or not at all`);
  if (!(await findConnection(store, issuer)))
    throw new CommandError(`${binRangeId}: no ${issuer} is connected`);
}

function rangeOf({ rules, issuerRangeId, ...range }: BinRangeInput): BinRange {
  return {
    ...range,
    ...(issuerRangeId !== undefined && { issuerRangeId }),
    rules: rules.map(({ currency, rechargeFeeRate, minRechargeFee, ...amounts }) => {
      const minor = (field: keyof typeof amounts) => toMinor(String(amounts[field]), currency, field);
      return {
        currency,
        openFee: minor('openFee'),
        rechargeFeeRate: Math.round(rechargeFeeRate * 1_000_000),
        ...(minRechargeFee !== undefined && {
          minRechargeFee: toMinor(String(minRechargeFee), currency, 'minRechargeFee'),
        }),
        minAmount: minor('minAmount'),
        maxAmount: minor('maxAmount'),
      };
    }),
  };
}

if (import.meta.main) await runCommand(HELP, binsCommand);
