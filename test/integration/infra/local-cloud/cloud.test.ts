// One file, so that both suites share one local cloud.
import './http.suite.ts';
import './sources.suite.ts';
import './clock.suite.ts';
