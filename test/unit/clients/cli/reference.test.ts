import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readFixture } from '../../../../clients/cli/fixtures/fixture-file.ts';
import { generatedCliPage } from '../../../../clients/cli/reference.ts';

const project = join(import.meta.dirname, '..', '..', '..', '..');
const pages = Object.entries(generatedCliPage());

it.each(pages)('%s has the help of every command as it is (npm run reference writes it)', (path, text) => {
  expect(readFileSync(join(project, path), 'utf8')).toBe(text);
});

it('the example of a fixture in the docs can be read', () => {
  const [, text = ''] = pages[0] ?? [];
  const [, example = ''] = /```yaml\n([\s\S]+?)```/.exec(text) ?? [];
  expect(readFixture(example, 'docs/cli.md').steps).toHaveLength(5);
});
