import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { clearDocument } from '../../infra/openapi/clear/clear-document.ts';
import type { JsonSchema } from '../../shared/wire/contract/fields/wire-field.ts';

// The packages of this folder are not there when the project's types are checked: what is used of them is declared here.

const project = join(import.meta.dirname, '..', '..');

/** The clear view as it is checked in. */
export const clearView: string = readFileSync(join(project, 'openapi.clear.yaml'), 'utf8');

/** Loads a package of this folder. The caller says what it uses of it. */
export const loadTool = createRequire(import.meta.url) as <Tool>(name: string) => Tool;

/** A file of a package of this folder. */
export const toolFile = (path: string): string =>
  readFileSync(join(import.meta.dirname, 'node_modules', path), 'utf8');

/** An operation or notification of the clear view, and what a reader looks for in it. */
export interface Shown {
  /** The path of an operation, the type of a notification. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly tag: string;
  /** The contents by their names: of an operation its request and result. */
  readonly contents: Readonly<Record<string, JsonSchema>>;
  /** Empty for a notification. */
  readonly errorCodes: readonly string[];
}

interface Post {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly [string];
  readonly responses: Readonly<Record<string, unknown>>;
}

const { paths, webhooks, components } = clearDocument();

function shown([path, { post }]: [string, { post: Post }]): Shown {
  const { operationId, summary, tags, responses } = post;
  const names = [...JSON.stringify(post).matchAll(/#\/components\/schemas\/(\w+)/g)].map(
    ([, name]) => name as string,
  );
  const refused = /"enum":(\["\d{6}"[^\]]*\])/.exec(JSON.stringify(responses['422'] ?? {}))?.[1] ?? '[]';
  return {
    path,
    operationId,
    summary,
    tag: tags[0],
    contents: Object.fromEntries(names.map((name) => [name, components.schemas[name] as JsonSchema])),
    errorCodes: JSON.parse(refused) as string[],
  };
}

/** Every operation of the clear view. */
export const shownOperations: readonly Shown[] = Object.entries(paths as Record<string, { post: Post }>).map(
  shown,
);
/** Every notification of the clear view. */
export const shownNotifications: readonly Shown[] = Object.entries(
  webhooks as Record<string, { post: Post }>,
).map(shown);

/** Returns the names of all fields of a schema, at any depth. */
export const fieldNames = (form: JsonSchema): string[] => [
  ...(form.items ? fieldNames(form.items as JsonSchema) : []),
  ...Object.entries(form.properties ?? {}).flatMap(([name, field]) => [
    name,
    ...fieldNames(field as JsonSchema),
  ]),
];
