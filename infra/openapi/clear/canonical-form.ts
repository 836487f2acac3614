import type { JsonSchema } from '../../../shared/wire/contract/fields/wire-field.ts';
import type { Components } from '../schemas.ts';
import type { LinkTo } from './links.ts';

/** A list that is too long to be shown with every field: the pattern of its codes, and where the list is. */
interface LongList {
  readonly pattern: string;
  /** A sentence with a link to the list. */
  readonly note: (linkTo: LinkTo) => string;
}

/** The long lists, by the titles of the fields that choose from them. */
const LONG_LISTS: Readonly<Record<string, LongList>> = {
  Currency: {
    pattern: '^[A-Z]{3,4}$',
    note: (linkTo) =>
      `An ISO 4217 code, or a coin: [list](${linkTo('reference', 'currencies-and-coins-by-their-decimals')}).`,
  },
  CardCurrency: {
    pattern: '^[A-Z]{3}$',
    note: (linkTo) =>
      `An ISO 4217 code: [list](${linkTo('reference', 'currencies-and-coins-by-their-decimals')}).`,
  },
  Country: {
    pattern: '^[A-Z]{3}$',
    note: (linkTo) => `[List of countries](${linkTo('reference', 'countries')}).`,
  },
  CallingCode: {
    pattern: '^[1-9]\\d{0,2}$',
    note: (linkTo) => `[List of calling codes](${linkTo('reference', 'calling-codes')}).`,
  },
};

/** Old spellings that requests may still use. Nobody new should see them. */
const OLD_SPELLINGS: ReadonlySet<string> = new Set(['CardAlias']);

/**
 * Returns the schema as readers want it: each field has the one form that the platform prefers, shared kinds of fields
 * are in place, long lists are patterns, and old spellings are left out.
 */
export function canonicalForm(schema: JsonSchema, components: Components, linkTo: LinkTo): JsonSchema {
  const { title, form } = withoutReference(schema, components);
  const { examples: _, ...own } = preferred(form);
  const list = title === undefined ? undefined : LONG_LISTS[title];
  if (list) return withPattern(own, list, linkTo);
  if (own.enum) return { ...own, type: typeof own.enum[0] === 'number' ? 'integer' : 'string' };
  if (own.properties) return objectForm(own, components, linkTo);
  return own.items ? { ...own, items: canonicalForm(own.items as JsonSchema, components, linkTo) } : own;
}

function objectForm(form: JsonSchema, components: Components, linkTo: LinkTo): JsonSchema {
  const properties = Object.entries(form.properties ?? {})
    .filter(([name]) => !OLD_SPELLINGS.has(name))
    .map(([name, property]) => [name, canonicalForm(property as JsonSchema, components, linkTo)] as const);
  return { ...form, properties: Object.fromEntries(properties) };
}

/** Returns the schema that a reference stands for, with the reference's own description, and its title. */
function withoutReference(schema: JsonSchema, components: Components) {
  const { $ref, ...siblings } = schema;
  if ($ref === undefined) return { form: siblings };
  const title = $ref.slice($ref.lastIndexOf('/') + 1);
  return { title, form: { ...components[title], ...siblings } };
}

/** Of several forms of a value the first is the platform's own: a number for an amount, text for an id. */
function preferred({ anyOf, ...form }: JsonSchema): JsonSchema {
  const { enum: values = [], ...rest } = { ...form, ...(anyOf?.[0] as JsonSchema | undefined) };
  const ofOneType = values.filter((value) => typeof value === typeof values[0]);
  return values.length === 0 ? rest : { ...rest, enum: ofOneType };
}

function withPattern(
  { enum: _, description, ...form }: JsonSchema,
  { pattern, note }: LongList,
  linkTo: LinkTo,
): JsonSchema {
  return { ...form, pattern, description: [description, note(linkTo)].filter(Boolean).join(' ') };
}
