/** The commands are plain JavaScript that any Node ≥ 20.19 reads. */
declare module '*.mjs';
