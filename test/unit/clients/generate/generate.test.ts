import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generatedClients } from '../../../../clients/generate/generate.ts';
import { GENERATED_NOTE } from '../../../../clients/generate/generated-note.ts';

const project = join(import.meta.dirname, '..', '..', '..', '..');
const files = Object.entries(generatedClients());

it('the generated files of the client libraries are up to date: npm run generate:clients', () => {
  const stale = files.filter(([path, text]) => {
    const file = join(project, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text;
  });
  expect(stale.map(([path]) => path)).toEqual([]);
});

it('generated files say so at the top', () => {
  const silent = files.filter(([, text]) => !text.split('\n', 3).join('\n').includes(GENERATED_NOTE));
  expect(silent.map(([path]) => path)).toEqual([]);
});
