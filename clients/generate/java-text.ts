import { wrapped } from './comments.ts';
import { GENERATED_NOTE } from './generated-note.ts';

const COMMENT_WIDTH = 112;

/** Returns a Javadoc comment; several paragraphs or tags are lines of their own. */
export function javadoc(lines: readonly string[], indent = ''): string {
  const text = lines.flatMap((line) =>
    wrapped(line, COMMENT_WIDTH).map((each) => `${`${indent} * ${each}`.trimEnd()}\n`),
  );
  const [only = ''] = text;
  if (text.length === 1) return `${indent}/** ${only.slice(indent.length + 3, -1)} */\n`;
  return `${indent}/**\n${text.join('')}${indent} */\n`;
}

/** Returns a file of the package: the classes that it imports, its comment and its code. */
export function javaFile(
  pkg: string,
  imports: readonly string[],
  doc: readonly string[],
  code: string,
): string {
  const used = imports.filter((name) => new RegExp(`\\b${name.split('.').at(-1)}\\b`).test(code)).sort();
  const importLines = used.map((name) => `import ${name};\n`).join('');
  return `// ${GENERATED_NOTE}\npackage ${pkg};\n\n${importLines}${importLines && '\n'}${javadoc(doc)}${code}`;
}
