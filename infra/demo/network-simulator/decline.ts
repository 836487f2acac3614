import { CommandError } from '../../../clients/cli/common/command-error.ts';
import { transTypes } from '../../../shared/wire/contract/codes.ts';
import { APPROVED, responseCodes } from '../../../shared/wire/contract/reference-data/response-codes.ts';
import { chooseCard } from './choose-card.ts';
import { commonOptions, type NetworkCommand, type NetworkOutcome } from './command.ts';
import { amountOption, type OptionValues, textOption } from './options.ts';
import type { NetworkSession } from './session.ts';

/** Reports a purchase that was declined before the platform was asked, with any response code. */
export const decline: NetworkCommand = {
  summary: 'reports a purchase that was declined elsewhere, with any response code',
  options: {
    code: { value: 'CODE', meaning: 'the response code (400008)' },
    card: commonOptions.card,
    amount: { value: 'AMOUNT', meaning: 'the amount of the purchase (20)' },
    merchant: commonOptions.merchant,
  },
  run: sendDecline,
};

async function sendDecline(options: OptionValues, session: NetworkSession): Promise<NetworkOutcome> {
  const respCode = textOption(options, 'code', '400008');
  const respCodeDesc = (responseCodes as Readonly<Record<string, string>>)[respCode];
  if (respCodeDesc === undefined || respCode === APPROVED)
    throw new CommandError(
      `--code must be one of ${Object.keys(responseCodes)
        .filter((code) => code !== APPROVED)
        .sort()
        .join(', ')}.`,
    );
  const cardId = await chooseCard(options, session);
  const { localCurrency } = await session.merchant.call('cardInfo', { cardId });
  const amount = amountOption(options, 'amount', 20);
  const recordNo = session.newNumber();
  await session.upstream.send('card_transaction', {
    recordNo,
    cardId,
    transactionTime: session.now(),
    transCurrency: localCurrency,
    transCurrencyAmt: amount,
    localCurrency,
    localCurrencyAmt: amount,
    merchantName: textOption(options, 'merchant', 'Coffee House'),
    transType: transTypes.consumption,
    transStatus: '2',
    transCategory: 1,
    respCode,
    respCodeDesc,
  });
  const message = `declined with ${respCode} (${respCodeDesc}), record ${recordNo}`;
  return { message, result: { recordNo, respCode, respCodeDesc, cardId } };
}
