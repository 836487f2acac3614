import { methodNames } from '../../shared/wire/contract/method-names.ts';
import { pascalCase } from './names.ts';
import { sealedOperations } from './operations.ts';
import { jsonSchema } from './schemas.ts';

const HEAD = `import type * as T from './contract-types.ts';
import type { Pages } from './row-pages.ts';

// Generated from the catalogue by npm run reference: the methods of the client, by their groups.

`;

/** Returns the text of shared/client/contract-methods.ts. */
export function clientMethodsText(): string {
  const groups = new Map<string, string[]>();
  for (const [operation, path] of Object.entries(methodNames)) {
    const [group = '', method = ''] = path.split('.');
    groups.set(group, [...(groups.get(group) ?? []), methodText(operation, method)]);
  }
  const nameOf = (group: string) => `${pascalCase(group)}Methods`;
  const interfaces = [...groups].map(
    ([group, methods]) => `export interface ${nameOf(group)} {\n${methods.join('')}}\n\n`,
  );
  const all = [...groups.keys()].map((group) => `  ${group}: ${nameOf(group)};\n`);
  return `${HEAD}${interfaces.join('')}/** All methods by group. */\nexport interface Methods {\n${all.join('')}}\n`;
}

function methodText(operation: string, method: string): string {
  const entry = sealedOperations[operation];
  if (!entry) throw new Error(`no operation ${operation}`);
  const form = jsonSchema(entry.request, 'input', {});
  const isOptional = (form.required ?? []).every((field) => field === 'userReqNo');
  const title = pascalCase(operation);
  const isPaged = 'totalPages' in (jsonSchema(entry.result, 'output', {}).properties ?? {});
  const result = isPaged ? `Pages<T.${title}Result, T.${title}Row>` : `Promise<T.${title}Result>`;
  const doc = `${entry.title} (\`${operation}\`). ${entry.summary}`;
  return `  /** ${doc} */\n  ${method}(request${isOptional ? '?' : ''}: T.${title}Request): ${result};\n`;
}
