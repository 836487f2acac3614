// One test file of several, so that the app is bundled and synthesized once for all of them.
import './access.ts';
import './api.ts';
import './bundles.ts';
import './data.ts';
import './settings.ts';
import './watch.ts';
import './workers.ts';
