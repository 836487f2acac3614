import { escapeLine } from '../../clients/cli/common/text-table.ts';
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
import { unknownNotification } from '../../shared/domain/notifications/retention.ts';
import { CommandError, type Operator, runCommand } from './command.ts';
import { notificationsBySubject } from './notifications-by-subject.ts';
import { endpointTable, notificationDetails, notificationTable } from './notifications-format.ts';
import { commandFrom, limitFrom, type Options, statusFrom, subjectFrom } from './notifications-options.ts';
import { required, userNoFrom } from './party-options.ts';
import { timeRangeFrom } from './time-range.ts';

const HELP = `Shows and redelivers notifications, and shows the health of merchants' endpoints.

  npm run notifications -- list [--status STATUS] [--merchant USER_NO] [--since TIME] [--until TIME] [--limit N]
      STATUS is pending (to be delivered), delivered or dead (given up after eight attempts in 28 hours). Without --status
      and --merchant it lists the dead of all merchants; the others are listed for one merchant only. Times are those of
      creation, for dead notifications those when they were given up. Latest first; N defaults to 50.
  npm run notifications -- list --order ORDER_ID | --card CARD_ID | --record RECORD_NO
                                | --request USER_REQ_NO --merchant USER_NO
      the notifications about an order (an acquiring order with its payments), about a card's orders and transactions,
      about a transaction, or about the outcome of a request; oldest first
  npm run notifications -- show ID
      one notification, such as 10000002/card_operate/1238793332297834, with every attempt: its time, latency, HTTP
      status or failure, the time of the next attempt, and the beginning of the response
  npm run notifications -- resend ID
      delivers one again, even if it was delivered, from the first attempt on
  npm run notifications -- recover --since TIME [--merchant USER_NO]
      delivers again all that were given up since then
  npm run notifications -- replay --since TIME --merchant USER_NO
      delivers what was created since then and never attempted, as the merchant had no URL or its endpoint was paused
  npm run notifications -- endpoints
      endpoints that are not healthy: strained (slow or failing: at most 3 attempts at once) or paused (only failures
      for five days: notifications wait, and one per hour probes the endpoint)
  npm run notifications -- pause USER_NO
  npm run notifications -- resume USER_NO
      pauses a merchant's endpoint until it is resumed; resumes a paused endpoint at once

TIME is "2026-03-01", "2026-03-01 10:00:00" in the platform's zone, or how long ago: 90m, 36h, 7d. Redeliveries go out at
once; merchants recognize repeats by the header webhook-id. One-time passwords and activation codes are never shown, and
cannot be delivered again once the notification is delivered or dead. Notifications of orders, transactions and coin
payments are gone some time after their delivery (setting notificationDays); the dead are kept.

  --data DIR   the data folder of a local cloud (.issuary); a deployment is named by the environment instead`;

/**
 * Runs one command and returns the text to print.
 *
 * @throws CommandError, ResendRefused
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
      return `the endpoint of merchant ${about} is open: waiting notifications go out within a minute`;
  }
}

async function list(options: Options, deps: Dependencies): Promise<string> {
  const { store } = deps;
  const subject = subjectFrom(options);
  if (subject) {
    const about = await notificationsBySubject(store, subject);
    return about.length === 0 ? 'no notification matches' : notificationTable(deps, about);
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
  if (found.length === 0) return 'no notification matches';
  const rest = found.length === limit ? [`The latest ${limit}; --limit and --until show others.`] : [];
  return [notificationTable(deps, found), ...rest].join('\n');
}

async function show(id: string, deps: Dependencies): Promise<string> {
  const found = await findNotification(deps.store, id);
  if (!found) throw new CommandError(unknownNotification(deps, id));
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

/** Bulk redelivery requires a start time. */
const sinceFrom = (options: Options, deps: Dependencies) =>
  timeRangeFrom({ since: required(options, 'since') }, deps);

const redeliveryReport = ({ resent, refused }: ResendSummary): string =>
  [
    `${resent} go out again, beginning with the first attempt`,
    ...refused.map((why) => `not sent: ${escapeLine(why)}`),
  ].join('\n');

async function endpoints(deps: Dependencies): Promise<string> {
  const unhealthy = await unhealthyEndpoints(deps.store);
  return unhealthy.length === 0 ? 'all endpoints are healthy' : endpointTable(deps, unhealthy);
}

if (import.meta.main) await runCommand(HELP, notificationsCommand);
