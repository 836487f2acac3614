import type { FunctionSpec } from './function-spec.ts';

/**
 * Merges the variables of all functions, for a program that needs to reach every resource while each function has only
 * the variables for its own. Leaves out a variable that differs between two functions.
 */
export function mergedVariables(specs: readonly FunctionSpec[]): Record<string, string> {
  const seen = new Map<string, Set<string>>();
  for (const { variables } of specs)
    for (const [name, value] of Object.entries(variables))
      seen.set(name, (seen.get(name) ?? new Set()).add(value));
  const agreed = [...seen].filter(([, values]) => values.size === 1);
  return Object.fromEntries(agreed.map(([name, values]) => [name, [...values].join('')]));
}
