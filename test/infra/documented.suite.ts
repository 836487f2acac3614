import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../infra/constructs/settings.ts';
import { resources } from './synthesized-app.ts';

const page = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', '..', 'docs', `${name}.md`), 'utf8');

describe('docs/alarms.md', () => {
  const table = page('alarms').split('## Alarm texts')[0] ?? '';
  const documented = [...table.matchAll(/^\| `(\w+)` \|/gm)].flatMap(([, name]) => name ?? []);

  test('lists each kind of alarm, and no other', () => {
    const ids = resources('AWS::CloudWatch::Alarm').map(({ id }) => id);
    expect(ids.filter((id) => !documented.some((name) => id.endsWith(name)))).toEqual([]);
    expect(documented.filter((name) => !ids.some((id) => id.endsWith(name)))).toEqual([]);
  });
});

describe('docs/operations.md', () => {
  const rows = [...page('operations').matchAll(/^\| `(\w+)` \| (?:`(.*?)`)? *\| /gm)];
  const documented = rows.map(([, name = '', value]) => [name, value] as const);

  test('lists every setting with its default', () => {
    const defaults = readSettings(new App().node);
    expect(documented.map(([name]) => name).sort()).toEqual(Object.keys(defaults).sort());
    for (const [name, value] of documented)
      expect(`${name}=${defaults[name as keyof typeof defaults]}`).toBe(`${name}=${value}`);
  });
});
