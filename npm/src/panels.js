// The style of what the first frame does without: tabs, hints, errors. That of methods and factors comes with their parts.

/* global GUARD_PANELS_CSS -- the bundler puts the text of assets/guard-card.css here */

export const panels = GUARD_PANELS_CSS;
