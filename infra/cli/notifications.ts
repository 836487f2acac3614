import { parseArgs } from 'node:util';
import {
  deadNotifications,
  findEndpoint,
  findNotification,
  merchantNotifications,
  unhealthyEndpoints,
} from '../../shared/domain/delivery/notification-queries.ts';
import {
  pauseEndpoint,
  type ResendSummary,
  resend,
  resendAll,
  resumeEndpoint,
  wasNeverAttempted,
} from '../../shared/domain/delivery/resend.ts';
import type { Dependencies } from '../../shared/domain/dependencies.ts';
import type { NotificationStatus } from '../../shared/domain/notifications/notification.ts';
import { CommandError, type Operator, runCommand } from './command.ts';
import { type NotificationSubject, notificationsBySubject } from './notifications-by-subject.ts';
import { endpointTable, notificationDetails, notificationTable } from './notifications-format.ts';
import { required, userNoFrom } from './party-options.ts';
import { escapeLine } from './text-table.ts';
import { timeRangeFrom } from './time-range.ts';

const HELP = `What merchants were told, what they could not be told, and their endpoints.

  npm run notifications -- list [--status STATUS] [--merchant USER_NO] [--since TIME] [--until TIME] [--limit N]
      STATUS is pending (still to be delivered), delivered or dead (given up after eight attempts over 28 hours). The dead
      of all merchants are listed when neither is told; the rest is listed for one merchant. Times are those of the
      notification's creation, of dead ones those when they were given up. Latest first, 50 unless told.
  npm run notifications -- list --order ORDER_ID | --card CARD_ID | --record RECORD_NO | --request USER_REQ_NO --merchant USER_NO
      what was told of an order (an acquiring order with its payments too), of a card's orders and transactions, of a
      transaction, or of what a request brought about; oldest first
  npm run notifications -- show ID
      one notification, such as card_operate/1238793332297834, with every attempt: when, how long it took, the HTTP status
      or the failure, when the next was due, and how the answer began
  npm run notifications -- resend ID
      sends one again from the first attempt on, a delivered one too
  npm run notifications -- recover --since TIME [--merchant USER_NO]
      sends all again that were given up since then
  npm run notifications -- replay --since TIME --merchant USER_NO
      sends the merchant what was created since then and never attempted: its address was missing, or its endpoint paused
  npm run notifications -- endpoints
      endpoints that are not well: strained (slow or failing: 3 attempts at once, else 20) or paused (only failures for five
      days: notifications wait, one an hour tries whether it is back)
  npm run notifications -- pause USER_NO
  npm run notifications -- resume USER_NO
      has a merchant's notifications wait, until resumed; resumes at once what waits for a paused endpoint

TIME is "2026-03-01", "2026-03-01 10:00:00" in the platform's zone, or how long ago: 90m, 36h, 7d. What is sent again goes
out at once. Merchants tell repeats by the header webhook-id. A one-time password or activation code is never shown, and cannot be sent again once it is delivered or dead.

  --data DIR   the local cloud's data folder (.issuary); a deployment is named by its environment`;

const OPTIONS = {
  status: { type: 'string' },
  merchant: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  limit: { type: 'string', default: '50' },
  order: { type: 'string' },
  card: { type: 'string' },
  record: { type: 'string' },
  request: { type: 'string' },
} as const;

type Options = { readonly [Name in keyof typeof OPTIONS]?: string };

/** What each command takes, beside ID or USER_NO. */
const OPTIONS_BY_COMMAND: Readonly<Record<string, readonly (keyof Options)[]>> = {
  list: ['status', 'merchant', 'since', 'until', 'limit', 'order', 'card', 'record', 'request'],
  show: [],
  resend: [],
  recover: ['since', 'merchant'],
  replay: ['since', 'merchant'],
  endpoints: [],
  pause: [],
  resume: [],
};
const ARGUMENT_BY_COMMAND: Readonly<Record<string, 'ID' | 'USER_NO'>> = {
  show: 'ID',
  resend: 'ID',
  pause: 'USER_NO',
  resume: 'USER_NO',
};

/**
 * Carries out one command and answers what to tell the operator.
 *
 * @throws CommandRefused, ResendRefused
 */
export async function notificationsCommand(args: readonly string[], operator: Operator): Promise<string> {
  const { command, about, options } = commandFrom(args);
  const { deps } = operator;
  switch (command) {
    case 'list':
      return list(options, deps);
    case 'show':
      return show(about, deps);
    case 'resend':
      return resendOne(about, deps);
    case 'recover':
      return recover(options, deps);
    case 'replay':
      return replay(options, deps);
    case 'endpoints':
      return endpoints(deps);
    case 'pause':
      await pauseEndpoint(deps, userNoFrom(about));
      return `the endpoint of merchant ${about} is paused: its notifications wait until it is resumed`;
    default:
      await resumeEndpoint(deps, userNoFrom(about));
      return `the endpoint of merchant ${about} is open: what waits for it goes out within a minute`;
  }
}

