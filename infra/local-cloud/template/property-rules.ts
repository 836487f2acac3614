import { TemplateUnsupported } from '../errors.ts';

/** What the runner makes of a property. */
export type Rule =
  | { readonly kind: 'used' }
  | { readonly kind: 'noEffect' }
  | { readonly kind: 'only'; readonly values: readonly unknown[] }
  | { readonly kind: 'shape'; readonly properties: Properties }
  | { readonly kind: 'list'; readonly of: Rule };

export type Properties = Readonly<Record<string, Rule>>;

/** The runner does what it says. */
export const used: Rule = { kind: 'used' };

/** It means nothing on one machine, and leaving it out changes nothing that a caller could see. */
export const noEffect: Rule = { kind: 'noEffect' };

/** The runner does what these values say, and no others. */
export const only = (...values: unknown[]): Rule => ({ kind: 'only', values });

export const shape = (properties: Properties): Rule => ({ kind: 'shape', properties });

export const list = (of: Rule): Rule => ({ kind: 'list', of });

/**
 * What of a property's value has an effect here, by its rule.
 *
 * @throws TemplateUnknown for whatever the rule does not name
 */
export function effective(rule: Rule | undefined, value: unknown, path: string, where: string): unknown {
  if (!rule) throw new TemplateUnsupported(where, `the property ${path}`);
  switch (rule.kind) {
    case 'used':
      return value;
    case 'noEffect':
      return undefined;
    case 'only':
      if (rule.values.includes(value)) return value;
      throw new TemplateUnsupported(where, `the value ${JSON.stringify(value)} of ${path}`);
    case 'list':
      if (!Array.isArray(value)) throw new TemplateUnsupported(where, `a ${path} that is not a list`);
      return value.map((each, index) => effective(rule.of, each, `${path}[${index}]`, where));
    case 'shape':
      return effectiveProperties(rule.properties, value, path, where);
  }
}

/** The same for an object, property by property; `path` is empty for a resource's own ones. */
export function effectiveProperties(
  properties: Properties,
  value: unknown,
  path: string,
  where: string,
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null)
    throw new TemplateUnsupported(where, `a ${path} that is not an object`);
  const entries = Object.entries(value).map(([name, each]) => {
    const inner = path ? `${path}.${name}` : name;
    return [name, effective(properties[name], each, inner, where)] as const;
  });
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
}
