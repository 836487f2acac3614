import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { anchorsOf } from '../../../../../docs/site/headings.ts';
import { clearText } from '../../../../../infra/openapi/clear/clear-document.ts';
import { declineSections, errorSections } from '../../../../../infra/openapi/clear/guide-sections.ts';
import { responseCodes } from '../../../../../shared/wire/contract/reference-data/response-codes.ts';
import { errorCodes } from '../../../../../shared/wire/errors.ts';
import { linksOf, ROOT } from '../../../docs/markdown.ts';

const textOf = (sections: Readonly<Record<string, () => string>>) =>
  Object.values(sections)
    .map((write) => write())
    .join('\n\n');

it('every error code has an anchor, its meaning and what to do', () => {
  const text = textOf(errorSections);
  for (const [code, meaning] of Object.entries(errorCodes)) {
    expect(anchorsOf(text)).toContain(`error-${code}`);
    expect(text).toContain(`### Error ${code}\n\n**${meaning}**`);
  }
  expect(text.match(/^\*What to do\*: .+\.$/gm)).toHaveLength(Object.keys(errorCodes).length);
});

it('every response code but success has an anchor and a place in the summary', () => {
  const text = textOf(declineSections);
  const declines = Object.keys(responseCodes).filter((code) => code !== '000000');
  for (const code of declines) {
    expect(anchorsOf(text)).toContain(`decline-${code}`);
    expect(text).toContain(`| [\`${code}\`](#decline-${code}) | `);
  }
  expect(text.match(/^### Decline /gm)).toHaveLength(declines.length);
});

it('the clear view links to existing pages and headings', () => {
  const links = linksOf({ path: 'openapi.clear.yaml', text: clearText() });
  expect(links.length).toBeGreaterThan(100);
  const missing = links.filter(
    ({ target, anchor }) =>
      anchor !== undefined && !anchorsOf(readFileSync(join(ROOT, target), 'utf8')).has(anchor),
  );
  expect(missing).toEqual([]);
});
