import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listTables } from './appendices.ts';
import { clearText } from './clear/clear-document.ts';
import { declineSections, errorSections } from './clear/guide-sections.ts';
import { clientMethodsText } from './client-methods.ts';
import { clientShapesText } from './client-shapes.ts';
import { clientTypesText } from './client-types.ts';
import { openApiText } from './document.ts';
import { fieldTables } from './field-tables.ts';
import { referenceTables, withTables } from './tables.ts';

const project = dirname(dirname(import.meta.dirname));

const page = (path: string) => readFileSync(join(project, path), 'utf8');

/** The files that are generated from the contract, in their current form, by their paths in the project. */
export const generatedFiles = (): Readonly<Record<string, string>> => ({
  'openapi.yaml': openApiText(),
  'openapi.clear.yaml': clearText(),
  'docs/reference.md': withTables(page('docs/reference.md'), { ...referenceTables, ...listTables }),
  'docs/fields.md': withTables(page('docs/fields.md'), fieldTables),
  'docs/errors.md': withTables(page('docs/errors.md'), errorSections),
  'docs/declines.md': withTables(page('docs/declines.md'), declineSections),
  'shared/client/contract-types.ts': clientTypesText(),
  'shared/client/contract-methods.ts': clientMethodsText(),
  'shared/client/contract-shapes.ts': clientShapesText(),
});

/** Writes the files that have changed, and says of each whether it has. */
export function writeGenerated(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const isSame = existsSync(join(project, path)) && page(path) === text;
    if (!isSame) {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), text);
    }
    console.log(isSame ? `${path} has not changed` : `wrote ${path}`);
  }
}

if (import.meta.main) writeGenerated(generatedFiles());
