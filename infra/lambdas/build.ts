import { bundleFunctions, functionSources } from './bundle.ts';

await bundleFunctions();
console.log(`${functionSources.length} functions bundled into dist/functions`);
