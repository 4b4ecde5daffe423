// The style of what the first frame does without: tabs, hints, methods and factors.

/* global GUARD_PANELS_CSS -- the bundler puts the texts of assets/guard-card.css, src/methods and src/factors here */

export const panels = GUARD_PANELS_CSS;
