import type { FunctionSpec } from './function-spec.ts';

/**
 * The variables that an operator's command needs to reach all that the functions reach: theirs together, each function
 * having only those of its own rooms. What two functions see differently is left out.
 */
export function mergedVariables(specs: readonly FunctionSpec[]): Record<string, string> {
  const seen = new Map<string, Set<string>>();
  for (const { variables } of specs)
    for (const [name, value] of Object.entries(variables))
      seen.set(name, (seen.get(name) ?? new Set()).add(value));
  const agreed = [...seen].filter(([, values]) => values.size === 1);
  return Object.fromEntries(agreed.map(([name, values]) => [name, [...values].join('')]));
}
