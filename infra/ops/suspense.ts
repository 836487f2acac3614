import { parseArgs } from 'node:util';
import type { JsonObject } from '../../shared/codec/json.ts';
import { formatDateTime } from '../../shared/contract/time.ts';
import { applyPaymentBill } from '../../shared/dpt/payment.ts';
import type { Message } from '../../shared/inbox/message.ts';
import { contentOf, type Effects, retryMessage } from '../../shared/inbox/retry.ts';
import { findMessage, worklist } from '../../shared/inbox/worklist.ts';
import { ChangedMeanwhile } from '../../shared/inbox/writes.ts';
import { moneyText } from '../../shared/money/amount.ts';
import { applyCardOperate } from '../../shared/orders/told.ts';
import { assign, dismiss, giveBack, release, writeOff } from '../../shared/suspense/work-off.ts';
import { applyCardTransaction } from '../../shared/transactions/apply.ts';
import { applyTradeFee } from '../../shared/transactions/fees.ts';
import { columns, printable } from './columns.ts';
import { required } from './counterparty.ts';
import { CommandRefused, type Operator, runCommand } from './operator.ts';
import { REASON_OPTIONS, reasonOf } from './reason.ts';

const HELP = `Works off what upstreams told and the platform could not apply: money on the suspense account, and messages of which
nothing could be made.

  npm run suspense -- list [--limit N]
      what waits, the longest first: its key, since when, how it stands, its money, how often it was tried again, and why
  npm run suspense -- show KEY
      the message as it came, without card numbers and secrets
  npm run suspense -- retry KEY
      applies it once more, e.g. after its card became known
  npm run suspense -- assign KEY --card CARD_ID --reason TEXT [--set FIELD=VALUE …]
      books a card transaction or a fee on this card (our id), with these fields in place of what was told, e.g.
      --set settleAmount=40 --set localCurrency=USD; under a number of ours where its own is another's. What the card has
      already under that number is refused: return it, or, where it is beside that, --set another recordNo or receiptNo
  npm run suspense -- release KEY --reason TEXT
      books it as it was told, on its own card, though it is beyond what its upstream may bring in a day without a purchase
  npm run suspense -- return KEY --reason TEXT
      gives the money back to the network, or the platform below, which withdrew what it told
  npm run suspense -- write-off KEY --reason TEXT
      has the platform bear the money, on platform:write-offs
  npm run suspense -- dismiss KEY --reason TEXT
      closes a message that has no money in suspense and of which nothing is to be made

Each is done once, and what it moves is an entry named after the one that it works off.

  --data DIR   the local cloud's data folder (.issuary); a deployment is named by its environment`;

const OPTIONS = {
  card: { type: 'string' },
  reason: REASON_OPTIONS.reason,
  limit: { type: 'string', default: '100' },
  set: { type: 'string', multiple: true, default: [] as string[] },
} as const;

interface Options {
  readonly card?: string;
  readonly reason?: string;
  readonly limit?: string;
  readonly set?: string[];
}

const EFFECTS: Effects = {
  card_transaction: applyCardTransaction,
  card_operate: applyCardOperate,
  trade_fee: applyTradeFee,
  dpt_payment_bill: applyPaymentBill,
};

/**
 * Carries out one command and answers what to tell the operator.
 *
 * @throws CommandRefused, or what the domain refuses it with
 */
export async function suspenseCommand(args: readonly string[], { platform }: Operator): Promise<string> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [command = '', key = ''] = positionals;
  if (command === 'list') return list(platform, values);
  const message = await findMessage(platform, key);
  if (!message) throw new CommandRefused(`there is no message ${key}; list shows the keys`);
  try {
    return await act(command, message, values, platform);
  } catch (error) {
    if (!(error instanceof ChangedMeanwhile)) throw error;
    throw new CommandRefused(`message ${key} has changed meanwhile: look again`);
  }
}

async function list(platform: Operator['platform'], { limit = '' }: Options): Promise<string> {
  if (!/^[1-9]\d{0,4}$/.test(limit)) throw new CommandRefused('--limit is a number of at most 5 digits');
  const rows = (await worklist(platform, Number(limit))).map((message) => [
    message.messageKey,
    formatDateTime(message.receivedAt, platform.utcOffset),
    message.status,
    moneyOf(message),
    `${message.retries} retries`,
    message.reason ?? '',
  ]);
  return rows.length > 0 ? columns(rows) : 'nothing waits';
}

const moneyOf = ({ suspended }: Message): string =>
  suspended ? moneyText(suspended.amount, suspended.currency) : 'no money';

async function act(
  command: string,
  message: Message,
  options: Options,
  platform: Operator['platform'],
): Promise<string> {
  const { messageKey } = message;
  switch (command) {
    case 'show':
      return show(message, platform);
    case 'retry':
      await retryMessage(platform, message, EFFECTS);
      return `message ${messageKey}: ${(await findMessage(platform, messageKey))?.status}`;
    case 'assign': {
      const assignment = {
        cardId: told('card', options.card),
        fields: fieldsOf(options),
        reason: reasonOf(options),
      };
      await assign(platform, message, assignment, EFFECTS);
      return `message ${messageKey}: booked on card ${assignment.cardId}`;
    }
    case 'release':
      await release(platform, message, reasonOf(options), EFFECTS);
      return `message ${messageKey}: booked as it was told`;
    case 'return':
      await giveBack(platform, message, reasonOf(options));
      return `message ${messageKey}: ${moneyOf(message)} returned`;
    case 'write-off':
      await writeOff(platform, message, reasonOf(options));
      return `message ${messageKey}: ${moneyOf(message)} written off`;
    case 'dismiss':
      await dismiss(platform, message, reasonOf(options));
      return `message ${messageKey}: closed`;
    default:
      throw new CommandRefused(
        'the commands are list, show, retry, assign, release, return, write-off and dismiss',
      );
  }
}

const told = (name: string, value: string | undefined): string => required({ [name]: value }, name);

function fieldsOf({ set = [] }: Options): JsonObject {
  return Object.fromEntries(
    set.map((one) => {
      const [, name, value] = /^(\w+)=(.*)$/s.exec(one) ?? [];
      if (name === undefined) throw new CommandRefused('--set is FIELD=VALUE');
      return [name, value];
    }),
  );
}

/** Fields that nobody is shown. */
const SECRET = /^(cardNo|cardVerifyNo|pin|otp|activationCode)$/i;

async function show(message: Message, platform: Operator['platform']): Promise<string> {
  const { content: _, ...about } = message;
  const content = await contentOf(platform, message);
  const minor = (__: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
  const shown = JSON.stringify(
    { ...about, content },
    (name, value) => (SECRET.test(name) ? '***' : minor(name, value)),
    2,
  );
  return shown.split('\n').map(printable).join('\n');
}

if (import.meta.main) await runCommand(HELP, suspenseCommand);
