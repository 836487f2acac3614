import { type CheckResult, checkEach, mismatch } from './check.ts';
import type { AuditSnapshot } from './snapshot.ts';

const FACT = 'fact/';

/** Each message whose money came into suspense is found by what it told, in whatever words that comes again; nothing else is. */
export function suspenseIsIndexed({ items, messages }: AuditSnapshot): CheckResult {
  const suspended = messages.flatMap(({ suspended: money, messageKey }) =>
    money ? [[money.cause, messageKey] as const] : [],
  );
  const kept = items.inbox.flatMap(({ pk, messageKey }) =>
    String(pk).startsWith(FACT) ? [[String(pk).slice(FACT.length), messageKey] as const] : [],
  );
  const [expected, found] = [new Map<string, unknown>(suspended), new Map<string, unknown>(kept)];
  const facts = new Set([...expected.keys(), ...found.keys()]);
  return checkEach('what came into suspense is found by what was told', facts, (fact) =>
    mismatch(`${fact}: found as`, found.get(fact), 'its message', expected.get(fact)),
  );
}
