// One test file of several, so that the app is bundled and synthesized once for all of them.
import './access.suite.ts';
import './api.suite.ts';
import './bundles.suite.ts';
import './data.suite.ts';
import './documented.suite.ts';
import './settings.suite.ts';
import './monitoring.suite.ts';
import './workers.suite.ts';
