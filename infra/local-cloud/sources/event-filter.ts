import { TemplateUnsupported } from '../errors.ts';

/** Returns whether the event passes. */
export type EventFilter = (event: unknown) => boolean;

type Pattern = { readonly [field: string]: Pattern | readonly Condition[] };
type Condition = string | number | boolean | null | { readonly prefix: string };

/**
 * Compiles the filter patterns of an event source. An event passes when one of them matches. Supports equality and
 * `prefix`.
 *
 * @throws TemplateUnsupported for any other condition
 */
export function compileFilter(patterns: readonly string[], where: string): EventFilter {
  if (patterns.length === 0) return () => true;
  const matchers = patterns.map((pattern) => compile(JSON.parse(pattern) as Pattern, where));
  return (event) => matchers.some((matches) => matches(event));
}

function compile(pattern: Pattern, where: string): EventFilter {
  const fields = Object.entries(pattern).map(([field, inner]) => {
    const matches = Array.isArray(inner) ? anyOf(inner, where) : compile(inner as Pattern, where);
    return (event: object) => matches((event as Record<string, unknown>)[field]);
  });
  return (event) => typeof event === 'object' && event !== null && fields.every((matches) => matches(event));
}

function anyOf(conditions: readonly Condition[], where: string): EventFilter {
  const tests = conditions.map((condition): EventFilter => {
    if (typeof condition !== 'object' || condition === null) return (value) => value === condition;
    const { prefix, ...others } = condition;
    if (typeof prefix !== 'string' || Object.keys(others).length > 0)
      throw new TemplateUnsupported(where, `the filter condition ${JSON.stringify(condition)}`);
    return (value) => typeof value === 'string' && value.startsWith(prefix);
  });
  return (value) => tests.some((test) => test(value));
}
