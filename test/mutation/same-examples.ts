import fc from 'fast-check';

// Property tests use the same examples in every run, so that a mutant's survival does not depend on chance.
fc.configureGlobal({ seed: 20_260_301 });
