/** Commands that a client may have the server execute; both take the URI of a file and the name of a factor or model in it. */
export const EXPLAIN = 'fullband.explain';
export const TEST = 'fullband.test';
