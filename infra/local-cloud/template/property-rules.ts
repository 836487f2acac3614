import { TemplateUnsupported } from '../errors.ts';

/** What the local cloud makes of a property. */
export type Rule =
  | { readonly kind: 'used' }
  | { readonly kind: 'noEffect' }
  | { readonly kind: 'only'; readonly values: readonly unknown[] }
  | { readonly kind: 'shape'; readonly properties: Properties }
  | { readonly kind: 'list'; readonly of: Rule };

export type Properties = Readonly<Record<string, Rule>>;

/** The property has its effect. */
export const used: Rule = { kind: 'used' };

/** The property means nothing on one machine; no caller could see a difference without it. */
export const noEffect: Rule = { kind: 'noEffect' };

/** These values have their effect; others are not supported. */
export const only = (...values: unknown[]): Rule => ({ kind: 'only', values });

export const shape = (properties: Properties): Rule => ({ kind: 'shape', properties });

export const list = (of: Rule): Rule => ({ kind: 'list', of });

/**
 * Returns the part of a property's value that has an effect, by its rule.
 *
 * @throws TemplateUnsupported for anything that the rule does not name
 */
function effective(rule: Rule | undefined, value: unknown, path: string, where: string): unknown {
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

/**
 * Returns the same for an object, property by property. `path` is empty for the properties of the resource itself.
 *
 * @throws TemplateUnsupported for anything that the rules do not name
 */
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
