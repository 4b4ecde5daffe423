// How much is done with each contestant.

/** How often the box is mounted and taken away in one page. */
export const MOUNTS = 1_000;

/** How long a box that nobody touches is watched, in s. */
export const WATCHED = 10;
