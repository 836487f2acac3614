// A single test file includes all suites, so that the app is bundled and synthesized once.
import './access.suite.ts';
import './api.suite.ts';
import './bundles.suite.ts';
import './data.suite.ts';
import './documented.suite.ts';
import './settings.suite.ts';
import './monitoring.suite.ts';
import './workers.suite.ts';
