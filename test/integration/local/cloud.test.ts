// One file, so that both share one local cloud.
import './http.ts';
import './sources.ts';
