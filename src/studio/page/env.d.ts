/** Set by the build: whether the page is the playground. */
declare const PLAYGROUND: boolean;
