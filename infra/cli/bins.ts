import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { EMBEDDED } from '../../shared/domain/issuer-name.ts';
import { findConnection } from '../../shared/domain/issuing/issuers/external/issuer-connection.ts';
import { type BinRange, saveBinRange } from '../../shared/domain/issuing/model/bin-range.ts';
import { parseAmount, toMinor } from '../../shared/wire/money/amount.ts';
import { isCardCurrency } from '../../shared/wire/money/currency.ts';
import { CommandError, type Operator, runCommand } from './command.ts';

const HELP = `Stores BIN ranges, each replacing an earlier one with its id.

  npm run bins -- FILE [--data DIR]

FILE is JSON, with amounts in major units and the recharge fee as a fraction, rounded up:

  [{ "binRangeId": "V1", "cardBin": "49990010", "cardBrand": "VISA", "validityMonths": 36, "enabled": true,
     "rules": [{ "currency": "USD", "openFee": 1, "rechargeFeeRate": 0.01, "minAmount": 10, "maxAmount": 10000 }] }]

Optional: "cardType" 1 regular (default) or 2 shared, "cardForm" 1 virtual (default) or 2 physical, "needCardholder"
(false), "requiredFields" of the cardholder, e.g. ["gender"], "feesFrom" "account" (default) or "card": where the network's
fees are taken from; in a rule "minRechargeFee" (0): the minimum fee of a recharge.

"issuer" names the issuer of the cards: "embedded", this platform (default), or an external issuer (npm run upstream --
connect); "issuerRangeId" is the id of the range there (default: the same id). Fees and limits here are yours; "feesFrom"
must be the same as at the issuer.

  --data DIR   the data folder of a local cloud (.issuary); a deployment is named by the environment instead`;

const amount = z.number().check(z.refine((value) => parseAmount(value) !== undefined, 'not an amount'));

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
        currency: z.string().check(z.refine(isCardCurrency, 'not a currency for cards')),
        openFee: amount,
        rechargeFeeRate: z.number().check(z.minimum(0), z.maximum(1)),
        minRechargeFee: z.optional(amount),
        minAmount: amount,
        maxAmount: amount,
      }),
    ),
  }),
);

/**
 * Stores the ranges in a file and returns the text to print.
 *
 * @throws ZodError when the file does not have the expected form
 * @throws CommandError for an issuer that is not connected
 */
export async function binsCommand([file]: readonly string[], { deps }: Operator): Promise<string> {
  if (file === undefined) throw new CommandError('FILE is required. See --help for its form.');
  const ranges = RANGES.parse(JSON.parse(readFileSync(file, 'utf8')));
  for (const range of ranges) await assertIssuer(range, deps);
  // Every card has a BIN range, so the vault is ready before a card can be looked up by its number.
  await deps.vault.createHashKey();
  for (const range of ranges) await saveBinRange(deps.store, rangeOf(range));
  return `stored ${ranges.map(({ binRangeId }) => binRangeId).join(', ')}`;
}

type BinRangeInput = z.infer<typeof RANGES>[number];

/** Physical cards need a stock, which only the embedded issuer has. */
async function assertIssuer({ binRangeId, issuer, cardForm }: BinRangeInput, { store }: Operator['deps']) {
  if (issuer === EMBEDDED) return;
  if (cardForm === 2) throw new CommandError(`${binRangeId}: physical cards can only be issued here`);
  if (!(await findConnection(store, issuer)))
    throw new CommandError(`${binRangeId}: no external issuer ${issuer} is connected`);
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
