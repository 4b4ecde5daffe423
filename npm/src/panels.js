// The style of methods and factors, which the first frame does without.

/* global GUARD_PANELS_CSS -- the bundler puts the texts of src/methods and src/factors here */

export const panels = GUARD_PANELS_CSS;
