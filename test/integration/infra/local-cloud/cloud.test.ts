// One file, so that both share one local cloud.
import './http.suite.ts';
import './sources.suite.ts';
