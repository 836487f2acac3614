import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataFolderOutdated } from '../../../../../infra/local-cloud/errors.ts';
import { DataFolder } from '../../../../../infra/local-cloud/host/data-folder.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'issuary-folder-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('the data folder', () => {
  it('is accessible to its owner alone: new, empty or reused', () => {
    const path = join(parent, 'data');
    for (const before of [() => {}, () => mkdirSync(path, { mode: 0o755 })]) {
      before();
      new DataFolder(path).release();
      expect(modeOf(path)).toBe(0o700);
      expect(modeOf(join(path, 'logs'))).toBe(0o700);
      rmSync(path, { recursive: true });
    }
    new DataFolder(path).release();
    chmodSync(path, 0o755);
    new DataFolder(path).release();
    expect(modeOf(path)).toBe(0o700);
  });

  it('keeps its mode where it has other files', () => {
    const path = join(parent, 'shared');
    mkdirSync(path);
    chmodSync(path, 0o755);
    writeFileSync(join(path, 'other.txt'), '');
    new DataFolder(path).release();
    expect(modeOf(path)).toBe(0o755);
    expect(modeOf(join(path, 'logs'))).toBe(0o700);
  });

  it('is refused where an earlier version sealed its contents', () => {
    const path = join(parent, 'data');
    const folder = new DataFolder(path);
    expect(folder.keyFile('VaultKey')).toBe(folder.keyFile('VaultKey'));
    mkdirSync(join(path, 'kms'));
    expect(() => folder.keyFile('VaultKey')).toThrow(DataFolderOutdated);
    folder.release();
  });
});
