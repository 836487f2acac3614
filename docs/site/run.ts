import { watch } from 'node:fs';
import { join } from 'node:path';
import { installFolder, runOrExit } from '../../infra/folder-packages.ts';
import { stageSite } from './stage.ts';

// npm run docs serves the site and follows changes of its pages; npm run docs:build builds it.

const docs = join(import.meta.dirname, '..');
const command = process.argv[2] === 'build' ? 'build' : 'dev';
installFolder(docs, 'what builds the documentation');
stageSite();
const vitepress = join(docs, 'node_modules', 'vitepress', 'bin', 'vitepress.js');
if (command === 'build') runOrExit(process.execPath, [vitepress, 'build', docs], docs);
else {
  watch(docs, (_, name) => name?.endsWith('.md') && stageSite());
  process.argv.splice(1, 2, vitepress, 'dev', docs);
  await import(vitepress);
}