/** The command with what it is about and the options that it takes. CommandRefused for anything else. */
function commandFrom(args: readonly string[]) {
  const given = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, tokens: true });
  const [command = '', about = '', ...more] = given.positionals;
  const takes = OPTIONS_BY_COMMAND[command];
  if (!takes)
    throw new CommandError(
      `the commands are ${Object.keys(OPTIONS_BY_COMMAND).join(', ')}. --help tells them.`,
    );
  const names = given.tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  const other = names.find((name) => !takes.some((known) => known === name));
  if (other) throw new CommandError(`${command} takes no --${other}. --help tells what it takes.`);
  const wanted = ARGUMENT_BY_COMMAND[command];
  if (wanted && about === '') throw new CommandError(`${wanted} is required: ${command} ${wanted}`);
  const surplus = wanted ? more[0] : about;
  if (surplus) throw new CommandError(`${command} takes no ${surplus}. --help tells what it takes.`);
  return { command, about, options: given.values };
}

async function list(options: Options, deps: Dependencies): Promise<string> {
  const { store } = deps;
  const subject = subjectFrom(options);
  if (subject) {
    const about = await notificationsBySubject(store, subject);
    return about.length === 0 ? 'there are none' : notificationTable(deps, about);
  }
  const range = timeRangeFrom(options, deps);
  const userNo = options.merchant === undefined ? undefined : userNoFrom(options.merchant);
  const status = statusFrom(options.status ?? (userNo === undefined ? 'dead' : undefined));
  const limit = limitFrom(options.limit);
  if (status !== 'dead' && userNo === undefined)
    throw new CommandError('--merchant is required: only the dead are listed for all merchants');
  const found =
    status === 'dead' || userNo === undefined
      ? await deadNotifications(store, { ...range, userNo, limit })
      : await merchantNotifications(store, userNo, {
          ...range,
          limit,
          ...(status && { statuses: [status] }),
        });
  if (found.length === 0) return 'there are none';
  const rest = found.length === limit ? [`The latest ${limit}; --limit and --until show others.`] : [];
  return [notificationTable(deps, found), ...rest].join('\n');
}

/** What the notifications are to be about, where the options name one thing. CommandRefused for more than one. */
function subjectFrom({ order, card, record, request, merchant, status, since, until }: Options) {
  const named: NotificationSubject[] = [
    ...(order === undefined ? [] : [{ orderId: order }]),
    ...(card === undefined ? [] : [{ cardId: card }]),
    ...(record === undefined ? [] : [{ recordNo: record }]),
    ...(request === undefined
      ? []
      : [{ userNo: userNoFrom(required({ merchant }, 'merchant')), userReqNo: request }]),
  ];
  const [subject, ...more] = named;
  if (!subject) return undefined;
  const others = [status, since, until, request === undefined ? merchant : undefined];
  if (more.length > 0 || others.some((other) => other !== undefined))
    throw new CommandError('--order, --card, --record and --request stand alone');
  return subject;
}

async function show(id: string, deps: Dependencies): Promise<string> {
  const found = await findNotification(deps.store, id);
  if (!found) throw new CommandError(`there is no notification ${id}`);
  return notificationDetails(deps, found);
}

async function resendOne(id: string, deps: Dependencies): Promise<string> {
  const { notification, enqueued } = await resend(deps, id);
  const { userNo } = notification;
  const endpoint = await findEndpoint(deps.store, userNo);
  return endpoint?.status === 'paused'
    ? `${id} waits: the endpoint of merchant ${userNo} is paused (resume ${userNo})`
    : `${id} goes out ${enqueued ? 'now' : 'within a minute'}`;
}

async function recover(options: Options, deps: Dependencies): Promise<string> {
  const range = sinceFrom(options, deps);
  const userNo = options.merchant === undefined ? undefined : userNoFrom(options.merchant);
  return redeliveryReport(await resendAll(deps, await deadNotifications(deps.store, { ...range, userNo })));
}

async function replay(options: Options, deps: Dependencies): Promise<string> {
  const range = sinceFrom(options, deps);
  const userNo = userNoFrom(required(options, 'merchant'));
  const found = await merchantNotifications(deps.store, userNo, { ...range, statuses: ['pending', 'dead'] });
  return redeliveryReport(await resendAll(deps, found.filter(wasNeverAttempted)));
}

/** What is sent again in bulk has a beginning. */
const sinceFrom = (options: Options, deps: Dependencies) =>
  timeRangeFrom({ since: required(options, 'since') }, deps);

const redeliveryReport = ({ resent, refused }: ResendSummary): string =>
  [
    `${resent} go out again, from the first attempt on`,
    ...refused.map((why) => `not sent: ${escapeLine(why)}`),
  ].join('\n');

async function endpoints(deps: Dependencies): Promise<string> {
  const troubled = await unhealthyEndpoints(deps.store);
  return troubled.length === 0 ? 'all endpoints are well' : endpointTable(deps, troubled);
}

function statusFrom(text: string | undefined): NotificationStatus | undefined {
  if (text === undefined || text === 'pending' || text === 'delivered' || text === 'dead') return text;
  throw new CommandError('--status is pending, delivered or dead');
}

function limitFrom(text = ''): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new CommandError('--limit is from 1 to 9999');
}

if (import.meta.main) await runCommand(HELP, notificationsCommand);
