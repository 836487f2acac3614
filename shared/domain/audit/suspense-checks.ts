import { type CheckResult, checkEach, mismatch } from './check.ts';
import type { AuditSnapshot } from './snapshot.ts';

const SUSPENDED = 'suspended/';

/** Checks that exactly the messages whose money was in suspense are indexed by the fact they report. */
export function suspenseIsIndexed({ items, messages }: AuditSnapshot): CheckResult {
  const suspended = messages.flatMap(({ suspended: money, messageKey }) =>
    money ? [[money.cause, messageKey] as const] : [],
  );
  const indexed = items.inbox.flatMap(({ pk, messageKey }) =>
    String(pk).startsWith(SUSPENDED) ? [[String(pk).slice(SUSPENDED.length), messageKey] as const] : [],
  );
  const [expected, found] = [new Map<string, unknown>(suspended), new Map<string, unknown>(indexed)];
  const facts = new Set([...expected.keys(), ...found.keys()]);
  return checkEach('suspended money is indexed by its fact', facts, (fact) =>
    mismatch(`${fact}: found as`, found.get(fact), 'its message', expected.get(fact)),
  );
}
