import type { Books } from './books.ts';
import { type Check, checkEach, unless } from './check.ts';

const FACT = 'fact/';

/** Each message whose money came into suspense is found by what it told, in whatever words that comes again; nothing else is. */
export function suspendedIsFound({ items, messages }: Books): Check {
  const suspended = messages.flatMap(({ suspended: money, messageKey }) =>
    money ? [[money.cause, messageKey] as const] : [],
  );
  const kept = items.inbox.flatMap(({ pk, messageKey }) =>
    String(pk).startsWith(FACT) ? [[String(pk).slice(FACT.length), messageKey] as const] : [],
  );
  const [expected, found] = [new Map<string, unknown>(suspended), new Map<string, unknown>(kept)];
  const facts = new Set([...expected.keys(), ...found.keys()]);
  return checkEach('what came into suspense is found by what was told', facts, (fact) =>
    unless(`${fact}: found as`, found.get(fact), 'its message', expected.get(fact)),
  );
}
