import { expect, it } from 'vitest';
import type { JsonSchema } from '../../shared/wire/contract/fields/wire-field.ts';
import { clearView, loadTool, shownNotifications, shownOperations } from './tools.ts';

/** What is used of openapi-typescript. */
interface TypesGenerator {
  default(source: string): Promise<readonly unknown[]>;
  astToString(nodes: readonly unknown[]): string;
}

/** What is used of the TypeScript 5 that openapi-typescript needs. */
interface TypeScript {
  readonly ScriptTarget: { readonly ES2022: number };
  createSourceFile(name: string, text: string, target: number): object;
  createCompilerHost(options: object): CompilerHost;
  createProgram(names: readonly string[], options: object, host: CompilerHost): object;
  getPreEmitDiagnostics(
    program: object,
  ): readonly { readonly messageText: string | { messageText: string } }[];
}

interface CompilerHost {
  getSourceFile(name: string, target: number): object | undefined;
}

const { default: generate, astToString } = loadTool<TypesGenerator>('openapi-typescript');
const ts = loadTool<TypeScript>('typescript');

const PROGRAM = 'program.ts';

/** Returns what the compiler says about a program that consists of the generated types and the text. */
function problemsOf(types: string, text: string): string[] {
  const options = { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, types: [] };
  const host = ts.createCompilerHost(options);
  const onDisk = host.getSourceFile.bind(host);
  host.getSourceFile = (name, target) =>
    name === PROGRAM ? ts.createSourceFile(name, types + text, target) : onDisk(name, target);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([PROGRAM], options, host))
    .map(({ messageText }) => (typeof messageText === 'string' ? messageText : messageText.messageText));
}

const types = astToString(await generate(clearView));

/** Returns a line for each field that compiles only if its type is what the schema says. */
function fieldLines(form: JsonSchema, type: string): string[] {
  return Object.entries(form.properties ?? {}).flatMap(([name, property]) => {
    const field = property as JsonSchema;
    const own = `NonNullable<${type}[${JSON.stringify(name)}]>`;
    if (field.type === 'array') return fieldLines(field.items as JsonSchema, `${own}[number]`);
    if (field.properties) return fieldLines(field, own);
    return [`check<${own}, ${field.type === 'string' ? 'string' : 'number'}>(true);`];
  });
}

const HEAD = `
type Is<Found, Wanted> = 0 extends 1 & Found ? false : [Found] extends [never] ? false : Found extends Wanted ? true : false;
declare function check<Found, Wanted>(is: Is<Found, Wanted>): void;
`;

it('every field of every request, result and notification has its type', () => {
  const lines = [...shownOperations, ...shownNotifications].flatMap(({ contents }) =>
    Object.entries(contents).flatMap(([name, form]) => fieldLines(form, `components['schemas']['${name}']`)),
  );
  expect(lines.length).toBeGreaterThan(250);
  expect(problemsOf(types, HEAD + lines.join('\n'))).toEqual([]);
});

it('every operation leads to its request, its result and its codes', () => {
  const lines = shownOperations.flatMap(({ operationId, contents, errorCodes }) => {
    const [request, result] = Object.keys(contents);
    const responses = `operations['${operationId}']['responses']`;
    return [
      `check<operations['${operationId}']['requestBody']['content']['application/json'], components['schemas']['${request}']>(true);`,
      `check<${responses}[200]['content']['application/json'], components['schemas']['${result}']>(true);`,
      `check<${responses}[422]['content']['application/json']['errorCode'], ${errorCodes.map((code) => `'${code}'`).join(' | ')}>(true);`,
    ];
  });
  expect(problemsOf(types, HEAD + lines.join('\n'))).toEqual([]);
});

it('the check finds a field that is missing or has another type', () => {
  const wrong = [
    "check<components['schemas']['CardApplyRequest']['dataContent'], string>(true);",
    "check<components['schemas']['CardApplyRequest']['startDate'], number>(true);",
  ];
  expect(problemsOf(types, HEAD + wrong.join('\n'))).toHaveLength(2);
});
