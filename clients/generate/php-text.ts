import { wrapped } from './comments.ts';
import type { ObjectType } from './fields.ts';
import type { OperationModel } from './model.ts';

const COMMENT_WIDTH = 112;

/** Returns a name with a capital first letter. */
export const className = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Returns a doc comment of paragraphs; tags are not wrapped. */
export function docComment(paragraphs: readonly string[], tags: readonly string[], indent = ''): string {
  const lines = [
    ...paragraphs.flatMap((text, nth) => [...(nth > 0 ? [''] : []), ...wrapped(text, COMMENT_WIDTH)]),
    ...(tags.length > 0 ? ['', ...tags] : []),
  ];
  return `${indent}/**\n${lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('')}${indent} */\n`;
}

/** Returns the class and method of an operation. */
export const methodOf = ({ group, method }: OperationModel) => `${className(group)}::${method}`;
/** Returns the object that an operation returns, or its rows. */
export const rowOf = ({ result }: OperationModel): ObjectType =>
  result.kind === 'object' ? result.type : result.row;
